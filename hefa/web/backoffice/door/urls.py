"""The addresses of what is done at the door without a phone."""

from django.urls import path

from hefa.web.backoffice.door import cards, entry, lost, poster, sign_in, signed

urlpatterns = [
    path("offerings/<uuid:public_id>/cards/", cards.cards, name="cards"),
    path("offerings/<uuid:public_id>/poster/", poster.poster, name="poster"),
    path("offerings/<uuid:public_id>/poster/file/", poster.poster_file, name="poster_file"),
    path("offerings/<uuid:public_id>/sign-in/", sign_in.sign_in, name="sign_in"),
    path("offerings/<uuid:public_id>/sign-in/file/", sign_in.sign_in_file, name="sign_in_file"),
    path("offerings/<uuid:public_id>/sheet/", entry.sheet_entry, name="sheet_entry"),
    path("offerings/<uuid:public_id>/sheet/signed/", signed.sheet_signed, name="sheet_signed"),
    path("lost-codes/", lost.lost_codes, name="lost_codes"),
]
