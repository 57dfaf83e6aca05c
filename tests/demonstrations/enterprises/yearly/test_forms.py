"""The life of a form: filled in, handed in, checked, accepted, returned, corrected; by whom not, twice, too late."""

import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from demonstrations.enterprises.yearly import actions, rules
from demonstrations.enterprises.yearly.models import AcceptedForm, State, YearlyFigures, YearlyForm
from program import clock
from program.decisions.models import Designation
from program.journal.models import Line, Verb
from program.notify.models import Text
from program.people.models import Organization, Role, User
from program.refusals import Incomplete, Invalid, NotYours, SomebodyWasFaster
from tests import factories
from tests.demonstrations.enterprises.yearly import casework
from tests.demonstrations.enterprises.yearly.casework import WHY, figures, on, seen, stands

pytestmark = pytest.mark.django_db


def fields(refused: "pytest.ExceptionInfo[Any]") -> set[str]:
    return {field for field, _sentence in refused.value.findings}


def test_from_the_enterprise_by_its_zone_to_the_office(
    form: YearlyForm, contact: User, manager: User, reviewer: User, clerk: User
) -> None:
    """The contact fills it in, the manager hands it in, the zone passes it on, the clerk accepts; each is told."""
    form = casework.filled(form, contact)
    form = actions.submit(form, by=manager, seen=form.revision)
    assert reviewer.inbox.filter(text=Text.FORM_TO_CHECK).count() == 1
    form = actions.pass_on(form, by=reviewer, seen=form.revision)
    kept = actions.accept(form, by=clerk, seen=form.revision)
    assert stands(form) == State.ACCEPTED
    assert contact.inbox.filter(text=Text.FORM_ACCEPTED).count() == 1
    assert kept.sha256 == hashlib.sha256(kept.content.encode()).hexdigest()
    assert kept.data["figures"]["energy"] == "1250.500"
    assert kept.content == json.dumps(kept.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    verbs = list(Line.objects.filter(subject=form.number).order_by("pk").values_list("verb", flat=True))
    assert verbs == [Verb.FILL_FORM, Verb.SUBMIT_FORM, Verb.PASS_FORM, Verb.ACCEPT_FORM]


def test_what_was_accepted_is_frozen(form: YearlyForm, manager: User, reviewer: User, clerk: User) -> None:
    kept = casework.accepted(form, manager, reviewer, clerk)
    with pytest.raises(DatabaseError), transaction.atomic():
        AcceptedForm.objects.filter(pk=kept.pk).update(content="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.delete()


# ---------------------------------------------------------------- by whom not
def test_nobody_else_fills_it_in_or_hands_it_in(
    form: YearlyForm, contact: User, reviewer: User, clerk: User, other_reviewer: User
) -> None:
    for stranger in (reviewer, clerk, other_reviewer):
        with pytest.raises(NotYours):
            actions.fill(form, casework.values(), by=stranger, seen=form.revision)
    filled = casework.filled(form, contact)
    with pytest.raises(NotYours):
        actions.submit(filled, by=contact, seen=filled.revision)  # the manager does
    assert stands(form) == State.OWED


def test_only_its_own_zone_checks_and_only_a_clerk_accepts(
    form: YearlyForm, manager: User, reviewer: User, other_reviewer: User, director: User, clerk: User
) -> None:
    form = casework.submitted(form, manager)
    for stranger in (other_reviewer, manager, director, clerk):
        with pytest.raises(NotYours):
            actions.pass_on(form, by=stranger, seen=form.revision)
        with pytest.raises(NotYours):
            actions.send_back(form, reason=WHY, by=stranger, seen=form.revision)
    form = actions.pass_on(form, by=reviewer, seen=form.revision)
    for stranger in (reviewer, manager, director):
        with pytest.raises(NotYours):
            actions.accept(form, by=stranger, seen=form.revision)
    assert stands(form) == State.PASSED


def test_whoever_filled_it_in_does_not_check_it(
    form: YearlyForm, manager: User, reviewer: User, clerk: User, firm: Organization, office: Organization
) -> None:
    """Somebody works for the enterprise, for the zone and for the office: one hand is enough to be kept from the next step."""
    factories.grant(reviewer, firm, Role.CONTACT)
    factories.grant(manager, office, Role.CLERK)
    form = casework.filled(form, reviewer)
    form = actions.submit(form, by=manager, seen=form.revision)
    with pytest.raises(NotYours, match="does not check"):
        actions.pass_on(form, by=reviewer, seen=form.revision)
    YearlyForm.objects.filter(pk=form.pk).update(state=State.PASSED, passed_by=clerk, passed_at=clock.now())
    with pytest.raises(NotYours, match="does not check"):
        actions.accept(form, by=manager, seen=form.revision)
    with pytest.raises(IntegrityError, match="yearly_form_passed_by_another"), transaction.atomic():
        YearlyForm.objects.filter(pk=form.pk).update(passed_by=manager)


# ---------------------------------------------------------------- twice, and from an old page
def test_from_an_old_page_nothing_is_done(form: YearlyForm, manager: User, contact: User) -> None:
    old = form.revision
    casework.filled(form, contact, employees=300)
    with pytest.raises(SomebodyWasFaster):
        actions.fill(form, casework.values(employees=1), by=manager, seen=old)
    with pytest.raises(SomebodyWasFaster):
        actions.submit(form, by=manager, seen=old)
    assert figures(form).employees == 300
    assert Line.objects.filter(verb=Verb.FILL_FORM).count() == 1


def test_each_step_is_done_once(form: YearlyForm, manager: User, reviewer: User, clerk: User) -> None:
    form = casework.submitted(form, manager)
    with pytest.raises(SomebodyWasFaster):
        actions.submit(form, by=manager, seen=form.revision)
    with pytest.raises(SomebodyWasFaster):
        actions.fill(form, casework.values(), by=manager, seen=form.revision)
    seen_by_two = form.revision
    actions.pass_on(form, by=reviewer, seen=seen_by_two)
    with pytest.raises(SomebodyWasFaster):
        actions.send_back(form, reason=WHY, by=reviewer, seen=seen_by_two)
    now = seen(form).revision
    actions.accept(form, by=clerk, seen=now)
    with pytest.raises(SomebodyWasFaster):
        actions.accept(form, by=clerk, seen=now)
    with pytest.raises(SomebodyWasFaster):
        actions.return_items(form, {"": WHY}, by=clerk, seen=now)
    assert AcceptedForm.objects.count() == 1


# ---------------------------------------------------------------- too late
def test_after_its_day_it_is_taken_and_said_to_be_late(form: YearlyForm, manager: User) -> None:
    """…and the zone has the working days of a formality check, where its own day would be over."""
    with on(date(2026, 5, 11)):
        assert YearlyForm.objects.late(clock.now()).get() == form
        form = casework.submitted(form, manager)
        assert form.was_late
        assert form.check_due == clock.end_of(date(2026, 5, 18))
        assert not YearlyForm.objects.late(clock.now()).exists()
        found = rules.tally(YearlyForm.objects.all(), clock.now())
    assert (found.rate, found.punctuality) == (100, 0)


def test_on_its_last_moment_it_is_in_time(form: YearlyForm, manager: User) -> None:
    with clock.at(form.due):
        assert not casework.submitted(form, manager).was_late
    with clock.at(form.due + timedelta(microseconds=1)):
        assert not YearlyForm.objects.late(clock.now()).exists()


# ---------------------------------------------------------------- what does not fit
def test_what_is_missing_is_said_at_its_field(form: YearlyForm, manager: User) -> None:
    with pytest.raises(Incomplete) as refused:
        actions.submit(form, by=manager, seen=form.revision)
    assert fields(refused) == {
        "output", "revenue", "green_revenue", "rd_spend", "employees", "rd_staff", "energy", "co2", "water", "patents",
        "standards", "clients", "clients_energy", "clients_co2", "renamed", "refocused", "restructured", "accident",
        "penalised",
    }  # fmt: skip
    assert stands(form) == State.OWED
    assert not Line.objects.filter(verb=Verb.SUBMIT_FORM).exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"green_revenue": Decimal(30001)}, "green_revenue"),
        ({"rd_spend": Decimal("30000.01")}, "rd_spend"),
        ({"rd_staff": 261}, "rd_staff"),
        ({"clients": 0, "clients_co2": Decimal(0)}, "clients_energy"),
        ({"accident": "yes", "accident_note": "  "}, "accident_note"),
        ({"penalised": ""}, "penalised"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    form: YearlyForm, manager: User, changed: dict[str, Any], field: str
) -> None:
    form = casework.filled(form, manager, **changed)
    with pytest.raises(Incomplete) as refused:
        actions.submit(form, by=manager, seen=form.revision)
    assert fields(refused) == {field}


def test_a_jump_against_last_year_is_explained(
    held: Designation, firm: Organization, manager: User, reviewer: User, clerk: User
) -> None:
    """More than three times last year's, or less than a third of it, by the rules."""
    casework.accepted(
        casework.arisen(firm, 2024),
        manager,
        reviewer,
        clerk,
        revenue=Decimal(10000),
        green_revenue=Decimal(8000),
    )
    form = casework.arisen(firm, 2025)
    form = casework.filled(form, manager, revenue=Decimal("30000.01"), water=Decimal(5999))
    with pytest.raises(Incomplete) as refused:
        actions.submit(form, by=manager, seen=form.revision)
    assert fields(refused) == {"revenue", "water"}
    assert "10000" in str(refused.value)
    form = casework.filled(form, manager, revenue=Decimal(30000), water=Decimal(6000))
    assert rules.findings(figures(form), rules.before(form), 3) == []
    form = casework.filled(form, manager, revenue=Decimal(99000), explanation="并表新设子公司。")
    actions.submit(form, by=manager, seen=form.revision)
    assert stands(form) == State.SUBMITTED


def test_rubbish_does_not_reach_the_database(form: YearlyForm) -> None:
    for column, value in (("revenue", -1), ("employees", 2_000_001), ("patents", -1)):
        with pytest.raises(IntegrityError, match=f"enterprises_yearlyfigures_{column}"), transaction.atomic():
            YearlyFigures.objects.filter(form=form).update(**{column: value})


# ---------------------------------------------------------------- returned
def test_the_zone_returns_it_with_a_reason(form: YearlyForm, manager: User, reviewer: User) -> None:
    form = casework.submitted(form, manager)
    with pytest.raises(Incomplete):
        actions.send_back(form, reason="  ", by=reviewer, seen=form.revision)
    actions.send_back(form, reason=WHY, by=reviewer, seen=form.revision)
    form = seen(form)
    assert (form.state, form.again_due) == (State.RETURNED, clock.end_of(date(2026, 3, 31)))
    told = manager.inbox.get(text=Text.FORM_RETURNED)
    assert (told.facts["count"], told.facts["due"]) == ("1", "2026-03-31")
    again = casework.submitted(form, manager)
    assert (again.again_due, again.remarks.get().is_open) == (None, False)


def test_the_office_returns_it_by_item_and_the_zone_checks_it_again(
    form: YearlyForm, manager: User, reviewer: User, clerk: User
) -> None:
    """Ten working days to change it, from the day after."""
    form = casework.passed(form, manager, reviewer)
    with pytest.raises(Invalid):
        actions.return_items(form, {"shoe_size": WHY}, by=clerk, seen=form.revision)
    with pytest.raises(Incomplete):
        actions.return_items(form, {"energy": " "}, by=clerk, seen=form.revision)
    with on(date(2026, 4, 20)):
        actions.return_items(form, {"energy": WHY, "": "请补充证明材料。"}, by=clerk, seen=form.revision)
        form = seen(form)
        assert form.again_due == clock.end_of(date(2026, 5, 7))
        assert set(form.remarks.values_list("item", flat=True)) == {"", "energy"}
    with on(date(2026, 5, 8)):
        assert YearlyForm.objects.late(clock.now()).exists()
        form = casework.submitted(form, manager)
        assert form.was_late
    assert (form.state, form.passed_by) == (State.SUBMITTED, None)


# ---------------------------------------------------------------- corrected
def test_a_correction_is_a_new_version_beside_the_old(
    form: YearlyForm, manager: User, contact: User, reviewer: User, clerk: User
) -> None:
    first = casework.accepted(form, manager, reviewer, clerk)
    now = seen(form)
    for stranger in (contact, reviewer, clerk):
        with pytest.raises(NotYours):
            actions.correct(now, reason=WHY, by=stranger, seen=now.revision)
    actions.correct(now, reason=WHY, by=manager, seen=now.revision)
    with pytest.raises(SomebodyWasFaster):
        actions.correct(now, reason=WHY, by=manager, seen=now.revision)
    assert (stands(form), seen(form).version) == (State.CORRECTING, 2)
    assert rules.accepted_years([form.organization_id]) == {form.organization_id: [2025]}
    second = casework.accepted(form, manager, reviewer, clerk, employees=275)
    assert list(form.accepted.values_list("version", flat=True)) == [2, 1]
    assert (first.data["figures"]["employees"], second.data["figures"]["employees"]) == (260, 275)


@pytest.mark.parametrize("returned", [False, True])
def test_a_correction_that_is_given_up_leaves_what_was_accepted(
    form: YearlyForm, manager: User, reviewer: User, clerk: User, returned: bool
) -> None:
    """Also after the zone has sent it back."""
    casework.accepted(form, manager, reviewer, clerk)
    now = seen(form)
    actions.correct(now, reason=WHY, by=manager, seen=now.revision)
    casework.filled(form, manager, employees=1000, accident="yes", accident_note="x")
    if returned:
        sent = casework.submitted(form, manager, employees=300)
        actions.send_back(sent, reason=WHY, by=reviewer, seen=sent.revision)
    actions.drop(form, by=manager, seen=seen(form).revision)
    now = seen(form)
    assert (now.state, now.version, now.passed_by) == (State.ACCEPTED, 1, reviewer)
    assert (figures(form).employees, figures(form).accident) == (260, "no")
    assert figures(form).energy == Decimal("1250.5")
    assert not now.remarks.filter(is_open=True).exists()


def test_what_was_never_accepted_is_not_given_up(form: YearlyForm, manager: User) -> None:
    with pytest.raises(Invalid):
        actions.drop(form, by=manager, seen=form.revision)


def test_killed_half_way_nothing_is_accepted(
    form: YearlyForm, manager: User, reviewer: User, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = casework.passed(form, manager, reviewer)

    def die(*_given: Any, **_more: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("demonstrations.enterprises.yearly.actions.checking.steps.tell_enterprise", die)
    with pytest.raises(KeyboardInterrupt):
        actions.accept(form, by=clerk, seen=form.revision)
    assert (stands(form), AcceptedForm.objects.count()) == (State.PASSED, 0)
