"""The addresses of uploads: 上傳時數 and 學習資訊上傳進度查詢."""

from django.urls import path

from hefa.web.backoffice.uploads import deciding, sending, uploads

urlpatterns = [
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/new/", sending.new_upload, name="new_upload"),
    path("uploads/batch/", sending.batch_upload, name="batch_upload"),
    path("offerings/<uuid:public_id>/uploads/new/", sending.offering_upload, name="offering_upload"),
    path("offerings/<uuid:public_id>/uploads/template/", sending.upload_template, name="upload_template"),
    path("uploads/<uuid:public_id>/", uploads.upload, name="upload"),
    path("uploads/<uuid:public_id>/confirmation/", deciding.upload_confirmation, name="upload_confirmation"),
    path("uploads/<uuid:public_id>/discarding/", deciding.upload_discarding, name="upload_discarding"),
    path("uploads/<uuid:public_id>/resumption/", deciding.upload_resumption, name="upload_resumption"),
    path("uploads/<uuid:public_id>/refusals/", deciding.upload_refusals, name="upload_refusals"),
]
