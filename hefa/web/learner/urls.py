from django.urls import path

from hefa.web.learner import accounts, code_page, live, making, passbook, pictures, profile, units

app_name = "learner"
urlpatterns = [
    path("code/", making.code_form, name="code_form"),
    path("code/making/", making.code_make, name="code_make"),
    path("code/own/", code_page.own_codes, name="own_codes"),
    path("code/<uuid:public_id>/", code_page.code_page, name="code_page"),
    path("code/<uuid:public_id>/voiding/", code_page.code_void, name="code_void"),
    path("code/<uuid:public_id>/typed/", code_page.code_typed, name="code_typed"),
    path("code/<uuid:public_id>/print/", code_page.code_print, name="code_print"),
    path("code/<uuid:public_id>/code.svg", pictures.code_svg, name="code_svg"),
    path("code/<uuid:public_id>/code.png", pictures.code_png, name="code_png"),
    path("code/<uuid:public_id>/live-key/", live.code_live_key, name="code_live_key"),
    path("code/<uuid:public_id>/progress/", live.code_progress, name="code_progress"),
    path("units/", units.units, name="units"),
    path("register/", accounts.register_account, name="register"),
    path("forgotten/", accounts.forgotten, name="forgotten"),
    path("reset/", accounts.reset, name="reset"),
    path("reset/<str:token>/", accounts.reset_link, name="reset_link"),
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.password, name="password"),
    path("profile/unit/", profile.unit, name="change_unit"),
    path("passbook/", passbook.passbook, name="passbook"),
    path("passbook/proving/", passbook.prove, name="prove"),
]
