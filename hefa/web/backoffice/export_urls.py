"""The addresses of 匯出 and of what went out."""

from django.urls import path

from hefa.web.backoffice import export, export_changes, export_due, export_reply, export_words, exports

urlpatterns = [
    path("offerings/<uuid:public_id>/export/", export.export, name="export"),
    path("offerings/<uuid:public_id>/export/course/", export_words.course_code, name="course_code"),
    path("offerings/<uuid:public_id>/export/names/<uuid:award_id>/", export_words.ecpa_name, name="ecpa_name"),
    path("exports/", exports.exports, name="exports"),
    path("exports/due/", export_due.uploads_due, name="uploads_due"),
    path("exports/changes/", export_changes.export_changes, name="export_changes"),
    path("exports/changes/handled/", export_changes.changes_handled, name="changes_handled"),
    path("exports/changes/csv/", export_changes.changes_csv, name="changes_csv"),
    path("exports/<uuid:public_id>/", exports.paper, name="paper"),
    path("exports/<uuid:public_id>/mark/", exports.part_mark, name="part_mark"),
    path("exports/<uuid:public_id>/reply/", export_reply.reply, name="portal_reply"),
    path("exports/<uuid:public_id>/reply/columns/", export_reply.reply_columns, name="reply_columns"),
]
