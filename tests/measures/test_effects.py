"""A measure and its reversal leave no trace but the journal, however several of them overlap."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from program import clock
from program.applications.models import Application
from program.decisions.models import Designation, Standing
from program.measures.models import Effect, Grade, Measure
from program.measures.steps import lock_designations
from program.people.models import User
from program.registers import actions as registers
from program.registers.models import Restriction
from program.registers.rules import may_enter
from program.rulesets.models import MeasureKind
from program.zones.models import Zone
from tests import factories
from tests.measures import measuring

KINDS = (MeasureKind.SUSPEND, MeasureKind.REVOKE, MeasureKind.RECTIFY)


def world(zone: Zone, code: str) -> tuple[Any, ...]:
    """What anybody who asks would be answered: standings, who may enter, what is deducted, what is to be rectified."""
    standings = tuple(Designation.objects.order_by("pk").values_list("pk", "standing"))
    deducted = tuple(
        Effect.objects.lasting().filter(kind="deduction", zone=zone).values_list("points", "tiers")
    )
    open_ = Measure.objects.filter(rectification__closed_at=None, rectification__isnull=False).count()
    return standings, bool(may_enter(code, on=clock.today())), deducted, open_


def expected(kinds: list[MeasureKind]) -> Standing:
    """The heaviest of what lasts."""
    if MeasureKind.REVOKE in kinds:
        return Standing.REVOKED
    return Standing.SUSPENDED if MeasureKind.SUSPEND in kinds else Standing.BUILDING


@pytest.mark.django_db(transaction=False)
@settings(
    max_examples=6, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_measures_and_their_reversals_leave_no_trace(
    request: pytest.FixtureRequest, kinds: list[MeasureKind], order: Any
) -> None:
    zone: Zone = request.getfixturevalue("zone")
    case: Application = request.getfixturevalue("case")
    people: dict[str, User] = {
        name: request.getfixturevalue(name) for name in ("applicant", "supervisor", "director", "clerk")
    }
    if not Designation.objects.exists():
        measuring.listed(case, people["clerk"])
    code = zone.managements.get(until=None).organization.credit_code
    before, series = world(zone, code), Measure.objects.count()
    lasting: list[tuple[Measure, MeasureKind]] = []
    for place, kind in enumerate(kinds):
        lead = measuring.verified(
            zone, people["supervisor"], Grade.SERIOUS, f"示例环〔2026〕{series + place}号"
        )
        wanted = measuring.terms(
            kind, points=Decimal(place + 1), restriction_years=1 if kind == MeasureKind.REVOKE else None
        )
        number = f"示例决〔2026〕{series + place}号"
        measure = measuring.signed(
            lead, people["supervisor"], people["applicant"], people["director"], wanted, number
        )
        lasting.append((measure, kind))
        assert Designation.objects.get().standing == expected([each for _measure, each in lasting])
    order.shuffle(lasting)
    while lasting:
        measure, _kind = lasting.pop()
        measuring.reversed_(
            measure, people["supervisor"], people["director"], f"示例撤〔2026〕{measure.pk}号"
        )
        assert Designation.objects.get().standing == expected([each for _measure, each in lasting])
        assert bool(may_enter(code, on=clock.today())) == (
            MeasureKind.REVOKE not in [each for _m, each in lasting]
        )
    assert world(zone, code) == before


@pytest.mark.django_db
def test_a_designation_that_another_has_replaced_does_not_come_back(
    building: Designation, zone: Zone, applicant: User, supervisor: User, director: User, clerk: User
) -> None:
    """Revoked, designated anew, then the revocation is reversed: the new one stands, the old one does not push it out."""
    lead = measuring.verified(zone, supervisor, Grade.ESPECIALLY_SERIOUS)
    wanted = measuring.terms(MeasureKind.REVOKE, restriction_years=None, rectify_by=None, requirements="")
    measure = measuring.signed(lead, supervisor, applicant, director, wanted)
    again = factories.case(factories.call(clerk, director, title_zh="再次申报"), zone, applicant)
    anew = measuring.listed(again, clerk)
    measuring.reversed_(measure, supervisor, director)
    assert Designation.objects.get(pk=building.pk).standing == Standing.SUCCEEDED
    assert Designation.objects.get(pk=anew.pk).standing == Standing.BUILDING


@pytest.mark.django_db
def test_a_restriction_that_was_lifted_by_hand_does_not_hinder_the_reversal(
    building: Designation, zone: Zone, applicant: User, supervisor: User, director: User, clerk: User
) -> None:
    lead = measuring.verified(zone, supervisor, Grade.ESPECIALLY_SERIOUS)
    wanted = measuring.terms(MeasureKind.REVOKE, restriction_years=2, rectify_by=None, requirements="")
    measure = measuring.signed(lead, supervisor, applicant, director, wanted)
    held = Restriction.objects.get()
    registers.draft_lifting(held, measuring.given("解1"), reason="提前解除。", by=clerk)
    registers.sign_lifting(held, by=director)
    measuring.reversed_(measure, supervisor, director)
    assert not Effect.objects.lasting().exists()


@pytest.mark.django_db
def test_a_suspension_signed_after_a_revocation_holds_when_that_is_reversed(
    building: Designation, zone: Zone, applicant: User, supervisor: User, director: User
) -> None:
    worst = measuring.verified(zone, supervisor, Grade.ESPECIALLY_SERIOUS, "示例环〔2026〕1号")
    revoking = measuring.terms(MeasureKind.REVOKE, restriction_years=None, rectify_by=None, requirements="")
    revoked = measuring.signed(worst, supervisor, applicant, director, revoking, "示例决〔2026〕1号")
    lead = measuring.verified(zone, supervisor, number="示例环〔2026〕2号")
    suspended = measuring.signed(lead, supervisor, applicant, director, number="示例决〔2026〕2号")
    assert Designation.objects.get().standing == Standing.REVOKED
    measuring.reversed_(revoked, supervisor, director)
    assert Designation.objects.get().standing == Standing.SUSPENDED
    measuring.reversed_(suspended, supervisor, director, "示例决〔2026〕10号")
    assert Designation.objects.get().standing == Standing.BUILDING


@pytest.mark.django_db
def test_a_reversal_locks_the_zones_before_it_asks_whether_they_are_open(
    case: Application, clerk: User
) -> None:
    """As a merger and a term's end do; else one could close between the question and the answer."""
    held = measuring.listed(case, clerk)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        lock_designations([held.pk])
    tables = [row["sql"].split(" FROM ")[1].split()[0].strip('"') for row in asked if " FROM " in row["sql"]]
    assert tables == ["program_zone", "program_designation"]
