"""The addresses of 報名准駁 / 下載名冊."""

from django.urls import path

from hefa.web.backoffice.enrolment import enrolments, entry, roster

urlpatterns = [
    path("enrolments/", enrolments.enrolment_offerings, name="enrolment_offerings"),
    path("offerings/<uuid:public_id>/enrolments/", enrolments.enrolments, name="enrolments"),
    path("offerings/<uuid:public_id>/enrolments/search/", enrolments.enrolment_search, name="enrolment_search"),
    path("offerings/<uuid:public_id>/enrolments/decision/", enrolments.enrolment_decision, name="enrolment_decision"),
    path("offerings/<uuid:public_id>/enrolments/new/", entry.enrolment_entry, name="enrolment_entry"),
    path("offerings/<uuid:public_id>/roster/", roster.enrolment_roster, name="enrolment_roster"),
]
