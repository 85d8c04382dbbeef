from django.urls import path

from hefa.web.operator import menu, officers, organisers, profile_urls, requests

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
    *profile_urls.urlpatterns,
]
