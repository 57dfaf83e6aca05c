"""My work: what only this person can do stands there, with a link to where it is done; and what others do meanwhile."""

from datetime import timedelta

import pytest
from django.urls import reverse

from program import clock
from program.applications.models import Application
from program.calls import rules as calls
from program.calls.models import Call
from program.desk import office
from program.desk.work import Awaited, awaited_in, i_wait_for, waiting_for
from program.indicators import actions as indicators
from program.ledger import actions as ledger_verbs
from program.people.models import Role, User
from program.portal import actions as portal
from program.process.models import StageName
from program.rulesets import actions as rulesets
from program.rulesets import rules as rules_of_sets
from program.rulesets.models import Key
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn
from tests.indicators import casework
from tests.ledger import casework as ledger
from tests.portal import casework as news

pytestmark = pytest.mark.django_db


def lines(user: User) -> set[tuple[str, str]]:
    """(note, address) of everything that waits for the person."""
    return {(item.note, item.url) for item in waiting_for(User.objects.get(pk=user.pk))}


# ---------------------------------------------------------------- what was returned
def test_what_was_returned_to_a_zone_waits_for_it(
    zone: Zone, applicant: User, stranger: User, clerk: User, signed_in: SignIn
) -> None:
    """News and entries of the ledger; no longer once they are handed in again. Where it is mended stands why."""
    piece = portal.send_back(news.submitted(zone, applicant), reason="请改标题。", by=clerk)
    entry = ledger_verbs.send_back(ledger.submitted(zone, applicant), reason="请附证明。", by=clerk)
    waiting = {
        (f"{piece.number}: news, returned", piece.get_absolute_url()),
        (f"{entry.number}: entry of the work ledger, returned", entry.get_absolute_url()),
    }
    assert waiting <= lines(applicant)
    assert not {address for _note, address in waiting} & {address for _note, address in lines(stranger)}
    browser = signed_in(applicant)
    for where, why in (
        (reverse("portal:news_change", args=[piece.pk]), "请改标题。"),
        (reverse("ledger:change", args=[entry.pk]), "请附证明。"),
    ):
        assert why in browser.get(where).content.decode(), where
    portal.submit(piece, by=applicant)
    ledger_verbs.submit(entry, by=applicant)
    assert not waiting & lines(applicant)


# ---------------------------------------------------------------- the director
def test_a_drafted_rule_set_waits_for_a_director_who_had_no_hand_in_it(
    clerk: User, director: User, office: object
) -> None:
    rule_set = rulesets.draft(code="2026.1", title="示例", by=clerk)
    line = ("rule set to sign", reverse("rulesets:sign", args=[rule_set.pk]))
    assert lines(director) == {line}
    assert line not in lines(clerk)
    factories.grant(clerk, clerk.memberships.get().organization, director.memberships.get().role)  # type: ignore[arg-type]
    assert line not in lines(clerk)
    factories.grant(director, clerk.memberships.first().organization, clerk.memberships.first().role)  # type: ignore[arg-type, union-attr]
    changed = rules_of_sets.ruled(rule_set)
    days = changed[Key.CORRECTION_DAYS]._replace(value=changed[Key.CORRECTION_DAYS].value + 1)
    rulesets.change(rule_set, {Key.CORRECTION_DAYS: days}, by=director)
    assert line not in lines(director)


def test_drafted_sets_and_factors_wait_for_a_director_who_had_no_hand_in_them(
    clerk: User, director: User
) -> None:
    casework.load()
    chosen = casework.draft_of_office(clerk)
    casework.draft_of_factors(clerk)
    to_sign = {
        (
            "office_default.2 · indicator set to sign",
            reverse("indicators:set_sign", args=["office_default.2"]),
        ),
        ("factors.2 · factor set to sign", reverse("indicators:factors_sign", args=["factors.2"])),
    }
    assert lines(director) == to_sign
    assert lines(clerk) & to_sign == set()
    factories.grant(director, clerk.memberships.get().organization, clerk.memberships.get().role)  # type: ignore[arg-type]
    indicators.change_set(chosen, {"base_year": 2020}, {}, by=director)
    assert lines(director) & to_sign == {line for line in to_sign if line[0].startswith("factors")}


def test_a_complete_draft_of_a_call_waits_for_a_director(clerk: User, director: User) -> None:
    draft = factories.call(clerk, director, opened_by=None, opened_at=None)
    line = ("call to open", reverse("calls:detail", args=[draft.pk]))
    assert line in lines(director)
    assert line not in lines(clerk)
    draft.rubric.criteria.all().delete()
    assert line not in lines(director)


@pytest.mark.parametrize("lacking", ["nothing", "signature", "criteria", "time"])
def test_what_waits_to_be_opened_is_what_lacks_nothing(clerk: User, director: User, lacking: str) -> None:
    draft = factories.call(clerk, director, opened_by=None, opened_at=None)
    if lacking == "signature":
        draft.rule_set.signed_by = draft.rule_set.signed_at = None
        draft.rule_set.save()
    if lacking == "criteria":
        draft.rubric.criteria.all().delete()
    with clock.at(clock.now() + timedelta(days=31 if lacking == "time" else 30)):
        found = calls.gaps(Call.objects.get(pk=draft.pk), clock.today())
        assert (lacking == "nothing") == (not found) == Call.objects.to_open(clock.today()).exists()


def test_the_page_of_a_complete_draft_says_that_a_director_opens_it(
    clerk: User, director: User, signed_in: SignIn
) -> None:
    draft = factories.call(clerk, director, opened_by=None, opened_at=None)
    page = reverse("calls:detail", args=[draft.pk])
    sentence = "The draft is complete and waits for a director to open the call."
    assert sentence in signed_in(clerk).get(page).content.decode()
    assert sentence not in signed_in(director).get(page).content.decode()


# ---------------------------------------------------------------- the clerk
def test_a_call_is_closed_when_its_window_is_over_and_its_cases_are_decided(
    call: Call, case: Application, clerk: User
) -> None:
    line = (
        "all cases are decided: the call can be closed",
        reverse("calls:detail", args=[call.pk]),
    )
    with clock.at(call.recommend_until + timedelta(seconds=1)):
        assert line in lines(clerk)  # a draft ends with its call
        factories.rest_at(case, StageName.UNLISTED)
        assert line not in lines(clerk)
        Application.objects.filter(pk=case.pk).update(stage=StageName.REFUSED)
        assert line in lines(clerk)
        Call.objects.filter(pk=call.pk).update(closed_at=clock.now(), closed_by=clerk)
        assert line not in lines(clerk)
    Call.objects.filter(pk=call.pk).update(closed_at=None, closed_by=None)
    assert line not in lines(clerk)


# ---------------------------------------------------------------- what I wait for
def awaited_by(user: User) -> list[Awaited]:
    return awaited_in(i_wait_for(user), user)


def test_whom_an_applicant_waits_for_and_until_when(
    case: Application, applicant: User, clerk: User, signed_in: SignIn
) -> None:
    factories.move(case, StageName.FORMALITY_CHECK, by=clerk)
    (awaited,) = awaited_by(applicant)
    assert (awaited.who, awaited.due) == ("the special office", case.due)
    assert "d left" in signed_in(applicant).get("/desk/").content.decode()


def test_in_deliberation_nobody_outside_reads_a_holder_or_a_date(
    case: Application, applicant: User, clerk: User
) -> None:
    for stage in (StageName.DELIBERATION, StageName.UNLISTED):
        factories.rest_at(case, stage)
        Application.objects.filter(pk=case.pk).update(due=clock.now())
        (awaited,) = awaited_by(User.objects.get(pk=applicant.pk))
        assert (awaited.who, awaited.due) == ("", None)


# ---------------------------------------------------------------- many matters
def test_many_matters_come_by_pages(
    clerk: User, director: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("program.desk.views.desk.MATTERS", 1)
    first, second = (rulesets.draft(code=code, title="示例", by=clerk) for code in ("2026.1", "2026.2"))
    addresses = [reverse("rulesets:sign", args=[drafted.pk]) for drafted in (first, second)]
    browser = signed_in(director)
    shown = [browser.get(f"/desk/{query}").content.decode() for query in ("", "?page=2")]
    assert [[address in page for address in addresses] for page in shown] == [[True, False], [False, True]]
    assert 'href="?page=2"' in shown[0]
    assert {item.url for item in waiting_for(director)} == set(addresses)


def test_who_has_more_than_the_desk_shows_is_led_to_the_list(
    case: Application, clerk: User, applicant: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.rest_at(case, StageName.FORMALITY_CHECK)
    Application.objects.update(waiting_role=Role.CLERK)
    more = "The most urgent stand here."
    assert more not in signed_in(clerk).get("/desk/").content.decode()
    monkeypatch.setattr(office, "MOST", 1)
    assert more in signed_in(clerk).get("/desk/").content.decode()
    # The list of cases is the office's: whoever else has more finds it on the next pages.
    Application.objects.update(waiting_role=Role.MANAGER, waiting_org=case.applicant)
    assert more not in signed_in(applicant).get("/desk/").content.decode()


# ---------------------------------------------------------------- ways
def test_an_applicant_finds_its_own_cases(case: Application, applicant: User, signed_in: SignIn) -> None:
    page = signed_in(applicant).get("/desk/").content.decode()
    assert '<a href="/applications/">My cases</a>' in page
    Application.objects.filter(pk=case.pk).update(stage=StageName.REFUSED, outcome="refused")
    assert case.number in signed_in(applicant).get("/applications/").content.decode()


def test_the_clockwork_is_always_linked_for_those_who_read_it(
    clerk: User, director: User, admin: User, auditor: User, supervisor: User, expert: User, signed_in: SignIn
) -> None:
    linked = {
        person.username
        for person in (clerk, director, admin, auditor, supervisor, expert)
        if reverse("desk:clockwork") in signed_in(person).get("/desk/").content.decode()
    }
    assert linked == {"clerk", "director", "admin", "auditor"}


def test_the_security_administrator_reads_what_the_role_is_for(security: User, signed_in: SignIn) -> None:
    page = signed_in(security).get("/desk/").content.decode()
    assert "you confirm and end the roles of the office" in page
    assert f'<a class="move quiet" href="{reverse("people:members")}">' in page
