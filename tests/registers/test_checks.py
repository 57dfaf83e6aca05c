"""Credit checks: who looked up whom, where, on which day; and that they are the office's."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from program import clock
from program.files.rules import can_view_file
from program.people.models import Organization, User
from program.refusals import Invalid, NotYours
from program.registers.models import CreditCheck, Finding, Source
from tests import factories
from tests.conftest import SignIn
from tests.registers import casework

pytestmark = pytest.mark.django_db


def test_a_check_is_kept_with_its_screen(
    clerk: User, supervisor: User, applicant: User, director: User
) -> None:
    check = casework.checked(clerk, source=Source.OTHER, source_name="示例省信用平台")
    assert (check.where, check.checked_by, check.day) == ("示例省信用平台", clerk, clock.today())
    assert can_view_file(supervisor, check.screenshot)
    assert not can_view_file(applicant, check.screenshot)
    for by in (director, applicant):
        with pytest.raises(NotYours):
            casework.checked(by)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": "tomorrow"}, "day"),
        ({"source": Source.OTHER}, "source_name"),
        ({"finding": Finding.ADVERSE}, "words"),
        ({"code": "1" * 18}, "credit_code"),
    ],
)
def test_rubbish(clerk: User, changes: dict[str, Any], field: str) -> None:
    if "day" in changes:
        changes = {"day": clock.today() + timedelta(days=1)}
    with pytest.raises(Invalid) as refusal:
        casework.checked(clerk, **changes)
    assert refusal.value.field == field
    assert not CreditCheck.objects.exists()


def test_by_its_page(clerk: User, applicant: User, managing_body: Organization, signed_in: SignIn) -> None:
    """The address may name the code; nobody outside reads a check."""
    where = f"{reverse('registers:check_new')}?code={managing_body.credit_code}"
    browser = signed_in(clerk)
    assert managing_body.name_zh in browser.get(where).content.decode()
    typed = {
        "credit_code": managing_body.credit_code, "owner": "示例", "day": f"{clock.today()}",
        "source": "credit_china", "finding": "adverse", "words": "",
    }  # fmt: skip
    assert browser.post(where, typed | {"screenshot": factories.pdf()}).status_code == 422
    typed["words"] = "行政处罚"
    made = browser.post(where, typed | {"screenshot": factories.pdf()})
    check = CreditCheck.objects.get()
    assert made.headers["Location"] == check.get_absolute_url()
    shown = browser.get(check.get_absolute_url()).content.decode()
    assert "行政处罚" in shown
    assert signed_in(applicant).get(check.get_absolute_url()).status_code == 404
    assert "行政处罚" not in signed_in(applicant).get(reverse("registers:checks")).content.decode()
