"""Every door by its address."""

from django.urls import include, path

from hefa.web.operator.records import records
from hefa.web.scanner.api import urls as scan_api_urls

urlpatterns = [
    path("", include("hefa.web.shell.urls")),
    path("", include("hefa.web.learner.urls")),
    path("scanner/", include("hefa.web.scanner.urls")),
    path("backoffice/", include("hefa.web.backoffice.urls")),
    path("admin/", records.urls),
    path("operator/", include("hefa.web.operator.urls")),
    path("api/scan/v1/", scan_api_urls()),
]

handler400 = "hefa.web.shell.views.bad_request"
handler403 = "hefa.web.shell.views.forbidden"
handler404 = "hefa.web.shell.views.not_found"
handler500 = "hefa.web.shell.views.server_error"
