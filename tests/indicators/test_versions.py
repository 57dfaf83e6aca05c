"""What guards sets and factor sets alike: who drafts, changes and signs, once, as it was on the page, and never one's own."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from program.indicators import actions, rules
from program.indicators.models import FactorSet, IndicatorSet, Versioned
from program.journal.models import Line, Verb
from program.people.models import Organization, Role, User
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from tests import factories
from tests.conftest import SignIn
from tests.indicators import casework

OTHER_TITLE = {"title_zh": "示例另一名称"}
Draft = Callable[[User], Any]
Change = Callable[..., Any]


def change_set(version: IndicatorSet, **how: Any) -> object:
    return actions.change_set(version, OTHER_TITLE, {}, **how)


def change_factors(version: FactorSet, **how: Any) -> object:
    return actions.change_factors(version, OTHER_TITLE, {}, {}, **how)


KINDS = [
    pytest.param(casework.draft_of_office, change_set, "set", id="set"),
    pytest.param(casework.draft_of_factors, change_factors, "factors", id="factors"),
]
BOTH = pytest.mark.parametrize(("make", "change", "kind"), KINDS)


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    casework.load()


def fresh(version: Versioned) -> Versioned:
    found: Versioned = type(version)._default_manager.get(pk=version.pk)
    return found


# ---------------------------------------------------------------- who
@BOTH
@pytest.mark.parametrize("who", ["director", "auditor", "supervisor", "expert", "applicant", "admin"])
def test_only_a_clerk_drafts_and_changes(
    make: Draft, change: Change, kind: str, who: str, clerk: User, request: pytest.FixtureRequest
) -> None:
    person: User = request.getfixturevalue(who)
    with pytest.raises(NotYours):
        make(person)
    draft = make(clerk)
    with pytest.raises(NotYours):
        change(draft, by=person)
    assert (fresh(draft).title_zh, draft.revision, Line.objects.count()) == (draft.title_zh, 1, 1)


@BOTH
@pytest.mark.parametrize("who", ["clerk", "auditor", "supervisor", "applicant", "admin"])
def test_only_a_director_signs(
    make: Draft, change: Change, kind: str, who: str, second_clerk: User, request: pytest.FixtureRequest
) -> None:
    draft = make(second_clerk)
    with pytest.raises(NotYours):
        actions.sign(draft, by=request.getfixturevalue(who))
    assert fresh(draft).signed_at is None


@BOTH
def test_whoever_drafted_or_changed_it_does_not_sign(
    make: Draft,
    change: Change,
    kind: str,
    clerk: User,
    second_clerk: User,
    office: Organization,
    director: User,
) -> None:
    draft = make(clerk)
    change(draft, by=second_clerk)
    for person in (clerk, second_clerk):
        factories.grant(person, office, Role.DIRECTOR)
        with pytest.raises(NotYours, match="does not sign it"):
            actions.sign(draft, by=person)
        assert not rules.may_sign(draft, person)
        assert draft not in rules.versions_to_sign(type(draft), person)
    assert rules.may_sign(draft, director)
    assert draft in rules.versions_to_sign(type(draft), director)
    actions.sign(draft, by=director)
    assert not rules.may_sign(fresh(draft), director)


# ---------------------------------------------------------------- once, and as it was on the page
@BOTH
def test_a_number_is_taken_once(
    make: Draft, change: Change, kind: str, clerk: User, second_clerk: User
) -> None:
    draft = make(clerk)
    with pytest.raises(Refused, match="exists already") as refused:
        make(second_clerk)
    assert (refused.value.field, fresh(draft).drafted_by) == ("code", clerk)


@BOTH
def test_an_older_page_changes_and_signs_nothing(
    make: Draft, change: Change, kind: str, clerk: User, director: User
) -> None:
    draft = make(clerk)
    change(draft, by=clerk, seen=1)
    with pytest.raises(SomebodyWasFaster):
        change(draft, by=clerk, seen=1)
    with pytest.raises(SomebodyWasFaster):
        actions.sign(draft, by=director, seen=1)
    assert (fresh(draft).revision, fresh(draft).signed_at) == (2, None)
    actions.sign(draft, by=director, seen=2)


@BOTH
def test_signed_once_and_for_all(make: Draft, change: Change, kind: str, clerk: User, director: User) -> None:
    draft = make(clerk)
    actions.sign(draft, by=director)
    signed_at = fresh(draft).signed_at
    with pytest.raises(Refused, match="is signed"):
        actions.sign(draft, by=director)
    with pytest.raises(Refused, match="is signed"):
        change(draft, by=clerk)
    assert (fresh(draft).signed_at, fresh(draft).revision) == (signed_at, 1)
    assert not rules.may_change(fresh(draft), clerk)


@BOTH
def test_the_same_again_is_no_change(make: Draft, change: Change, kind: str, clerk: User) -> None:
    draft = make(clerk)
    change(draft, by=clerk)
    change(draft, by=clerk)
    _drafted, changing, _signed = draft.VERBS
    assert (fresh(draft).revision, Line.objects.filter(verb=changing).count()) == (2, 1)


@BOTH
def test_what_a_signature_changes_is_told_against_its_own_family(
    make: Draft, change: Change, kind: str, clerk: User, director: User
) -> None:
    """`office_default_more.1` is no version of `office_default`."""
    draft = make(clerk)
    own = draft.cloned_from
    other = make(clerk, code=f"{own.family}_more.1")  # type: ignore[call-arg]
    actions.sign(other, by=director)
    assert rules.previous(draft) == own
    assert rules.previous(other) is None


# ---------------------------------------------------------------- what is wrong is not signed
def test_a_set_with_a_fault_is_not_signed(clerk: User, director: User) -> None:
    draft = casework.draft_of_office(clerk)
    draft.indicators.filter(code="energy_intensity").update(unit="m³")
    with pytest.raises(Invalid, match="energy_intensity: "):
        actions.sign(draft, by=director)
    assert fresh(draft).signed_at is None


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"fixed_grid": Decimal("2.1")}, "fixed_grid", "A grid factor lies between 0 and 2 tCO2/MWh."),
        ({"fixed_grid": Decimal(0)}, "fixed_grid", "A grid factor lies between 0 and 2 tCO2/MWh."),
        ({"fixed_grid_document": " "}, "fixed_grid_document", "Name the document."),
    ],
)
def test_the_fixed_factor_is_plausible_and_has_its_document(
    clerk: User, changed: dict[str, Any], field: str, sentence: str
) -> None:
    draft = casework.draft_of_factors(clerk)
    with pytest.raises(Invalid) as refused:
        actions.change_factors(draft, changed, {}, {}, by=clerk)
    assert refused.value.findings == ((field, sentence),)
    assert rules.contents(fresh(draft)) == rules.contents(draft)


@pytest.mark.parametrize(
    ("year", "carrier", "place"),
    [
        ({"equivalent": Decimal(11)}, {}, "2025-equivalent"),
        ({"value": Decimal(0)}, {}, "2025-value"),
        ({}, {"tce_source": ""}, "raw_coal-tce_source"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    clerk: User, year: dict[str, Any], carrier: dict[str, Any], place: str
) -> None:
    draft = casework.draft_of_factors(clerk)
    with pytest.raises(Invalid) as refused:
        actions.change_factors(draft, {}, {"raw_coal": carrier}, {2025: year}, by=clerk)
    assert [field for field, _said in refused.value.findings] == [place]


def test_factors_with_a_fault_are_not_signed(clerk: User, director: User) -> None:
    draft = casework.draft_of_factors(clerk)
    draft.carriers.filter(code="raw_coal").update(tce_source="")
    with pytest.raises(Invalid, match="raw_coal: Name the source"):
        actions.sign(draft, by=director)
    assert fresh(draft).signed_at is None


# ---------------------------------------------------------------- pages
def pages_of(kind: str, code: str) -> dict[str, str]:
    names = ("change", "sign")
    return {name: reverse(f"indicators:{kind}_{name}", args=[code]) for name in names}


@BOTH
def test_whose_pages_they_are(
    make: Draft, change: Change, kind: str, clerk: User, director: User, auditor: User, applicant: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    draft = make(clerk)
    pages = pages_of(kind, draft.code)
    answers = {
        person.username: [signed_in(person).get(pages[name]).status_code for name in ("change", "sign")]
        for person in (clerk, director, auditor, applicant)
    }
    assert answers == {
        clerk.username: [200, 403], director.username: [403, 200], auditor.username: [403, 403],
        applicant.username: [404, 404],
    }  # fmt: skip
    assert signed_in(applicant).get(draft.get_absolute_url()).status_code == 404, "a draft is the office's"
    actions.sign(draft, by=director)
    assert signed_in(clerk).get(pages["change"]).status_code == 409
    assert signed_in(director).get(pages["sign"]).status_code == 409
    assert signed_in(applicant).get(draft.get_absolute_url()).status_code == 200


@BOTH
def test_only_moves_that_one_has_are_offered(
    make: Draft, change: Change, kind: str, clerk: User, director: User, auditor: User, signed_in: SignIn
) -> None:
    draft = make(clerk)
    pages = pages_of(kind, draft.code)

    def offered(person: User) -> list[bool]:
        page = signed_in(person).get(draft.get_absolute_url()).content.decode()
        return [pages[name] in page for name in ("change", "sign")]

    assert [offered(person) for person in (clerk, director, auditor)] == [
        [True, False], [False, True], [False, False],
    ]  # fmt: skip
    actions.sign(draft, by=director)
    assert [offered(person) for person in (clerk, director)] == [[False, False], [False, False]]


@BOTH
def test_the_page_that_signs_refuses_a_hand_in_it(
    make: Draft, change: Change, kind: str, clerk: User, office: Organization, signed_in: SignIn
) -> None:
    draft = make(clerk)
    factories.grant(clerk, office, Role.DIRECTOR)
    assert signed_in(clerk).get(pages_of(kind, draft.code)["sign"]).status_code == 403


def test_a_change_is_told_with_its_verb(clerk: User) -> None:
    change_factors(casework.draft_of_factors(clerk), by=clerk)
    change_set(casework.draft_of_office(clerk), by=clerk)
    told = list(Line.objects.order_by("pk").values_list("verb", "subject"))
    assert told == [
        (Verb.DRAFT_FACTORS, "factors.2"), (Verb.CHANGE_FACTORS, "factors.2"),
        (Verb.DRAFT_INDICATORS, "office_default.2"), (Verb.CHANGE_INDICATORS, "office_default.2"),
    ]  # fmt: skip
