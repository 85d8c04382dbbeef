"""The addresses of the year: 年度人員名冊, 提醒, 開課單位總覽."""

from django.urls import path

from hefa.web.backoffice.year import classes, export, imports, matching, members, overview, reminders, roster, rosters

ROSTER = "year/<uuid:public_id>/"
MEMBER = f"{ROSTER}members/<uuid:member_id>/"
urlpatterns = [
    path("overview/", overview.overview, name="overview"),
    path("reminders/<uuid:public_id>/", reminders.reminder, name="reminder"),
    path("year/", rosters.year, name="year"),
    path("year/new/", rosters.new_roster, name="new_year_roster"),
    path("year/template/", imports.roster_template, name="year_roster_template"),
    path(ROSTER, roster.roster, name="year_roster"),
    path(f"{ROSTER}search/", roster.roster_search, name="year_roster_search"),
    path(f"{ROSTER}printing/", roster.roster_printing, name="year_roster_printing"),
    path(f"{ROSTER}export/", export.roster_export, name="year_roster_export"),
    path(f"{ROSTER}import/", imports.roster_import, name="year_roster_import"),
    path(f"{ROSTER}import/<uuid:import_id>/", imports.roster_preview, name="year_roster_preview"),
    path(f"{ROSTER}matching/", matching.matching, name="year_roster_matching"),
    path(f"{ROSTER}classes/", classes.roster_classes, name="year_roster_classes"),
    path(f"{ROSTER}classes/removal/", classes.class_removal, name="year_class_removal"),
    path(f"{ROSTER}members/new/", members.new_member, name="new_year_member"),
    path(MEMBER, members.member, name="year_member"),
    path(f"{MEMBER}exemption/", members.exemption, name="exemption"),
    path(f"{MEMBER}restoration/", members.restoration, name="restoration"),
    path(f"{MEMBER}removal/", members.member_removal, name="year_member_removal"),
    path(f"{MEMBER}matching/", matching.member_matching, name="year_member_matching"),
    path(f"{MEMBER}proofs/<uuid:proof_id>/", members.member_proof, name="year_member_proof"),
]
