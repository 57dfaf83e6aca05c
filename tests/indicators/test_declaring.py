"""Whoever declares: begins, enters, explains, hands in, takes back, asks for reopening; and nothing else."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from program.indicators import actions, rules
from program.indicators.models import Declaration, DerivedFigure, EnergyLine, Explanation, PriceBase, State
from program.indicators.rules import Rule
from program.journal.models import Line, Verb
from program.people.models import User
from program.refusals import Incomplete, Invalid, NotYours, Overtaken, Refused, SomebodyWasFaster
from program.zones.models import Site, Zone
from tests.indicators.conftest import GOOD, YEAR, cells, figures_of

pytestmark = pytest.mark.django_db


def journal_of(declaration: Declaration) -> list[str]:
    return list(Line.objects.filter(subject=str(declaration)).order_by("pk").values_list("verb", flat=True))


# ---------------------------------------------------------------- begin
def test_begun_with_nothing_in_it(draft: Declaration, firm: User) -> None:
    assert (draft.state, draft.version, draft.year, draft.opened_by) == (State.DRAFT, 1, YEAR, firm)
    assert figures_of(draft) == {}


def test_begun_once(draft: Declaration, zone: Zone, site: Site, firm: User) -> None:
    with pytest.raises(SomebodyWasFaster):
        actions.begin(zone, site, YEAR, by=firm)
    assert Declaration.objects.count() == 1


@pytest.mark.parametrize("year", [2022, 2999])
def test_a_year_in_which_the_site_did_not_stand_there(site: Site, zone: Zone, firm: User, year: int) -> None:
    with pytest.raises(Invalid):
        actions.begin(zone, site, year, by=firm)
    assert not Declaration.objects.exists()


def test_nobody_else_begins(site: Site, zone: Zone, applicant: User, stranger: User, clerk: User) -> None:
    for person in (applicant, stranger, clerk):
        with pytest.raises(NotYours):
            actions.begin(zone, site, YEAR, by=person)
    assert not Declaration.objects.exists()


def test_the_zone_declares_what_is_not_listed(zone: Zone, contact: User, factors: None) -> None:
    own = actions.begin(zone, None, YEAR, by=contact)
    actions.enter(own, cells({"item:zone_area": "38.6"}, of_zone=True), revision=0, by=contact)
    assert figures_of(own) == {"item:zone_area": "38.6"}


# ---------------------------------------------------------------- enter
def test_what_is_entered_stands_there_and_what_is_not_named_stays(filled: Declaration, firm: User) -> None:
    assert figures_of(filled) == GOOD
    more = cells({"item:employees": "未统计", "energy:natural_gas:production": ""})
    saved = actions.enter(filled, more, revision=1, price_base=PriceBase.OF_2025, by=firm)
    assert figures_of(filled) == {
        "energy:electricity:production": "1180.5",
        "item:industrial_value_added": "44321",
        "item:employees": "not_counted",
    }
    assert (saved.revision, saved.price_base) == (2, PriceBase.OF_2025)


def test_a_stale_page_overwrites_nothing(filled: Declaration, assistant: User) -> None:
    with pytest.raises(Overtaken):
        actions.enter(filled, cells({"item:employees": "1"}), revision=0, by=assistant)
    assert figures_of(filled) == GOOD


def test_a_page_of_the_other_count_is_refused(filled: Declaration, firm: User) -> None:
    """A month's figure beside the year's would be counted once more."""
    with pytest.raises(Invalid):
        actions.enter(filled, cells({"energy:diesel:production": "3"}, month=4), revision=1, by=firm)
    assert figures_of(filled) == GOOD


def test_months_are_added_up(filled: Declaration, firm: User) -> None:
    actions.count_by(filled, by_month=True, revision=1, by=firm)
    assert figures_of(filled) == {"item:industrial_value_added": "44321", "item:employees": "612"}
    for month in (1, 2):
        given = cells({"energy:electricity:production": f"{month}00.25"}, month=month)
        actions.enter(filled, given, revision=1 + month, by=firm)
    assert figures_of(filled)["energy:electricity:production"] == "300.5"
    saved = actions.count_by(filled, by_month=False, revision=4, by=firm)
    assert [(line.month, line.quantity) for line in saved.lines.all()] == [(0, Decimal("300.5"))]


def test_who_does_not_declare_enters_nothing(
    filled: Declaration, applicant: User, stranger: User, clerk: User
) -> None:
    for person in (applicant, stranger, clerk):
        with pytest.raises(NotYours):
            actions.enter(filled, cells({"item:employees": "1"}), revision=1, by=person)
        with pytest.raises(NotYours):
            actions.count_by(filled, by_month=True, revision=1, by=person)
    assert figures_of(filled) == GOOD


# ---------------------------------------------------------------- explain
def a_year_before(draft: Declaration, figures: dict[str, str]) -> None:
    """Accepted figures of the year before, without the verbs."""
    before = Declaration.objects.create(
        zone=draft.zone, site=draft.site, year=YEAR - 1, state=State.ACCEPTED, source="command",
        submitted_at=draft.opened_at, factor_set=rules.current_factors(), sha256="0" * 64, statement="{}",
    )  # fmt: skip
    EnergyLine.objects.bulk_create(
        EnergyLine(declaration=before, carrier=place.split(":")[1], quantity=Decimal(figure))
        for place, figure in figures.items()
    )


def test_a_warning_is_explained_and_lapses_with_another_figure(filled: Declaration, firm: User) -> None:
    a_year_before(filled, {"energy:electricity:production": "700"})
    place = "energy:electricity:production"
    with pytest.raises(Incomplete) as refused:
        actions.submit(filled, by=firm)
    assert [found for found, _sentence in refused.value.findings] == [place]
    words = "Electricity (calorific) has changed by more than 30 per cent (last year 700): say why."
    assert str(refused.value) == words
    actions.explain(filled, Rule.CHANGE, place, "新线投产", by=firm)
    assert actions.submit(filled, by=firm).state == State.SUBMITTED
    actions.recall(filled, by=firm)
    actions.enter(filled, cells({place: "1190"}), revision=1, by=firm)
    with pytest.raises(Incomplete):
        actions.submit(filled, by=firm)


def test_nothing_is_explained_that_was_not_found(filled: Declaration, firm: User) -> None:
    with pytest.raises(SomebodyWasFaster):
        actions.explain(filled, Rule.CHANGE, "item:employees", "因为", by=firm)
    assert not Explanation.objects.exists()


# ---------------------------------------------------------------- hand in, take back
def test_handed_in_is_frozen(submitted: Declaration, firm: User) -> None:
    statement = submitted.data
    assert statement["derived"]["comprehensive_energy"] == "2621.2345"
    assert [(step["carrier"], step["tce"]) for step in statement["steps"]] == [
        ("electricity", "1450.8345"),
        ("natural_gas", "1170.4"),
    ]
    derived = DerivedFigure.objects.get(declaration=submitted, code="comprehensive_energy")
    assert derived.value == Decimal("2621.2345")
    with pytest.raises(SomebodyWasFaster):
        actions.enter(submitted, cells({"item:employees": "1"}), revision=1, by=firm)
    assert figures_of(submitted) == GOOD
    assert journal_of(submitted) == [Verb.SUBMIT_DECLARATION]


def test_an_empty_one_is_not_handed_in(draft: Declaration, firm: User) -> None:
    with pytest.raises(Incomplete):
        actions.submit(draft, by=firm)
    draft.refresh_from_db()
    assert (draft.state, draft.statement, journal_of(draft)) == (State.DRAFT, "", [])


def test_only_the_manager_hands_in(filled: Declaration, assistant: User, applicant: User) -> None:
    for person in (assistant, applicant):
        with pytest.raises(NotYours):
            actions.submit(filled, by=person)
    filled.refresh_from_db()
    assert filled.state == State.DRAFT


def test_taken_back_before_anybody_has_checked_it(
    submitted: Declaration, assistant: User, applicant: User
) -> None:
    with pytest.raises(NotYours):
        actions.recall(submitted, by=applicant)
    assert actions.recall(submitted, by=assistant).state == State.DRAFT
    with pytest.raises(SomebodyWasFaster):
        actions.accept(submitted, by=applicant)


# ---------------------------------------------------------------- open again
def test_opened_again_the_old_version_stays_in_force(
    accepted: Declaration, firm: User, applicant: User
) -> None:
    actions.ask_reopening(accepted, reason="天然气漏报", by=firm)
    with pytest.raises(Refused):
        actions.ask_reopening(accepted, reason="又", by=firm)
    fresh = actions.reopen(accepted, by=applicant)
    assert (fresh.version, fresh.state, figures_of(fresh)) == (2, State.DRAFT, GOOD)
    assert list(Declaration.objects.in_force()) == [accepted]
    actions.enter(fresh, cells({"item:employees": "600"}), revision=0, by=firm)
    actions.accept(actions.submit(fresh, by=firm), by=applicant)
    assert list(Declaration.objects.in_force()) == [fresh]
    assert figures_of(accepted) == GOOD


@pytest.mark.parametrize(
    "act",
    [
        lambda declaration, firm: actions.submit(declaration, by=firm),
        lambda declaration, firm: actions.recall(declaration, by=firm),
        lambda declaration, firm: actions.enter(declaration, [], revision=1, by=firm),
    ],
)
def test_nothing_else_is_done_with_an_accepted_one(
    accepted: Declaration, firm: User, act: Callable[..., Any]
) -> None:
    with pytest.raises(SomebodyWasFaster):
        act(accepted, firm)
    accepted.refresh_from_db()
    assert accepted.state == State.ACCEPTED


def test_what_cannot_be_kept_is_refused_before_it_is_written(filled: Declaration, firm: User) -> None:
    """The largest figures, each of which is in order: their sum, and what is derived of them, would have no place."""
    largest = {"energy:natural_gas:production": "99999999999"}
    actions.enter(filled, cells(largest), revision=1, by=firm)
    with pytest.raises(Refused, match="too large"):
        actions.submit(filled, by=firm)
    filled.refresh_from_db()
    assert (filled.state, filled.statement, DerivedFigure.objects.count()) == (State.DRAFT, "", 0)
    actions.count_by(filled, by_month=True, revision=2, by=firm)
    for month in (1, 2):
        actions.enter(filled, cells(largest, month=month), revision=2 + month, by=firm)
    with pytest.raises(Refused, match="add up to more"):
        actions.count_by(filled, by_month=False, revision=5, by=firm)
    assert list(filled.lines.values_list("month", flat=True)) == [1, 2]
