"""Figures that were accepted after a run was computed: its page names zones and years, and nothing of the run changes."""

import pytest

from program.indicators import actions as declaring
from program.indicators.models import Declaration
from program.indicators.rules import Cell
from program.monitoring import rules
from program.monitoring.models import MonitoringRun
from program.people.models import User
from program.zones.models import Zone
from tests import factories
from tests.conftest import Asks, SignIn
from tests.monitoring import casework
from tests.monitoring.test_watching import corrected

pytestmark = pytest.mark.django_db


def frozen(run: MonitoringRun) -> tuple[object, ...]:
    return (casework.again(run).sha256, *run.lines.values_list("inputs", "final"))


def test_a_correction_after_the_run_is_named_and_changes_nothing(
    monitored: Zone, applicant: User, clerk: User, director: User, signed_in: SignIn
) -> None:
    run = casework.signed(clerk, director)
    before, page = frozen(run), run.get_absolute_url()
    assert rules.accepted_later(run) == []
    assert "after this was computed" not in signed_in(clerk).get(page).content.decode()
    with casework.an_hour_later():
        corrected(monitored, 1, applicant, clerk)
    assert [(one.zone, one.years) for one in rules.accepted_later(run)] == [(monitored.name, [2025])]
    shown = signed_in(clerk).get(page).content.decode()
    assert "Figures of 1 zone were accepted after this was computed" in shown
    assert "after this was computed" not in signed_in(applicant).get(page).content.decode()
    assert frozen(run) == before
    assert rules.recount(run).holds
    with casework.an_hour_later(2):
        anew = casework.signed(clerk, director, reason="数据已更正。")
    assert rules.accepted_later(anew) == []


def test_what_is_only_opened_again_has_not_changed(
    monitored: Zone, applicant: User, clerk: User, director: User
) -> None:
    run = casework.signed(clerk, director)
    with casework.an_hour_later():
        declared = Declaration.objects.in_force().get(zone=monitored, site=None, year=2025)
        opened = declaring.reopen(declaring.ask_reopening(declared, reason="更正。", by=applicant), by=clerk)
        declaring.enter(
            opened, [Cell("item:serious_incidents", None)], revision=opened.revision, by=applicant
        )
    assert rules.accepted_later(run) == []


def test_a_year_that_the_run_does_not_read_is_not_named(monitored: Zone, clerk: User, director: User) -> None:
    run = casework.signed(clerk, director)
    with casework.an_hour_later():
        factories.declared(monitored, range(2026, 2027))
    assert rules.accepted_later(run) == []


@pytest.mark.parametrize("rows", [1, 30])
def test_it_asks_alike_for_one_and_for_thirty(clerk: User, director: User, asks: Asks, rows: int) -> None:
    zones = [factories.zone(managed_by=factories.organization()) for _ in range(rows)]
    run = casework.signed(clerk, director)
    with casework.an_hour_later():
        for zone in zones:
            casework.declared(zone)
    with asks(2):
        assert len(rules.accepted_later(run)) == rows
