"""Addresses of 承辦人與職務移交 and of 查核."""

from django.urls import path

from hefa.web.backoffice.auditing import auditing, hints, journal
from hefa.web.backoffice.people import people, rights

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<uuid:public_id>/handover/", people.handover, name="handover"),
    path("people/<uuid:public_id>/deputy/", people.deputy, name="deputy"),
    path("people/<uuid:public_id>/leaving/", people.leaving, name="leaving"),
    path("rights/", rights.rights, name="rights"),
    path("rights/new/", rights.new_right, name="new_right"),
    path("rights/<uuid:public_id>/", rights.right, name="right"),
    path("auditing/", auditing.auditing, name="auditing"),
    path("auditing/hints/", hints.audit_hints, name="audit_hints"),
    path("auditing/journal/", journal.journal, name="journal"),
    path("auditing/journal/file/", journal.journal_file, name="journal_file"),
    path("auditing/journal/roots/", journal.journal_roots, name="journal_roots"),
    path("auditing/samples/<uuid:public_id>/", auditing.audit_sample, name="audit_sample"),
    path("auditing/offerings/", auditing.audit_offerings, name="audit_offerings"),
    path("auditing/offerings/<uuid:public_id>/", auditing.audit_offering, name="audit_offering"),
    path("auditing/offerings/<uuid:public_id>/bundle/", auditing.audit_bundle, name="audit_bundle"),
    path(
        "auditing/offerings/<uuid:public_id>/attachments/<uuid:attachment_id>/",
        auditing.audit_attachment,
        name="audit_attachment",
    ),
]
