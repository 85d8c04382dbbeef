from django.urls import path

from hefa.web.operator import codes, journal, menu, officers, operators, organisers, profile_urls, requests, site, units

app_name = "operator"
urlpatterns = [
    path("", menu.menu, name="menu"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:public_id>/", requests.decision, name="decision"),
    path("organisers/", organisers.organisers, name="organisers"),
    path("organisers/new/", organisers.new_organiser, name="new_organiser"),
    path("organisers/<uuid:public_id>/", organisers.organiser, name="organiser"),
    path("organisers/<uuid:public_id>/changing/", organisers.changing, name="changing"),
    path("organisers/<uuid:public_id>/disabling/", organisers.disabling, name="disabling"),
    path("organisers/<uuid:public_id>/enabling/", organisers.enabling, name="enabling"),
    path("organisers/<uuid:public_id>/merging/", organisers.merging, name="merging"),
    path("organisers/<uuid:public_id>/parting/", organisers.parting, name="parting"),
    path("organisers/<uuid:public_id>/officers/new/", officers.new_officer, name="new_officer"),
    path("officers/<uuid:public_id>/duties/", officers.duties, name="duties"),
    path("officers/<uuid:public_id>/leaving/", officers.leaving, name="leaving"),
    path("journal/", journal.journal, name="journal"),
    path("journal/file/", journal.journal_file, name="journal_file"),
    path("journal/roots/", journal.journal_roots, name="journal_roots"),
    *profile_urls.urlpatterns,
    path("codes/<str:which>/", codes.codes, name="codes"),
    path("codes/<str:which>/<str:code>/", codes.code, name="code"),
    path("units/", units.units_files, name="units_files"),
    path("units/<uuid:public_id>/", units.units_file, name="units_file"),
    path("names/", site.names, name="names"),
    path("announcements/", site.board, name="board"),
    path("announcements/new/", site.announcement, name="new_announcement"),
    path("announcements/<uuid:public_id>/", site.announcement, name="announcement"),
    path("announcements/<uuid:public_id>/withdrawal/", site.withdrawal, name="withdrawal"),
    path("operators/", operators.operators, name="operators"),
    path("operators/leaving/", operators.operator_leaving, name="operator_leaving"),
]
