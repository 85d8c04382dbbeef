from django.urls import path

from hefa.web.operator import menu

app_name = "operator"
urlpatterns = [
    path("", menu.menu, name="menu"),
]
