"""Who may not take part neither submits nor is accepted; what a credit check says is for the clerk to judge."""

import pytest
from django.urls import reverse

from program.applications import actions
from program.applications.models import Application
from program.people.models import User
from program.process.models import StageName
from program.refusals import Refused
from tests.applications import desk
from tests.conftest import SignIn
from tests.registers import casework

pytestmark = pytest.mark.django_db


def test_the_submit_page_says_why(
    written: Application, applicant: User, clerk: User, director: User, signed_in: SignIn
) -> None:
    held = casework.restricted(written.applicant.credit_code, clerk, director)
    browser, where = signed_in(applicant), reverse("applications:submit", args=[written.pk])
    page = browser.get(reverse("applications:answers", args=[written.pk])).content.decode()
    assert held.number in page
    assert where not in page
    refused = browser.post(where)
    assert (refused.status_code, written.versions.count()) == (409, 0)
    text = refused.content.decode()
    assert text.index(held.number) < text.index("<h2")
    casework.lifted(held, clerk, director)
    assert browser.post(where).status_code == 302


def test_an_adverse_check_stops_no_submission(written: Application, applicant: User, clerk: User) -> None:
    """It is told to nobody but the office."""
    casework.checked(clerk, written.applicant.credit_code, "行政处罚")
    desk.submit(written, by=applicant)
    assert written.stage == StageName.RECOMMENDATION


def test_restricted_meanwhile_it_is_not_accepted(
    recommended: Application, clerk: User, director: User, signed_in: SignIn
) -> None:
    code, browser = recommended.applicant.credit_code, signed_in(clerk)
    actions.confirm_sealed_page(recommended.latest_version().sealed_pages.get(), by=clerk)
    where, accept = (reverse(f"applications:{name}", args=[recommended.pk]) for name in ("check", "accept"))
    page = browser.get(where).content.decode()
    assert "No credit check has been entered yet." in page
    assert f"{reverse('registers:check_new')}?code={code}" in page
    check = casework.checked(clerk, code, "行政处罚")
    held = casework.restricted(code, clerk, director)
    page = browser.get(where).content.decode()
    assert all(text in page for text in (held.number, "行政处罚", check.get_absolute_url()))
    assert accept not in page
    assert browser.post(accept).status_code == 409
    with pytest.raises(Refused, match=held.number):
        actions.accept(recommended, by=clerk)
    casework.lifted(held, clerk, director)
    assert accept in browser.get(where).content.decode()
    actions.accept(recommended, by=clerk)
