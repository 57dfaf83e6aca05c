"""The journal's page: everything for the auditor, accounts and roles for the security administrator, nothing for others."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.db import transaction
from django.test import Client

from program import clock
from program.applications.models import Application
from program.desk.views import journal as views
from program.exports import actions as exports
from program.exports.models import Form
from program.journal.models import ACCOUNT_VERBS, Audience, Line, Verb
from program.journal.steps import record
from program.people.models import User
from program.refusals import NotYours
from tests.conftest import SignIn
from tests.conventions.test_code import CODE

pytestmark = pytest.mark.django_db
PAGE, EXPORT = "/desk/journal/", "/desk/journal/export/"
DAYS = [datetime(2026, 3, day, 23, 59, 59, 999_999, tzinfo=clock.BEIJING) for day in (1, 2, 3)]


@pytest.fixture(autouse=True)
def _told(case: Application, clerk: User, applicant: User, security: User) -> Iterator[None]:
    """One thing a day: on a case, on rules, on an account."""
    office = {"audience": Audience.OFFICE}
    with transaction.atomic():
        with clock.at(DAYS[0]):
            record(
                Verb.SUBMIT, by=applicant, subject=case, application=case, on_behalf="示例管委会", version=1
            )
        with clock.at(DAYS[1]):
            record(Verb.SIGN_RULES, by=clerk, subject="=R-100%", **office)  # type: ignore[arg-type]
        with clock.at(DAYS[2]):
            record(Verb.RESET_FACTORS, by=security, subject="clerk", reason="came in person", **office)  # type: ignore[arg-type]
    with clock.at(DAYS[2] + timedelta(hours=1)):
        yield


def listed(browser: Client, query: str = "") -> list[str]:
    """The verbs on the page, from above."""
    response = browser.get(PAGE + query)
    assert response.status_code == 200
    return [row.record.verb for row in response.context["table"].paginated_rows]


def exported(browser: Client, query: str = "") -> list[list[str]]:
    """The rows of the file, without its head and the head of the chain."""
    response = browser.post(EXPORT + query)
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))[1:-1]


def test_the_auditor_reads_everything_newest_first(
    auditor: User, case: Application, signed_in: SignIn
) -> None:
    browser = signed_in(auditor)
    assert listed(browser) == [Verb.RESET_FACTORS, Verb.SIGN_RULES, Verb.SUBMIT]
    page = browser.get(PAGE).content.decode()
    assert f'<a href="{case.get_absolute_url()}">{case}</a>' in page
    assert "示例管委会" in page
    assert "came in person" in page
    assert 'href="/desk/journal/" aria-current="page"' in page


def test_the_security_administrator_reads_of_accounts_and_roles_alone(
    security: User, case: Application, signed_in: SignIn
) -> None:
    browser = signed_in(security)
    for query in ("", "?verb=submit", f"?subject={case}", "?person=applicant", "?since=2026-03-01"):
        assert set(listed(browser, query)) <= {Verb.RESET_FACTORS}
    assert listed(browser) == [Verb.RESET_FACTORS]
    assert [row[4] for row in exported(browser)] == [Verb.RESET_FACTORS]
    assert 'value="sign_rules"' not in browser.get(PAGE).content.decode()


def test_nobody_else_knows_of_it(
    clerk: User, director: User, admin: User, supervisor: User, applicant: User, recommender: User, expert: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    for person in (clerk, director, admin, supervisor, applicant, recommender, expert):
        browser = signed_in(person)
        assert [browser.get(PAGE).status_code, browser.post(EXPORT).status_code] == [404, 404]
        with pytest.raises(NotYours):
            exports.take_out(views.JOURNAL, Form.CSV, question="", rows=1, by=person)
        assert f'href="{PAGE}"' not in browser.get("/profile/").content.decode()
    assert not Line.objects.filter(verb=Verb.EXPORT).exists()


FILTERS: dict[str, list[Verb]] = {
    "verb=sign_rules": [Verb.SIGN_RULES],
    "person=APPLICANT": [Verb.SUBMIT],  # a user name
    "person=Cler": [Verb.SIGN_RULES],  # a part of a name
    "person=nobody": [],
    "subject=%3DR-": [Verb.SIGN_RULES],
    "subject=R-": [],  # its beginning, not its middle
    "subject=%25": [],
    "since=2026-03-02": [Verb.RESET_FACTORS, Verb.SIGN_RULES],
    "until=2026-03-02": [Verb.SIGN_RULES, Verb.SUBMIT],
    "since=2026-03-02&until=2026-03-02": [Verb.SIGN_RULES],
    "since=2026-03-02&verb=submit": [],
}


def test_it_is_narrowed_down(auditor: User, signed_in: SignIn) -> None:
    """The page, and the file; of the days before this one, because an export is a line, too."""
    browser = signed_in(auditor)
    for query, expected in FILTERS.items():
        address = f"?{query}" if "until" in query else f"?{query}&until=2026-03-03"
        assert listed(browser, address) == expected, query
        assert [row[4] for row in exported(browser, address)] == expected[::-1], query


def test_what_cannot_be_read_is_said_and_takes_nothing_out(auditor: User, signed_in: SignIn) -> None:
    browser = signed_in(auditor)
    for query in ("since=x", "since=0001-01-01", "until=9999-12-31", "verb=none"):
        assert "invalid-feedback" in browser.get(f"{PAGE}?{query}").content.decode()
        assert browser.post(f"{EXPORT}?{query}").status_code == 400
    for other in ("sort=-facts", "facts__reason=x", "audience=office"):
        assert browser.get(f"{PAGE}?{other}").status_code == 400
    assert not Line.objects.filter(verb=Verb.EXPORT).exists()


def test_taking_lines_out_is_a_line_and_no_spreadsheet_runs_one(auditor: User, signed_in: SignIn) -> None:
    rows = exported(signed_in(auditor), "?since=2026-03-02")
    assert [(row[4], row[6]) for row in rows] == [
        (Verb.SIGN_RULES, "'=R-100%"),
        (Verb.RESET_FACTORS, "clerk"),
    ]
    line = Line.objects.get(verb=Verb.EXPORT)
    assert (line.actor, line.subject, line.facts) == (auditor, "journal since=2026-03-02", {"rows": 2})
    assert line.audience == Audience.OFFICE


def test_it_is_paged_and_very_long_lists_are_cut(
    auditor: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(auditor)
    monkeypatch.setattr(views, "PAGE", 2)
    assert [listed(browser, f"?page={page}") for page in (1, 2)] == [
        [Verb.RESET_FACTORS, Verb.SIGN_RULES],
        [Verb.SUBMIT],
    ]
    assert "Only the newest" not in browser.get(PAGE).content.decode()
    monkeypatch.setattr(views, "LINES", 2)
    assert "Only the newest 2 lines are listed here." in browser.get(PAGE).content.decode()
    assert listed(browser, "?page=2") == [Verb.RESET_FACTORS, Verb.SIGN_RULES]  # there is one page
    monkeypatch.setattr(views, "MOST", 2)
    response = browser.post(EXPORT)
    assert (response.status_code, "More than 2 lines" in response.content.decode()) == (409, True)
    assert len(exported(browser, "?since=2026-03-02")) == 2


def test_every_verb_on_accounts_and_roles_is_the_security_administrators() -> None:
    """What `people` does; and joining, which makes the first manager of an organisation."""
    said = " ".join(text for name, text in CODE.items() if name.startswith("program/people/actions/"))
    done = {verb for verb in Verb if f"Verb.{verb.name}," in said.replace("\n", "")}
    assert done | {Verb.ONBOARD} == ACCOUNT_VERBS
