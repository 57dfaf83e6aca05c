"""A scheme: drafted from a version, changed, signed by somebody without a hand in it; what it may say."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from program.indicators.models import Indicator
from program.journal.models import Line, Verb
from program.monitoring import actions, rules
from program.monitoring.models import Direction, Method, Scheme, SchemeCriterion, SchemeTier, Source
from program.people.models import Role, User
from program.refusals import Invalid, NotYours, SomebodyWasFaster
from tests import factories
from tests.monitoring import casework

D = Decimal


def test_the_supplied_scheme_is_sound_and_mostly_green() -> None:
    scheme = casework.supplied()
    criteria, tiers = list(scheme.criteria.all()), list(scheme.tiers.all())
    assert rules.findings(scheme, criteria, tiers, 60) == []
    assert rules.green_weight(criteria) == 70
    assert [tier.minimum for tier in tiers] == [85, 70, 60, 0]
    assert casework.supplied() == scheme  # loading it again leaves it as it is
    assert scheme.criteria.count() == len(criteria)


def test_a_draft_has_everything_of_its_base(clerk: User) -> None:
    draft = casework.drafted(clerk)
    base = Scheme.objects.get(code="evaluation.1")
    assert rules.changes(draft, base) == [
        change for change in rules.changes(draft, base) if not change.where.startswith("tier")
    ]
    own, other = (rules.contents(one) for one in (draft, base))
    assert {place: text for place, text in own.items() if place[0]} == {
        place: text for place, text in other.items() if place[0]
    }
    assert draft.cloned_from == base


def test_a_number_is_taken_once(clerk: User, second_clerk: User) -> None:
    casework.drafted(clerk)
    with pytest.raises(SomebodyWasFaster):
        casework.drafted(second_clerk)


def test_what_changed_is_journalled(clerk: User) -> None:
    draft = casework.shifted(casework.drafted(clerk), clerk, energy_intensity=30, duties_on_time=10)
    line = Line.objects.get(verb=Verb.CHANGE_SCHEME)
    assert line.facts["changes"] == ["energy_intensity/weight: 25 → 30", "duties_on_time/weight: 15 → 10"]
    assert draft.revision == 2
    assert casework.shifted(draft, clerk, energy_intensity=30).revision == 2  # it says the same


def test_only_a_clerk_drafts_and_changes(clerk: User, director: User, auditor: User) -> None:
    draft = casework.drafted(clerk)
    for by in (director, auditor):
        with pytest.raises(NotYours):
            casework.drafted(by, "evaluation.3")
        with pytest.raises(NotYours):
            casework.shifted(draft, by, energy_intensity=30)
        with pytest.raises(NotYours):
            actions.remove_criterion(draft, "forest_cover", by=by)
    assert Scheme.objects.count() == 2
    assert not Line.objects.filter(verb=Verb.CHANGE_SCHEME).exists()


def test_a_second_tab_does_not_overwrite_the_first(clerk: User) -> None:
    draft = casework.drafted(clerk)
    casework.shifted(draft, clerk, energy_intensity=30)
    with pytest.raises(SomebodyWasFaster):
        actions.change_scheme(draft, {}, {"energy_intensity": {"weight": D(20)}}, {}, by=clerk, seen=1)


def test_whoever_had_a_hand_in_it_does_not_sign(
    clerk: User, second_clerk: User, director: User, office: Any
) -> None:
    draft = casework.shifted(casework.drafted(clerk), second_clerk, energy_intensity=30, duties_on_time=10)
    for by in (clerk, second_clerk):
        factories.grant(by, office, Role.DIRECTOR)
        with pytest.raises(NotYours):
            actions.sign_scheme(draft, by=by)
    with pytest.raises(SomebodyWasFaster):
        actions.sign_scheme(draft, by=director, seen=1)
    assert actions.sign_scheme(draft, by=director, seen=2).signed_by == director
    with pytest.raises(SomebodyWasFaster):
        actions.sign_scheme(draft, by=director)
    with pytest.raises(SomebodyWasFaster):
        casework.shifted(draft, clerk, energy_intensity=25)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"energy_intensity": 30}, "The weights come to 105"),
        ({"energy_intensity": 5, "duties_on_time": 35}, "Green criteria weigh 50"),
    ],
)
def test_weights_come_to_a_hundred_and_are_mostly_green(
    clerk: User, director: User, weights: dict[str, int], said: str
) -> None:
    draft = casework.shifted(casework.drafted(clerk), clerk, **weights)
    with pytest.raises(Invalid, match=said):
        actions.sign_scheme(draft, by=director)
    assert Scheme.objects.get(pk=draft.pk).signed_at is None


@pytest.mark.parametrize(
    ("code", "values", "field"),
    [
        ("energy_intensity", {"floor": D("0.1")}, "full"),
        ("energy_intensity", {"red_line": D("0.1")}, "red_line"),
        ("energy_intensity", {"weight": D(0)}, "weight"),
        ("energy_intensity", {"no_data": D(101)}, "no_data"),
        ("energy_intensity", {"coverage": 101}, "coverage"),
        ("energy_intensity", {"authority_zh": " "}, "authority_zh"),
        ("energy_intensity", {"floor": None}, "floor"),
    ],
)
def test_nonsense_is_refused_at_its_field(clerk: User, code: str, values: dict[str, Any], field: str) -> None:
    draft = casework.drafted(clerk)
    with pytest.raises(Invalid) as refused:
        actions.change_scheme(draft, {}, {code: values}, {}, by=clerk)
    assert refused.value.field == f"{code}-{field}"
    assert Scheme.objects.get(pk=draft.pk).revision == 1


@pytest.mark.parametrize(
    ("place", "minimum", "field"),
    [(2, 90, "tier-2-minimum"), (4, 10, "tier-4-minimum"), (3, 70, "tier-3-minimum")],
)
def test_tiers_lead_down_to_nought(clerk: User, place: int, minimum: int, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.change_scheme(casework.drafted(clerk), {}, {}, {place: {"minimum": D(minimum)}}, by=clerk)
    assert refused.value.field == field


def criterion(**fields: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "code": "progress", "name_zh": "进展报告", "name_en": "Progress report", "source": Source.REPORTING, "indicator": None,
        "duty": "progress", "direction": Direction.HIGHER, "method": Method.WHOLE, "is_green": False, "weight": D(5),
        "floor": None, "full": D(100), "no_data": D(50), "coverage": 0, "red_line": None, "authority_zh": "专项办规则",
        "authority_en": "",
    }  # fmt: skip
    return known | fields


def test_a_criterion_is_added_and_taken_out(clerk: User) -> None:
    draft = actions.add_criterion(casework.drafted(clerk), criterion(), by=clerk)
    assert [one.code for one in draft.criteria.all()][-1] == "progress"
    with pytest.raises(Invalid):
        actions.add_criterion(draft, criterion(), by=clerk)
    actions.remove_criterion(draft, "progress", by=clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.remove_criterion(draft, "progress", by=clerk)


def test_a_criterion_reads_what_its_source_is(clerk: User) -> None:
    draft = casework.drafted(clerk)
    together = Indicator.objects.filter(scope="all_zones").first()
    for fields, field in (
        ({"source": Source.INDICATOR, "duty": ""}, "indicator"),
        ({"source": Source.INDICATOR, "duty": "", "indicator": together}, "indicator"),
        ({"source": Source.LEDGER}, "duty"),
        ({"indicator": Indicator.objects.filter(scope="zone").first()}, "indicator"),
    ):
        with pytest.raises(Invalid) as refused:
            actions.add_criterion(draft, criterion(**fields), by=clerk)
        assert refused.value.field == field


def test_the_database_keeps_it_so(clerk: User) -> None:
    draft = casework.drafted(clerk)
    rows = SchemeCriterion.objects.filter(scheme=draft, code="energy_intensity")
    for change in ({"weight": 101}, {"floor": 0}, {"indicator": None}, {"duty": "ledger"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_what_is_signed_is_frozen() -> None:
    scheme = casework.supplied()
    for rows in (SchemeCriterion.objects.filter(scheme=scheme), SchemeTier.objects.filter(scheme=scheme)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(authority_zh="x")
