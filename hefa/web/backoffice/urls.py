from django.urls import path

from hefa.web.backoffice import (
    enrolment_urls,
    export_urls,
    lecturer_urls,
    ledger_urls,
    offerings,
    people_urls,
    stations,
    uploads_urls,
    year_urls,
)
from hefa.web.backoffice.door import urls as door_urls
from hefa.web.backoffice.plan import urls as plan_urls

app_name = "backoffice"
urlpatterns = [
    path("", offerings.menu, name="menu"),
    *people_urls.urlpatterns,
    *plan_urls.urlpatterns,
    path("offerings/", offerings.offerings, name="offerings"),
    *ledger_urls.urlpatterns,
    path("offerings/<uuid:public_id>/stations/", stations.stations, name="stations"),
    path("offerings/<uuid:public_id>/stations/board/", stations.board, name="board"),
    path("offerings/<uuid:public_id>/passes/new/", stations.new_pass, name="new_pass"),
    path("offerings/<uuid:public_id>/stations/revocation/", stations.station_revocation, name="station_revocation"),
    path("offerings/<uuid:public_id>/passes/<uuid:pass_id>/", stations.scan_pass, name="pass"),
    path("offerings/<uuid:public_id>/passes/<uuid:pass_id>/extension/", stations.pass_extension, name="pass_extension"),
    path(
        "offerings/<uuid:public_id>/passes/<uuid:pass_id>/revocation/",
        stations.pass_revocation,
        name="pass_revocation",
    ),
    *door_urls.urlpatterns,
    *export_urls.urlpatterns,
    *enrolment_urls.urlpatterns,
    *lecturer_urls.urlpatterns,
    *year_urls.urlpatterns,
    *uploads_urls.urlpatterns,
]
