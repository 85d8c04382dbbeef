"""個人資料蒐集告知: the page, and that no form takes personal data without it."""

import hashlib
import re

import pytest
from django.test import Client, override_settings

from hefa.base.notice import NOTICE_VERSION
from hefa.web.shell.notice import NOTICE
from tests.house.walls import templates

pytestmark = pytest.mark.django_db
ASKED = re.compile(
    r"person_fields\.html|walk-in-number|form\.file\.|form\.content\.|for field in form\b"
    r"|form\.(name|email|national_id|new_number|helper_name|contact|told_name|exempt_reason|new_name|wish)\."
)
"""What a template asks of a person: a name, a number, an address, a file with people in it, or whatever a form has."""
TOLD = re.compile(r"shell/notice_link\.html|learner/privacy\.html|shell:notice")
ASKS_OF_THINGS = {
    "backoffice/auditing.html",  # draws a sample
    "backoffice/awards.html",  # looks for people who are in the list
    "backoffice/enrolments.html",
    "backoffice/door/lost_codes.html",  # finds a person by the number and stores nothing
    "backoffice/group.html",  # a class is no person
    "backoffice/export_reply_columns.html",  # which column is which
    "backoffice/pass_new.html",  # a gate
    "backoffice/person.html",  # finds a person by the number and stores nothing
    "backoffice/stations.html",
    "backoffice/year_export.html",
    "backoffice/year_new.html",
    "backoffice/year_roster.html",
    "operator/codes.html",  # code tables
    "operator/decision.html",  # about what was asked with the notice in sight
    "operator/incident.html",  # an account, a gate or a file; nothing is stored of a person
    "operator/merging.html",
    "operator/officer_form.html",  # an account and its duties
    "operator/organiser_form.html",  # an agency
    "operator/profile_copy.html",  # formats
    "operator/profile_edit.html",
    "operator/site_form.html",
    "operator/units_files.html",  # agencies
    "shell/passkey_setup.html",  # what the owner calls a key
    "shell/journal.html",
    "shell/offering_filter.html",
    "shell/person_fields.html",  # a piece of the forms above
}


def asking() -> dict[str, str]:
    """The templates with a form that asks for personal data, by name."""
    texts = {str(path).rpartition("/templates/")[2]: path.read_text(encoding="utf-8") for path in templates()}
    return {name: text for name, text in texts.items() if ASKED.search(text) and "<form" in text}


@pytest.mark.control("個資法 §8")
def test_every_form_that_takes_personal_data_carries_the_notice() -> None:
    found = asking()
    assert len(found) > 15
    assert sorted(name for name, text in found.items() if not TOLD.search(text) and name not in ASKS_OF_THINGS) == []


def test_the_page_tells_all_that_the_law_asks_for(client: Client) -> None:
    with override_settings(HEFA_NOTICE_CONTACT="聯絡電話 02-0000-0000"):
        page = client.get("/privacy/").content.decode()
    for told in (
        "蒐集機關",
        "蒐集目的",
        "資料類別",
        "期間、地區、對象及方式",
        "權利及行使方式",
        "不提供之影響",
        "環境部",
    ):
        assert told in page
    assert "聯絡電話 02-0000-0000" in page and NOTICE_VERSION in page and "{" not in page.partition("<main")[2]


def test_whoever_changes_the_text_changes_its_day() -> None:
    """The hash of the text as it stood on the day of its version."""
    digest = hashlib.sha256(repr(tuple(NOTICE)).encode()).hexdigest()[:16]
    assert (NOTICE_VERSION, digest) == ("115-11-26", "40bdb90f6d60a40c")
