"""The addresses of 匯出 and of what went out."""

from django.urls import path

from hefa.web.backoffice.export import changes, due, export, papers, reply, words

urlpatterns = [
    path("offerings/<uuid:public_id>/export/", export.export, name="export"),
    path("offerings/<uuid:public_id>/export/course/", words.course_code, name="course_code"),
    path("offerings/<uuid:public_id>/export/names/<uuid:award_id>/", words.ecpa_name, name="ecpa_name"),
    path("exports/", papers.exports, name="exports"),
    path("exports/due/", due.uploads_due, name="uploads_due"),
    path("exports/changes/", changes.export_changes, name="export_changes"),
    path("exports/changes/handled/", changes.changes_handled, name="changes_handled"),
    path("exports/changes/csv/", changes.changes_csv, name="changes_csv"),
    path("exports/<uuid:public_id>/", papers.paper, name="paper"),
    path("exports/<uuid:public_id>/mark/", papers.part_mark, name="part_mark"),
    path("exports/<uuid:public_id>/reply/", reply.reply, name="portal_reply"),
    path("exports/<uuid:public_id>/reply/columns/", reply.reply_columns, name="reply_columns"),
]
