"""A basic condition that the visit found unmet stands in the batch before anybody proposes anything."""

import pytest
from django.db import transaction
from django.urls import reverse

from program.applications.models import Application
from program.applications.steps import freeze
from program.calls.models import Call
from program.decisions.models import Batch, BatchItem
from program.people.models import User
from program.visits.models import Agreement, Check, Visit
from tests import factories
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(call: Call) -> Call:
    return factories.measured_by(call)


@pytest.fixture
def cases(call: Call, cases: list[Application], clerk: User) -> list[Application]:
    """Visited; the first one's value added was found at two thirds of what it had declared."""
    for case in cases:
        factories.declared(case.zone, range(2019, 2026))
        with transaction.atomic():
            version = freeze(case, by=clerk, corrects=False)
        visit = Visit.objects.create(
            application=case,
            proceeding=case.proceedings.get(),
            version=version,
            date="2026-02-27",
            planned_by=clerk,
        )
        Check.objects.create(
            visit=visit, position=1, part="indicators", column="industrial_value_added:2025", declared="14281868",
            agreement=Agreement.DIFFERS if case == cases[0] else Agreement.AGREES, found="9500000" if case == cases[0] else "",
        )  # fmt: skip
    return cases


def test_who_fails_stands_apart_and_cannot_be_listed(batch: Batch, cases: list[Application]) -> None:
    failed = BatchItem.objects.get(application=cases[0])
    assert (failed.conditions_met, failed.proposal) == (False, "not_listed")
    assert failed.conditions_note.startswith("基本条件不符合") or "not met" in failed.conditions_note
    others = BatchItem.objects.filter(batch=batch).exclude(pk=failed.pk)
    assert set(others.values_list("conditions_met", flat=True)) == {True}
    assert [item.application for item in others.filter(proposal="list").order_by("rank")] == cases[1:4]


def test_the_batch_shows_the_figures_of_every_case(batch: Batch, clerk: User, signed_in: SignIn) -> None:
    html = signed_in(clerk).get(reverse("decisions:batch", args=[batch.pk])).content.decode()
    assert "Declared figures under the indicator set" in html
    assert html.count("<del>0.0086</del> <ins>0.0129</ins>") == 1
