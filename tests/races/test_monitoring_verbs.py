"""Two at schemes and evaluations at one moment: one draft, one change, one signature, one computation; one alert a cause."""

from collections import Counter
from functools import partial
from itertools import cycle
from typing import Any

import pytest

from program.journal.models import Line, Verb
from program.monitoring import actions
from program.monitoring.models import MonitoringRun, Scheme
from program.monitoring.rules import Wanted
from program.rulesets.models import Level
from program.supervision.models import Alert, AlertRule
from program.zones.models import Zone
from tests import factories
from tests.monitoring import casework
from tests.races import EVERYBODY, ON_POSTGRESQL, THREADS, at_once, came
from tests.races.situations import NUMBERS, Office
from tests.races.table import Race, by_all, half, race, run_all

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]


def lines(thing: Any, *verbs: Verb) -> int:
    return Line.objects.filter(verb__in=verbs, subject=str(thing)).count()


def park() -> Zone:
    """A zone that has joined."""
    return factories.zone(managed_by=factories.organization(name_zh=f"示例{next(NUMBERS)}管委会"))


YEARS = cycle(range(2015, 2026))
AGAIN = "再次测算。"


def free_year(on: Office) -> int:
    """The next one; what waits in it for its signature is thrown away."""
    year = next(YEARS)
    for run in MonitoringRun.objects.filter(year=year, signed_at=None):
        actions.discard_run(run, by=on.clerk)
    return year


def computed(on: Office) -> MonitoringRun:
    park()
    return casework.computed(on.clerk, year=free_year(on), reason=AGAIN)


def draft(on: Office) -> Scheme:
    return casework.drafted(on.clerk, f"evaluation.{next(NUMBERS) + 1}")


@race
def scheme_drafted(on: Office) -> Race:
    base, code = casework.supplied(), f"evaluation.{next(NUMBERS) + 1}"
    begin = partial(actions.draft_scheme, code=code, title_zh="修订稿", title_en="", base=base)
    moves = [partial(begin, by=by) for by in on.clerks]
    return Race(moves, Scheme.objects.filter(code=code).count)


@race
def scheme_changed(on: Office) -> Race:
    """Each has the page of the first revision open."""
    scheme = draft(on)
    given = {"head": {"title_zh": "另稿"}, "criteria": {}, "tiers": {}, "seen": 1}
    return Race(
        by_all(actions.change_scheme, scheme, on.clerks, **given),
        lambda: lines(scheme.code, Verb.CHANGE_SCHEME),
    )


@race
def scheme_signed_against_changed(on: Office) -> Race:
    """Whoever signs has read the revision that is signed."""
    scheme = draft(on)
    moves = half(
        by_all(actions.sign_scheme, scheme, on.directors, seen=1),
        by_all(actions.remove_criterion, scheme, on.clerks, code="forest_cover", seen=1),
    )
    return Race(moves, lambda: lines(scheme.code, Verb.SIGN_SCHEME, Verb.CHANGE_SCHEME))


@race
def run_begun(on: Office) -> Race:
    scheme, year = casework.supplied(), free_year(on)
    moves = [partial(actions.draft_run, scheme, year, reason=AGAIN, by=by) for by in on.clerks]
    return Race(moves, MonitoringRun.objects.filter(year=year, signed_at=None).count)


@race
def run_signed(on: Office) -> Race:
    run = computed(on)
    return Race(
        by_all(actions.sign_run, run, on.directors, sha256=run.sha256), lambda: lines(run, Verb.SIGN_RUN)
    )


@race
def run_signed_against_discarded(on: Office) -> Race:
    run = computed(on)
    before = lines(run, Verb.SIGN_RUN, Verb.DISCARD_RUN)  # of one of the same number that was discarded
    moves = half(by_all(actions.sign_run, run, on.directors), by_all(actions.discard_run, run, on.clerks))
    return Race(moves, lambda: lines(run, Verb.SIGN_RUN, Verb.DISCARD_RUN) - before)


@race
def run_computed(on: Office) -> Race:
    """Eight workers at one promise: one of them computes, the others find nothing to do."""
    park()
    run = actions.draft_run(casework.supplied(), free_year(on), reason=AGAIN, by=on.clerk)
    before = lines(run, Verb.COMPUTE_RUN)  # of one of the same number that was discarded
    return Race(
        [partial(actions.compute_run, run)] * THREADS,
        lambda: lines(run, Verb.COMPUTE_RUN) - before,
        [EVERYBODY],
    )


@race
def warned(_on: Office) -> Race:
    """One alert, and told once."""
    zone, wanted = park(), Wanted(Level.YELLOW, "应达0.3，实际0.4", "能耗", "Energy")
    moves = [partial(actions.warn, zone, AlertRule.OFF_TRACK, 2025, "energy_intensity", wanted)] * THREADS
    return Race(moves, lambda: lines(Alert.objects.get(zone=zone), Verb.RAISE_ALERT), [EVERYBODY])


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_a_run_is_not_signed_once(everybody: Office) -> None:
    run = computed(everybody)
    assert came(at_once(*by_all(actions.sign_run, run, everybody.directors))) != Counter(
        done=1, faster=THREADS - 1
    )
