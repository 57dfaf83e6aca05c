"""Two at one moment: a form arises once, goes one way, is accepted once, and becomes one lead."""

from datetime import date
from functools import partial

import pytest

from demonstrations.enterprises.yearly import actions
from demonstrations.enterprises.yearly.models import AcceptedForm, State, YearlyForm
from program import clock
from program.decisions.models import Designation
from program.journal.models import Line, Verb
from program.measures.models import Lead
from program.people.models import Role, User
from program.rulesets.rules import Calendar
from program.zones.models import Zone
from tests import factories
from tests.demonstrations.enterprises.yearly import casework
from tests.demonstrations.enterprises.yearly.casework import WHY
from tests.races import EVERYBODY, ON_POSTGRESQL, THREADS
from tests.races.situations import Office
from tests.races.table import Race, by_all, half, race, run_all

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]


def certified(on: Office) -> tuple[Zone, Designation, list[User], list[User]]:
    """A certificate since 2024; eight who manage the enterprise, and eight who check for its zone."""
    body = factories.organization()
    zone = factories.zone(on.body, body)
    firm = factories.firm(zone)
    call = factories.call(on.clerk, on.directors[0], track="leading_enterprise", recommendation_quota=5)
    held = casework.certified(call, zone, on.clerk, firm)
    managers = [factories.member(firm, Role.MANAGER) for _ in range(THREADS)]
    return zone, held, managers, [factories.member(body, Role.ZONE_REVIEWER) for _ in range(THREADS)]


@race
def arisen_by_eight_sweeps(on: Office) -> Race:
    """All end well, one form is there."""
    _zone, held, _managers, _reviewers = certified(on)

    def sweep() -> int:
        with clock.at(clock.start_of(date(2026, 1, 5))):
            return actions.arise(2025, None, Calendar())

    return Race(
        [sweep] * THREADS, YearlyForm.objects.filter(organization=held.organization).count, [EVERYBODY]
    )


@race
def filled_in_by_all(on: Office) -> Race:
    zone, held, managers, _reviewers = certified(on)
    form = casework.made(held.organization, held, zone, 2025)
    moves = [partial(actions.fill, form, casework.values(), by=by, seen=1) for by in managers]
    return Race(moves, Line.objects.filter(verb=Verb.FILL_FORM, subject=form.number).count)


@race
def handed_in_by_all(on: Office) -> Race:
    zone, held, managers, _reviewers = certified(on)
    form = casework.filled(casework.made(held.organization, held, zone, 2025), managers[0])
    moves = by_all(actions.submit, form, managers, seen=form.revision)
    return Race(moves, Line.objects.filter(verb=Verb.SUBMIT_FORM, subject=form.number).count)


@race
def passed_on_against_returned(on: Office) -> Race:
    zone, held, managers, reviewers = certified(on)
    form = casework.submitted(casework.made(held.organization, held, zone, 2025), managers[0])
    moves = half(
        by_all(actions.pass_on, form, reviewers, seen=form.revision),
        by_all(actions.send_back, form, reviewers, seen=form.revision, reason=WHY),
    )
    gone = YearlyForm.objects.filter(pk=form.pk, state__in=[State.PASSED, State.RETURNED])
    return Race(moves, gone.count)


@race
def accepted_against_returned(on: Office) -> Race:
    zone, held, managers, reviewers = certified(on)
    form = casework.passed(casework.made(held.organization, held, zone, 2025), managers[0], reviewers[0])
    moves = half(
        by_all(actions.accept, form, on.clerks, seen=form.revision),
        by_all(partial(actions.return_items, remarks={"": WHY}), form, on.clerks, seen=form.revision),
    )

    def effect() -> int:
        returned = YearlyForm.objects.filter(pk=form.pk, state=State.RETURNED).count()
        return returned + AcceptedForm.objects.filter(form=form).count()

    return Race(moves, effect)


@race
def taken_up_by_all(on: Office) -> Race:
    zone, held, _managers, _reviewers = certified(on)
    casework.made(held.organization, held, zone, 2023)
    form = casework.made(held.organization, held, zone, 2024)
    moves = by_all(actions.take_up, form, on.clerks)
    return Race(moves, Lead.objects.filter(credit_code=held.organization.credit_code).count)


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)
