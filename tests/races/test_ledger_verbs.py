"""Two at the ledger at one moment: one verdict, one correction, one entry of the same work."""

from collections import Counter
from functools import partial
from typing import Any

import pytest

from program.journal.models import Line, Verb
from program.ledger import actions
from program.ledger.models import LedgerEntry, State
from program.people.models import Role, User
from program.zones.models import Zone
from tests import factories
from tests.ledger import casework
from tests.races import ON_POSTGRESQL, THREADS
from tests.races.situations import NUMBERS, Office
from tests.races.table import Race, by_all, half, race, run_all

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
WHY = "经核实。"


def lines(entry: Any, *verbs: Verb) -> int:
    return Line.objects.filter(verb__in=verbs, subject=str(entry)).count()


def park(on: Office) -> tuple[Zone, list[User]]:
    """A zone with eight managers."""
    organization = factories.organization()
    managers = [factories.member(organization, Role.MANAGER) for _ in range(THREADS)]
    return factories.zone(on.body, organization), managers


@race
def taken_in_against_returned(on: Office) -> Race:
    zone, managers = park(on)
    entry = casework.submitted(zone, managers[0])
    verdicts = half(
        by_all(actions.accept, entry, on.clerks), by_all(actions.send_back, entry, on.clerks, reason=WHY)
    )
    return Race(verdicts, lambda: lines(entry, Verb.ACCEPT_WORK, Verb.RETURN_WORK))


@race
def submitted_against_withdrawn(on: Office) -> Race:
    zone, managers = park(on)
    entry = casework.entered(zone, managers[0])
    moves = half(by_all(actions.submit, entry, managers), by_all(actions.withdraw, entry, managers))
    return Race(moves, lambda: lines(entry, Verb.SUBMIT_WORK, Verb.WITHDRAW_WORK))


@race
def corrected(on: Office) -> Race:
    zone, managers = park(on)
    entry = casework.accepted(zone, managers[0], on.clerk)
    return Race(by_all(actions.correct, entry, managers), LedgerEntry.objects.filter(supersedes=entry).count)


@race
def a_correction_taken_in_against_the_old_one_struck_out(on: Office) -> Race:
    """Whichever comes first: the old one does not count any more, for one reason."""
    zone, managers = park(on)
    entry = casework.accepted(zone, managers[0], on.clerk)
    fix = actions.submit(actions.correct(entry, by=managers[0]), by=managers[0])
    moves = half(
        by_all(actions.accept, fix, on.clerks), by_all(actions.strike_out, entry, on.clerks, reason=WHY)
    )
    ended = [State.CORRECTED, State.STRUCK_OUT]
    return Race(
        moves, lambda: lines(entry, Verb.STRIKE_WORK) + LedgerEntry.objects.filter(pk=fix.pk, state=State.ACCEPTED).count()
        if LedgerEntry.objects.filter(pk=entry.pk, state__in=ended).exists() else 0,
    )  # fmt: skip


@race
def the_same_file_taken_in(on: Office) -> Race:
    """Somebody clicks twice, or two colleagues hand in one file: its rows are entered once."""
    zone, managers = park(on)
    title = f"论坛{next(NUMBERS)}"
    rows = [casework.values(title=title), casework.values(title=f"{title}二")]
    moves = [partial(actions.enter_many, zone, rows, by=by) for by in managers]
    entered = LedgerEntry.objects.filter(zone=zone)
    return Race(moves, lambda: entered.count() // 2, [Counter(done=1, Invalid=THREADS - 1)])


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)
