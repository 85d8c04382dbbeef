"""A view that does not say whom it answers is called for nobody."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from hefa.web.shell.audience import everyone

pytestmark = pytest.mark.django_db


def silent(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@everyone
def told(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


urlpatterns = [path("silent/", silent), path("told/", told)]
handler403 = "hefa.web.shell.views.forbidden"


@pytest.mark.control("T16", "附表十 最小權限 1", "附表十 遠端存取 2")
@override_settings(ROOT_URLCONF=__name__)
def test_a_view_without_an_audience_answers_nobody(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert client.get("/told/").content == b"open"
    assert client.get("/silent/").status_code == client.post("/silent/").status_code == 403
    assert "silent" in caplog.text
