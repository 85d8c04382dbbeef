"""The addresses of 登錄 / 維護學習時數."""

from django.urls import path

from hefa.web.backoffice.ledger import (
    awards,
    changes,
    entry,
    groups,
    hints,
    history,
    moves,
    names,
    objections,
    printing,
    proof,
    reviews,
    revocation,
)

urlpatterns = [
    path("hints/", hints.hints, name="hints"),
    path("hints/marking/", hints.hint_mark, name="hint_mark"),
    path("offerings/<uuid:public_id>/awards/", awards.awards, name="awards"),
    path("offerings/<uuid:public_id>/awards/search/", awards.search, name="award_search"),
    path("offerings/<uuid:public_id>/awards/printing/<str:which>/", printing.printing, name="award_printing"),
    path("offerings/<uuid:public_id>/awards/printing/<str:which>/file/", printing.printing_file, name="award_file"),
    path("offerings/<uuid:public_id>/awards/changes/", changes.award_changes, name="award_changes"),
    path("offerings/<uuid:public_id>/awards/entry/", entry.entry, name="entry"),
    path("offerings/<uuid:public_id>/awards/entry/search/", entry.entry_search, name="entry_search"),
    path("offerings/<uuid:public_id>/awards/entry/<uuid:enrolment_id>/", entry.entry_enrolled, name="entry_enrolled"),
    path("offerings/<uuid:public_id>/groups/new/", groups.new_group, name="new_group"),
    path("offerings/<uuid:public_id>/groups/<uuid:group_id>/", groups.group, name="group"),
    path(
        "offerings/<uuid:public_id>/groups/<uuid:group_id>/revocation/",
        groups.group_revocation,
        name="group_revocation",
    ),
    path("offerings/<uuid:public_id>/awards/move/", moves.award_move, name="award_move"),
    path("offerings/<uuid:public_id>/awards/move/preview/", moves.award_move_preview, name="award_move_preview"),
    path("offerings/<uuid:public_id>/awards/moving/", moves.award_moving, name="award_moving"),
    path("offerings/<uuid:public_id>/awards/ended/", history.ended, name="ended_awards"),
    path("offerings/<uuid:public_id>/awards/<uuid:award_id>/history/", history.award_history, name="award_history"),
    path("offerings/<uuid:public_id>/awards/revocation/", revocation.revocation, name="award_revocation"),
    path("offerings/<uuid:public_id>/awards/<uuid:award_id>/name/", names.name_settlement, name="name_settlement"),
    path("offerings/<uuid:public_id>/awards/<uuid:award_id>/account/", proof.account_proof, name="account_proof"),
    path("offerings/<uuid:public_id>/objections/<uuid:objection_id>/", objections.objection, name="objection"),
    path("offerings/<uuid:public_id>/reviews/settlement/", reviews.review_settlements, name="review_settlements"),
    path(
        "offerings/<uuid:public_id>/reviews/<uuid:review_id>/settlement/",
        reviews.review_settlement,
        name="review_settlement",
    ),
]
