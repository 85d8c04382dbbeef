"""The addresses of 匯出格式."""

from django.urls import path

from hefa.web.operator import profiles

urlpatterns = [
    path("profiles/", profiles.profiles, name="profiles"),
    path("profiles/<slug:code>/", profiles.profile, name="profile"),
    path("profiles/<slug:code>/copy/", profiles.profile_copy, name="profile_copy"),
    path("profiles/<slug:code>/edit/", profiles.profile_edit, name="profile_edit"),
    path("profiles/<slug:code>/switch/", profiles.profile_switch, name="profile_switch"),
]
