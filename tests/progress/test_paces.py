"""How the targets of a period stand: met or not once it is over, by a pace while it runs."""

from datetime import datetime
from typing import Any

import pytest
from django.db.models import F

from program import clock
from program.indicators.models import ItemValue
from program.people.models import User
from program.progress import actions, rules, tasks
from program.progress.models import GoalSet
from program.zones.models import Zone
from tests.progress.conftest import YEARS, said, target

pytestmark = pytest.mark.django_db


def test_a_running_period_has_a_pace_and_one_that_is_over_has_not(
    zones: list[Zone], draft: GoalSet, clerk: User, director: User
) -> None:
    added_values(40)  # on their way in the base year of both
    changed = actions.change(
        draft, said(draft, indicator_set=GoalSet.objects.get(code="programme_2021.1").indicator_set),
        by=clerk, seen=1,
    )  # fmt: skip
    actions.sign(changed, by=director, seen=2)
    running, over = tasks.count().data["periods"]
    assert (running["closed"], over["closed"]) == (False, True)
    standings = {row["standing"] for row in running["targets"]}
    assert standings <= {"done", "on_track", "watch", "off_track", "reversed", "no_data"}
    assert {row["standing"] for row in over["targets"]} <= {"met", "not_met", "no_data"}
    assert all(row["path"] == {} for row in over["targets"])
    assert any(row["path"] for row in running["targets"])
    assert {year["pace"] for row in over["targets"] for year in row["years"]} == {""}
    page = rules.page(tasks.count().data, 2026)
    assert page["counters"][0].wanted == 50


def added_values(share: int, *years: int) -> None:
    ItemValue.objects.filter(item="industrial_value_added", declaration__year__in=years or YEARS).update(
        value=F("value") / share
    )


def paces(found: dict[str, Any]) -> list[str]:
    return [year["pace"] for year in found["years"] if year["year"] > 2020]


def test_a_figure_on_its_way_is_held_against_a_straight_path(zones: list[Zone]) -> None:
    """The years before the period have no pace."""
    added_values(40)
    with clock.at(datetime(2024, 6, 1, tzinfo=clock.BEIJING)):
        found = target(tasks.count().data, "energy_intensity")
    first = found["years"][0]
    assert (found["path"]["2019"], found["path"]["2025"]) == (first["value"].rstrip("0"), "0.4")
    assert {year["pace"] for year in found["years"] if year["year"] <= 2020} == {""}
    assert (paces(found), found["standing"]) == (["on_track", "on_track", "done"], "done")


def test_a_target_that_was_met_from_the_first_is_to_be_kept(zones: list[Zone]) -> None:
    """Falling further below is not going the wrong way; rising above it is. There is no path to it."""
    with clock.at(datetime(2024, 6, 1, tzinfo=clock.BEIJING)):
        found = target(tasks.count().data, "energy_intensity")
        assert (found["path"], paces(found), found["standing"]) == ({}, ["on_track"] * 3, "on_track")
        added_values(99, 2023)
        found = target(tasks.count().data, "energy_intensity")
        assert (paces(found), found["standing"]) == (["on_track", "on_track", "reversed"], "reversed")


def test_before_its_first_year_is_over_a_period_has_no_pace(zones: list[Zone]) -> None:
    """The figure from which it sets out is shown, and says nothing of how it goes."""
    with clock.at(datetime(2021, 6, 1, tzinfo=clock.BEIJING)):
        found = target(tasks.count().data, "energy_intensity")
    assert found["years"][-1]["value"]
    assert found["standing"] == "no_data"
