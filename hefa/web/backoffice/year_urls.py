"""The addresses of the year: 年度人員名冊, 提醒, 開課單位總覽."""

from django.urls import path

from hefa.web.backoffice import (
    year,
    year_classes,
    year_export,
    year_import,
    year_matching,
    year_members,
    year_overview,
    year_reminders,
    year_roster,
)

ROSTER = "year/<uuid:public_id>/"
MEMBER = f"{ROSTER}members/<uuid:member_id>/"
urlpatterns = [
    path("overview/", year_overview.overview, name="overview"),
    path("reminders/<uuid:public_id>/", year_reminders.reminder, name="reminder"),
    path("year/", year.year, name="year"),
    path("year/new/", year.new_roster, name="new_year_roster"),
    path("year/template/", year_import.roster_template, name="year_roster_template"),
    path(ROSTER, year_roster.roster, name="year_roster"),
    path(f"{ROSTER}search/", year_roster.roster_search, name="year_roster_search"),
    path(f"{ROSTER}printing/", year_roster.roster_printing, name="year_roster_printing"),
    path(f"{ROSTER}export/", year_export.roster_export, name="year_roster_export"),
    path(f"{ROSTER}import/", year_import.roster_import, name="year_roster_import"),
    path(f"{ROSTER}import/<uuid:import_id>/", year_import.roster_preview, name="year_roster_preview"),
    path(f"{ROSTER}matching/", year_matching.matching, name="year_roster_matching"),
    path(f"{ROSTER}classes/", year_classes.roster_classes, name="year_roster_classes"),
    path(f"{ROSTER}classes/removal/", year_classes.class_removal, name="year_class_removal"),
    path(f"{ROSTER}members/new/", year_members.new_member, name="new_year_member"),
    path(MEMBER, year_members.member, name="year_member"),
    path(f"{MEMBER}exemption/", year_members.exemption, name="exemption"),
    path(f"{MEMBER}restoration/", year_members.restoration, name="restoration"),
    path(f"{MEMBER}removal/", year_members.member_removal, name="year_member_removal"),
    path(f"{MEMBER}matching/", year_matching.member_matching, name="year_member_matching"),
    path(f"{MEMBER}proofs/<uuid:proof_id>/", year_members.member_proof, name="year_member_proof"),
]
