from django.urls import path

from hefa.web.backoffice import awards, changes, export, offerings, planning, proof, reviews, revocation, stations

app_name = "backoffice"
urlpatterns = [
    path("", offerings.menu, name="menu"),
    path("planning/", planning.planning, name="planning"),
    path("planning/new/", planning.new_activity, name="new_activity"),
    path("planning/<uuid:copied>/copy/", planning.new_activity, name="copy_activity"),
    path("planning/<uuid:public_id>/", planning.plan, name="plan"),
    path("planning/<uuid:public_id>/next/", planning.next_offering, name="next_offering"),
    path("offerings/", offerings.offerings, name="offerings"),
    path("offerings/<uuid:public_id>/awards/", awards.awards, name="awards"),
    path("offerings/<uuid:public_id>/awards/search/", awards.search, name="award_search"),
    path("offerings/<uuid:public_id>/awards/printing/<str:which>/", awards.printing, name="award_printing"),
    path("offerings/<uuid:public_id>/awards/changes/", changes.award_changes, name="award_changes"),
    path("offerings/<uuid:public_id>/awards/revocation/", revocation.revocation, name="award_revocation"),
    path("offerings/<uuid:public_id>/awards/<uuid:award_id>/name/", reviews.name_settlement, name="name_settlement"),
    path("offerings/<uuid:public_id>/awards/<uuid:award_id>/account/", proof.account_proof, name="account_proof"),
    path(
        "offerings/<uuid:public_id>/reviews/<uuid:review_id>/settlement/",
        reviews.review_settlement,
        name="review_settlement",
    ),
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
    path("offerings/<uuid:public_id>/export/", export.export, name="export"),
]
