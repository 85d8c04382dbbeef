"""The addresses of 掃描點."""

from django.urls import path

from hefa.web.backoffice.stations import stations

LENT = "offerings/<uuid:public_id>/passes/<uuid:pass_id>/"
urlpatterns = [
    path("offerings/<uuid:public_id>/stations/", stations.stations, name="stations"),
    path("offerings/<uuid:public_id>/stations/board/", stations.board, name="board"),
    path("offerings/<uuid:public_id>/stations/revocation/", stations.station_revocation, name="station_revocation"),
    path("offerings/<uuid:public_id>/stations/rescue/", stations.rescue, name="rescue"),
    path("offerings/<uuid:public_id>/passes/new/", stations.new_pass, name="new_pass"),
    path(LENT, stations.scan_pass, name="pass"),
    path(f"{LENT}extension/", stations.pass_extension, name="pass_extension"),
    path(f"{LENT}revocation/", stations.pass_revocation, name="pass_revocation"),
]
