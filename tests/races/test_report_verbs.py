"""Two at one report at one moment: begun once, saved once on what was read, handed in once, checked once, numbered in order."""

from functools import partial

import pytest

from program.journal.models import Verb
from program.people.models import Role, User
from program.reports import actions, rules
from program.reports.models import Piece, Report
from program.supervision.models import Obligation, Return
from tests import factories
from tests.indicators.casework import load
from tests.races import ON_POSTGRESQL, THREADS, at_once, came
from tests.races.situations import Office
from tests.races.table import Race, by_all, half, race, run_all
from tests.races.test_duty_verbs import WHY, lines
from tests.reports import casework

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]


def owed(on: Office) -> tuple[Obligation, User]:
    """A zone owes its report; its manager."""
    organization = factories.organization()
    manager = factories.member(organization, Role.MANAGER)
    return casework.owed(factories.zone(on.body, organization)), manager


@race
def begun_by_eight(on: Office) -> Race:
    duty, manager = owed(on)
    return Race(
        [partial(actions.begin, duty, by=manager)] * THREADS, Report.objects.filter(obligation=duty).count
    )


@race
def one_chapter_saved_by_eight(on: Office) -> Race:
    """Each on the revision that it read: the first is kept, the others are told."""
    duty, manager = owed(on)
    report = casework.begun(duty, manager)
    moves = [
        partial(actions.write, report, Piece.ENERGY, text=f"第{place}稿", revision=0, by=manager)
        for place in range(THREADS)
    ]
    return Race(moves, lambda: lines(duty, Verb.WRITE_REPORT))


@race
def handed_in_by_eight(on: Office) -> Race:
    duty, manager = owed(on)
    report = casework.filled(casework.begun(duty, manager), manager)
    seen = rules.frozen(casework.again(report))[1]
    move = partial(actions.hand_in, report, seen=seen, by=manager)
    return Race([move] * THREADS, Return.objects.filter(obligation=duty).count)


@race
def handed_in_against_a_chapter(on: Office) -> Race:
    """Whoever is first: what is handed in is what was read, or it is not handed in."""
    duty, manager = owed(on)
    report = casework.filled(casework.begun(duty, manager), manager)
    seen = rules.frozen(casework.again(report))[1]
    saving = partial(actions.write, report, Piece.ENERGY, text="另一稿", revision=1, by=manager)
    moves = half([partial(actions.hand_in, report, seen=seen, by=manager)] * THREADS, [saving] * THREADS)

    def effect() -> int:
        row = casework.again(report)
        return lines(duty, Verb.HAND_IN_RETURN) + int(casework.section(row, Piece.ENERGY).text == "另一稿")

    return Race(moves, effect)


@race
def discarded_against_handed_in(on: Office) -> Race:
    duty, manager = owed(on)
    report = casework.filled(casework.begun(duty, manager), manager)
    seen, saves = rules.frozen(casework.again(report))[1], rules.saves(report)
    drop = partial(actions.discard, report, seen=saves, by=manager)
    moves = half([drop] * THREADS, [partial(actions.hand_in, report, seen=seen, by=manager)] * THREADS)
    return Race(moves, lambda: lines(duty, Verb.HAND_IN_RETURN, Verb.DISCARD_REPORT))


@race
def accepted_against_returned(on: Office) -> Race:
    duty, manager = owed(on)
    report = casework.waiting(duty, manager)
    back = [partial(actions.send_back, report, [("energy", WHY)], by=by) for by in on.clerks]
    moves = half(by_all(actions.accept, report, on.clerks), back)
    return Race(moves, lambda: lines(duty, Verb.ACCEPT_RETURN, Verb.SEND_RETURN_BACK))


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    load()
    run_all(__name__, everybody, subtests)


def test_eight_reports_accepted_at_once_have_eight_numbers(everybody: Office) -> None:
    load()
    waiting = [casework.waiting(*owed(everybody)) for _ in range(THREADS)]
    moves = [
        partial(actions.accept, report, by=by) for report, by in zip(waiting, everybody.clerks, strict=True)
    ]
    assert came(at_once(*moves)) == {"done": THREADS}
    numbers = sorted(Report.objects.published().values_list("number", flat=True))
    assert numbers == [f"BG-2026-{place:04d}" for place in range(1, THREADS + 1)]


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_the_constraint_alone_holds(everybody: Office) -> None:
    """There is still one report; the losers meet an error of the database."""
    duty, manager = owed(everybody)
    answers = came(at_once(*[partial(actions.begin, duty, by=manager)] * THREADS))
    assert answers["IntegrityError"]
    assert Report.objects.filter(obligation=duty).count() == 1
