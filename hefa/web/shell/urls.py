from django.urls import path

from hefa.web.shell import entry, identities, pages

app_name = "shell"
urlpatterns = [
    path("", pages.home, name="home"),
    path("site-map/", pages.site_map, name="site_map"),
    path("health/", pages.health, name="health"),
    path("identity/", identities.identity, name="identity"),
    path("identity/choice/", identities.identity_choice, name="identity_choice"),
    path("login/", entry.log_in, name="login"),
    path("logout/", entry.log_out, name="logout"),
    path("logout/done/", entry.logged_out, name="logged_out"),
]
