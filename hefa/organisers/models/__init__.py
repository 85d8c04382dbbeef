"""What is stored of organisers, their officers, and the site that they share."""

from hefa.organisers.models.handover import Handover
from hefa.organisers.models.people import Officer, Operator, Organiser
from hefa.organisers.models.request import OfficeRequest
from hefa.organisers.models.site import Announcement, SiteNames

__all__ = ["Handover", "Announcement", "OfficeRequest", "Officer", "Operator", "Organiser", "SiteNames"]
