from django.urls import path

from hefa.web.scanner import gate, rescue, views

app_name = "scanner"
urlpatterns = [
    path("", views.offerings, name="offerings"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("pass/<str:token>/", gate.redeem, name="redeem"),
    path("gate/", gate.gate, name="gate"),
    path("gate/<uuid:public_id>/", gate.room, name="room"),
    path("rescue/", rescue.rescue, name="rescue"),
    path("<uuid:public_id>/", views.scanner, name="scanner"),
    path("<uuid:public_id>/window/", views.window, name="window"),
    path("<uuid:public_id>/station/", views.own_station, name="own_station"),
]
