from django.urls import path

from hefa.web.shell import entry, identities, notice, own_sessions, pages, proof, provider, second_step, security

app_name = "shell"
urlpatterns = [
    path("", pages.home, name="home"),
    path("site-map/", pages.site_map, name="site_map"),
    path("privacy/", notice.notice, name="notice"),
    path("health/", pages.health, name="health"),
    path("health/address/", pages.seen_address, name="seen_address"),
    path("identity/", identities.identity, name="identity"),
    path("identity/choice/", identities.identity_choice, name="identity_choice"),
    path("login/", entry.log_in, name="login"),
    path("login/second/", second_step.second_step, name="second_step"),
    path("login/provider/", provider.provider, name="provider"),
    path("login/provider/return/", provider.provider_return, name="provider_return"),
    path("proof/", proof.proof, name="proof"),
    path("security/", security.security, name="security"),
    path("security/app/", security.app_setup, name="app_setup"),
    path("security/passkey/", security.passkey_setup, name="passkey_setup"),
    path("security/recovery-codes/", security.recovery_codes, name="recovery_codes"),
    path("security/recovery-codes/new/", security.new_recovery_codes, name="new_recovery_codes"),
    path("security/removal/", security.factor_removal, name="factor_removal"),
    path("security/provider/", provider.provider_link, name="provider_link"),
    path("security/provider/removal/", provider.provider_unlink, name="provider_unlink"),
    path("security/sessions/", own_sessions.own_sessions, name="own_sessions"),
    path("security/sessions/ending/", own_sessions.session_ending, name="session_ending"),
    path("session/left/", own_sessions.session_left, name="session_left"),
    path("session/extension/", own_sessions.session_extension, name="session_extension"),
    path("logout/", entry.log_out, name="logout"),
    path("logout/done/", entry.logged_out, name="logged_out"),
]
