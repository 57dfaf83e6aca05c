"""Two at the registers at one moment: one signature, one lifting, one verdict."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from program import clock
from program.journal.models import Line, Verb
from program.people.models import Role
from program.registers import actions, steps
from program.registers.models import ExitKind, Restriction, RestrictionLifting
from program.zones.models import Zone
from tests import factories
from tests.races import ON_POSTGRESQL
from tests.races.situations import NUMBERS, Office
from tests.races.table import Race, by_all, half, race, run_all
from tests.registers import casework

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
WHY = "经核实。"


def lines(thing: Any, *verbs: Verb) -> int:
    return Line.objects.filter(verb__in=verbs, subject=str(thing)).count()


def drafted(on: Office) -> Restriction:
    return casework.drafted(on.clerk, factories.credit_code(), f"决{next(NUMBERS)}号")


def in_force(on: Office) -> Restriction:
    signed: Restriction = actions.sign(drafted(on), by=on.director)
    return signed


@race
def signed_against_discarded(on: Office) -> Race:
    entry = drafted(on)
    return Race(
        half(by_all(actions.sign, entry, on.directors), by_all(actions.discard, entry, on.clerks)),
        lambda: lines(entry, Verb.SIGN_ENTRY, Verb.DISCARD_ENTRY),
    )


@race
def draft_lifting(on: Office) -> Race:
    entry = in_force(on)
    moves = [
        lambda by=by: actions.draft_lifting(entry, casework.given("9号"), reason=WHY, by=by)
        for by in on.clerks
    ]
    return Race(moves, RestrictionLifting.objects.filter(entry=entry).count)


@race
def lifted_by_hand_against_a_measure(on: Office) -> Race:
    """The director signs the lifting, and supervision reverses its measure: it is lifted once."""
    entry = in_force(on)
    actions.draft_lifting(entry, casework.given("9号"), reason=WHY, by=on.clerk)

    def reverse() -> None:
        with transaction.atomic():
            basis = casework.basis(on.clerk, "10号")
            steps.lift(entry, basis=basis, reason=WHY, drafted_by=on.clerk, signed_by=on.director)

    signed = by_all(actions.sign_lifting, entry, on.directors)
    return Race(half(signed, [reverse] * len(signed)), lambda: lines(entry, Verb.SIGN_LIFTING))


@race
def reviewed_against_withdrawn(on: Office) -> Race:
    organization = factories.organization()
    manager = factories.member(organization, Role.MANAGER)
    zone: Zone = factories.zone(on.body, organization)
    casework.checked(on.clerk, organization.credit_code)
    project = casework.under_review(zone, manager)
    gone = [
        lambda: actions.let_out(
            project, ExitKind.WITHDRAWN, day=clock.today() - timedelta(days=1), reason=WHY, by=manager
        )
    ] * 8
    # Admitted and then withdrawn, or withdrawn at once: it is out in the end.
    return Race(
        half(by_all(actions.admit, project, on.clerks), gone),
        lambda: lines(project, Verb.LET_PROJECT_OUT),
        [Counter(done=1, faster=7), Counter(done=2, faster=6)],
    )


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)
