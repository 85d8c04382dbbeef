"""學習資訊維護: the menu, the list of offerings, and a folder for each of its functions."""

from django.urls import path

from hefa.web.backoffice import offerings
from hefa.web.backoffice.door import urls as door_urls
from hefa.web.backoffice.enrolment import urls as enrolment_urls
from hefa.web.backoffice.export import urls as export_urls
from hefa.web.backoffice.lecturers import urls as lecturer_urls
from hefa.web.backoffice.ledger import urls as ledger_urls
from hefa.web.backoffice.people import urls as people_urls
from hefa.web.backoffice.plan import urls as plan_urls
from hefa.web.backoffice.stations import urls as station_urls
from hefa.web.backoffice.uploads import urls as uploads_urls
from hefa.web.backoffice.year import urls as year_urls

app_name = "backoffice"
urlpatterns = [
    path("", offerings.menu, name="menu"),
    *people_urls.urlpatterns,
    *plan_urls.urlpatterns,
    path("offerings/", offerings.offerings, name="offerings"),
    *ledger_urls.urlpatterns,
    *station_urls.urlpatterns,
    *door_urls.urlpatterns,
    *export_urls.urlpatterns,
    *enrolment_urls.urlpatterns,
    *lecturer_urls.urlpatterns,
    *year_urls.urlpatterns,
    *uploads_urls.urlpatterns,
]
