"""The addresses of 新增維護活動."""

from django.urls import path

from hefa.web.backoffice.plan import activities, attachments, cancellation, topics

urlpatterns = [
    path("planning/", activities.planning, name="planning"),
    path("planning/new/", activities.new_activity, name="new_activity"),
    path("planning/<uuid:copied>/copy/", activities.new_activity, name="copy_activity"),
    path("planning/<uuid:public_id>/", activities.plan, name="plan"),
    path("planning/<uuid:public_id>/next/", activities.next_offering, name="next_offering"),
    path("planning/<uuid:public_id>/topics/", topics.topics, name="topics"),
    path("planning/<uuid:public_id>/cancellation/", cancellation.cancellation, name="offering_cancellation"),
    path("planning/<uuid:public_id>/restoration/", cancellation.restoration, name="offering_restoration"),
    path("offerings/<uuid:public_id>/attachments/", attachments.attachments, name="attachments"),
    path("offerings/<uuid:public_id>/attachments/<uuid:attachment_id>/", attachments.attachment, name="attachment"),
    path(
        "offerings/<uuid:public_id>/attachments/<uuid:attachment_id>/removal/",
        attachments.attachment_removal,
        name="attachment_removal",
    ),
]
