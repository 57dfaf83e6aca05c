"""The program's targets: drafted by a clerk, signed by a director with no hand in them, then everybody's."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from program.indicators.models import IndicatorSet
from program.journal.models import Line, Verb
from program.people.models import Membership, Role, User
from program.progress import actions, rules
from program.progress.models import GoalSet
from program.progress.steps import CIRCULAR, load_goals
from program.refusals import Invalid, NotYours, SomebodyWasFaster
from tests.conftest import SignIn
from tests.progress.conftest import NEXT, said

pytestmark = pytest.mark.django_db


def test_the_circular_names_targets_and_no_numbers(circular: GoalSet) -> None:
    assert (circular.first_year, circular.last_year, circular.is_supplied) == (2021, 2025, True)
    assert (circular.ten, circular.hundred, circular.thousand) == (None, None, None)
    with transaction.atomic():
        load_goals()
    assert GoalSet.objects.count() == 1


def test_drafted_changed_signed_and_in_force(draft: GoalSet, clerk: User, director: User) -> None:
    assert [each.code for each in rules.in_force()] == [CIRCULAR]
    changed = actions.change(draft, said(draft, ten=60), by=clerk, seen=1)
    assert (changed.ten, changed.revision) == (60, 2)
    actions.sign(changed, by=director, seen=2)
    assert [each.code for each in rules.in_force()] == ["programme_2026.1", CIRCULAR]
    lines = Line.objects.filter(subject=draft.code).order_by("pk")
    assert [(line.verb, line.actor) for line in lines] == [
        (Verb.DRAFT_GOALS, clerk), (Verb.CHANGE_GOALS, clerk), (Verb.SIGN_GOALS, director),
    ]  # fmt: skip
    assert lines[1].facts["changes"] == ["ten: 50 → 60"]


def test_a_later_version_takes_the_place_of_the_one_before(
    draft: GoalSet, clerk: User, director: User
) -> None:
    first = actions.sign(draft, by=director, seen=1)
    second = actions.draft(said(first, ten=70), code="programme_2026.2", base=first, by=clerk)
    assert [each.ten for each in rules.in_force()] == [50, None]
    actions.sign(second, by=director, seen=1)
    assert [each.ten for each in rules.in_force()] == [70, None]


def test_the_versions_of_a_family_are_of_one_period(circular: GoalSet, draft: GoalSet, clerk: User) -> None:
    """Else a period would vanish from the board with the next version's signature."""
    with pytest.raises(Invalid, match="of one period") as refusal:
        actions.draft(said(draft), code="programme_2021.2", base=circular, by=clerk)
    assert refusal.value.field == "first_year"
    actions.draft(said(circular, title_zh="更正"), code="programme_2021.2", base=circular, by=clerk)


def test_without_the_revision_that_was_read_nothing_is_written_over(
    draft: GoalSet, clerk: User, signed_in: SignIn
) -> None:
    where, given = f"{draft.get_absolute_url()}change/", {**NEXT, "ten": 99, "indicator_set": ""}
    for revision in ({}, {"revision": ""}, {"revision": "x"}):
        assert signed_in(clerk).post(where, given | revision).status_code == 422
    draft.refresh_from_db()
    assert draft.ten == 50


def test_a_change_that_says_the_same_is_none(draft: GoalSet, clerk: User) -> None:
    assert actions.change(draft, said(draft), by=clerk, seen=1).revision == 1
    assert not Line.objects.filter(verb=Verb.CHANGE_GOALS).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_year": 2030, "last_year": 2030}, None),
        ({"first_year": 2019}, None),
        ({"authority_zh": ""}, None),
        ({"first_year": 2025, "last_year": 2030}, "first_year"),  # the circular's own last year
        ({"ten": 0}, "ten"),
        ({"hundred": 100_001}, "hundred"),
        ({"title_zh": ""}, "title_zh"),
        ({"title_zh": "长" * 121}, "title_zh"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    draft: GoalSet, clerk: User, changes: dict[str, Any], field: str | None
) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.change(draft, said(draft, **changes), by=clerk, seen=1)
    assert refusal.value.field == field
    draft.refresh_from_db()
    assert (draft.revision, draft.title_zh, draft.ten) == (1, NEXT["title_zh"], 50)


def test_an_indicator_set_nobody_signed_is_refused(draft: GoalSet, clerk: User) -> None:
    unsigned = IndicatorSet.objects.create(code="ours.1", title_zh="草案", drafted_by=clerk)
    with pytest.raises(Invalid, match="signed") as refusal:
        actions.change(draft, said(draft, indicator_set=unsigned), by=clerk, seen=1)
    assert refusal.value.field == "indicator_set"


def test_the_database_holds_the_period_and_the_authority(circular: GoalSet) -> None:
    for changes in ({"last_year": 2021}, {"ten": 5}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GoalSet.objects.filter(pk=circular.pk).update(**changes)


def test_by_whom_not_twice_and_not_after_a_change(
    draft: GoalSet, circular: GoalSet, clerk: User, director: User, auditor: User
) -> None:
    for person in (director, auditor):
        with pytest.raises(NotYours):
            actions.draft(said(draft), code="programme_2031.1", base=circular, by=person)
        with pytest.raises(NotYours):
            actions.change(draft, said(draft, ten=1), by=person, seen=1)
    for person in (clerk, auditor):
        with pytest.raises(NotYours):
            actions.sign(draft, by=person, seen=1)
    with pytest.raises(SomebodyWasFaster):
        actions.draft(said(draft), code=draft.code, base=circular, by=clerk)
    actions.change(draft, said(draft, ten=51), by=clerk, seen=1)
    with pytest.raises(SomebodyWasFaster):
        actions.change(draft, said(draft, ten=52), by=clerk, seen=1)
    with pytest.raises(SomebodyWasFaster):
        actions.sign(draft, by=director, seen=1)
    actions.sign(draft, by=director, seen=2)
    with pytest.raises(SomebodyWasFaster):
        actions.sign(draft, by=director, seen=2)
    with pytest.raises(SomebodyWasFaster):
        actions.change(draft, said(draft, ten=52), by=clerk, seen=2)


def test_whoever_had_a_hand_in_it_does_not_sign(draft: GoalSet, clerk: User, director: User) -> None:
    Membership.objects.create(
        user=director, organization=director.memberships.get().organization, role=Role.CLERK
    )
    actions.change(draft, said(draft, ten=51), by=director, seen=1)
    with pytest.raises(NotYours, match="drafted or changed"):
        actions.sign(draft, by=director, seen=2)


# ---------------------------------------------------------------- pages
def test_from_the_draft_to_the_signature_on_the_pages(
    circular: GoalSet, clerk: User, director: User, signed_in: SignIn, client: Client
) -> None:
    office, base = signed_in(clerk), f"{reverse('progress:goals_draft')}?base={CIRCULAR}"
    given = {**NEXT, "code": "programme_2026.1", "indicator_set": ""}
    page = office.post(base, given | {"ten": "五十", "last_year": "2026"})
    assert page.status_code == 422
    assert "error-summary" in page.content.decode()
    assert not GoalSet.objects.filter(code="programme_2026.1").exists()
    made = office.post(base, given)
    where = reverse("progress:goals_one", args=["programme_2026.1"])
    assert made["Location"] == where
    assert client.get(where).status_code == 404  # a draft is the office's
    changed = office.post(
        f"{where}change/", {**NEXT, "ten": 55, "indicator_set": circular.indicator_set_id, "revision": 1}
    )
    assert changed["Location"] == where
    assert signed_in(director).post(f"{where}sign/", {"revision": 2})["Location"] == where
    page = client.get(where)
    assert "55" in page.content.decode()
    assert "programme_2026.1" in client.get(reverse("progress:goals")).content.decode()
