"""The demonstration tells its story by the verbs alone, on whatever day it is made."""

from datetime import date

import pytest
from django.core.management import call_command

from program import clock
from program.alterations.models import Alteration, ChangeReport
from program.applications.models import Application
from program.background.models import Promise
from program.calls.models import Call
from program.decisions.models import (
    Batch,
    BatchKind,
    Designation,
    Objection,
    ObjectionOutcome,
    Proposal,
    Standing,
)
from program.management.demo.acts import on
from program.management.demo.cast import FOUNDED, Cast
from program.management.demo.story import Story
from program.measures.models import Effect, Lead, LeadState, Measure, Rectification
from program.monitoring.models import MonitoringRun, Scheme
from program.monitoring.rules import since
from program.people.models import User
from program.portal.models import News, NewsState
from program.process.models import Outcomes, StageName, Trouble
from program.process.rules import astray
from program.registers.models import PoolProject, PoolState, Restriction, Stands
from program.registers.rules import may_enter_all
from program.reviews.models import Assignment, ConflictKind
from program.rulesets.models import Level
from program.supervision.models import Alert, Dispensation, DutyState, Ending, Obligation, Return
from program.zones.models import Zone
from tests.once import ON_SQLITE_IN_CI

pytestmark = pytest.mark.django_db


def told(today: date) -> None:
    call_command("load_reference", verbosity=0)
    cast = Cast("demo")
    with on(FOUNDED):
        cast.gather()
    with on(today):
        Story(cast).tell(today)


@ON_SQLITE_IN_CI
def test_the_story() -> None:
    """Also on a day whose calendar the reference data does not hold."""
    told(date(2027, 1, 25))
    first_call()
    elder()
    here = set(Application.objects.values_list("stage", flat=True))
    assert set(StageName) - here == {StageName.ABANDONED}
    assert astray() == []
    assert not Trouble.objects.exists()
    assert not Promise.objects.exclude(error="").exists()
    assert all(case.zone.is_demo for case in Application.objects.select_related("zone"))
    assert not User.objects.filter(is_superuser=True).exists()
    registers(date(2027, 1, 25))
    duties(date(2027, 1, 25))
    measures()
    terms()
    changes()
    monitoring()
    assert {news.state for news in News.objects.all()} == set(NewsState)


def monitoring() -> None:
    """A year evaluated twice after a reversal, one waiting for its signature; targets left, a red line crossed."""
    runs = MonitoringRun.objects.order_by("year", "number")
    assert [(run.year, run.number, run.signed_at is not None) for run in runs] == [
        (2023, 1, False), (2024, 1, True), (2025, 1, True), (2025, 2, True),
    ]  # fmt: skip
    assert [len(since(run)) for run in runs] == [0, 0, 1, 0]
    assert list(Scheme.objects.filter(signed_at=None).values_list("code", flat=True)) == ["evaluation.2"]
    raised = Alert.objects.open().exclude(rule="late").order_by("level")
    assert set(raised.values_list("rule", "level")) == {
        ("off_track", Level.YELLOW), ("off_track", Level.ORANGE), ("red_line", Level.RED),
    }  # fmt: skip


def measures() -> None:
    """A lead in each state, a measure at every stop but the end of its rectification; who was acquitted stands as before."""
    assert set(Lead.objects.values_list("state", flat=True)) == set(LeadState)
    states = ["announced", "in_force", "in_force", "in_force", "reversed", "reversed", "to_sign"]
    assert list(Measure.objects.order_by("state").values_list("state", flat=True)) == states
    held = Effect.objects.filter(kind="suspension").order_by("pk")
    assert [each.undone_at is None for each in held] == [True, False, True, False]
    assert [each.designation.standing for each in held if each.designation] == [
        Standing.SUSPENDED, Standing.BUILDING,
    ] * 2  # fmt: skip
    assert set(Effect.objects.exclude(letter=None).values_list("kind")) == {("deduction",)}
    assert set(Rectification.objects.exclude(measure=None).values_list("state", flat=True)) == {
        "open",
        "handed_in",
        "cancelled",
    }


def registers(today: date) -> None:
    """A project in every state; entries in force, lifted, to be signed; and nobody stopped whose case goes on."""
    assert set(PoolProject.objects.values_list("state", flat=True)) == set(PoolState)
    for standing in (Stands.DRAFT, Stands.IN_FORCE, Stands.LIFTED):
        assert Restriction.objects.standing(standing, today).count() == 1
    applicants = Application.objects.values_list("applicant__credit_code", flat=True)
    assert all(may_enter_all(applicants, on=today).values())


def duties(today: date) -> None:
    """A duty in every state, but one that was withdrawn; a red alert, one that is fresh, some that closed by themselves."""
    with on(today):
        here = {each.stands(clock.now()) for each in Obligation.objects.all()}
    assert set(DutyState) - here == {DutyState.WITHDRAWN}
    late = Alert.objects.open().filter(rule="late")
    assert set(late.values_list("level", flat=True)) == {Level.BLUE, Level.RED}
    assert Alert.objects.filter(ending=Ending.HANDED_IN).exists()
    assert Dispensation.objects.open().count() == 1
    assert Return.objects.waiting().count() == 1


def elder() -> None:
    """Of two zones admitted in 2023 one is named, in the place of its building; the other's acceptance is under review."""
    named = Designation.objects.get(standing=Standing.NAMED, application__call__code="2026-4")
    before = Designation.objects.get(successor=named)
    assert (named.track, before.standing) == ("park", Standing.SUCCEEDED)
    reviewed = Application.objects.get(call__track="acceptance", outcome="")
    assert reviewed.stage == StageName.EXPERT_REVIEW
    assert reviewed.zone.designations.get().standing == Standing.BUILDING


def terms() -> None:
    """Under re-examination, renewed with rectification and renamed, expired; a name that passed with a merger."""
    judged, renewed, expired, merged, going_on = Zone.objects.filter(
        code__gte="SLZ23", is_demo=True
    ).order_by("code")
    case = Application.objects.get(zone=judged, call__track="reexamination")
    assert case.stage == StageName.PUBLIC_NOTICE
    standings = {
        zone.code: list(zone.designations.order_by("pk").values_list("standing", flat=True))
        for zone in (judged, renewed, expired, merged, going_on)
    }
    assert standings == {
        "SLZ23": ["succeeded", "named"], "SLZ24": ["succeeded", "succeeded", "named"], "SLZ25": ["succeeded", "expired"],
        "SLZ26": ["succeeded"], "SLZ27": ["named"],
    }  # fmt: skip
    assert Rectification.objects.get(designation__zone=renewed).state == "open"
    assert renewed.former_names.count() == 1
    assert (merged.merged_into, merged.managements.filter(until=None).count()) == (going_on, 0)
    assert Alteration.objects.get(signed_at=None).zone == going_on


def changes() -> None:
    """A certified enterprise bears another name, another has lost its certificate, a third one's report waits for the clerk."""
    renamed, lost, waiting = ChangeReport.objects.order_by("pk")
    assert (lost.state, lost.organization.designations.get().standing) == ("settled", Standing.REVOKED)
    assert (renamed.state, renamed.organization.name_zh) == ("settled", renamed.name_zh)
    assert renamed.organization.former_names.get().name_zh != renamed.name_zh
    assert renamed.organization.designations.get().standing == Standing.CERTIFIED
    assert (waiting.state, waiting.in_time) == ("submitted", True)


def first_call() -> None:
    """Twenty cases, twelve listed, three in reserve, five not; a late conflict, an upheld objection that brings a reserve in."""
    first = Call.objects.get(code="2026-1")
    cases = Application.objects.filter(call=first)
    assert cases.count() == 20
    made = Designation.objects.filter(application__call=first)
    assert cases.filter(outcome=Outcomes.LISTED).count() == made.count() == 12
    batch = Batch.objects.get(call=first, kind=BatchKind.FIRST)
    assert batch.items.filter(proposal=Proposal.RESERVE).count() == 3
    assert batch.items.filter(proposal=Proposal.NOT_LISTED).count() == 5
    assert Assignment.objects.filter(conflict=ConflictKind.DECLARED).count() == 1
    upheld = Objection.objects.get(outcome=ObjectionOutcome.UPHELD)
    assert upheld.item.application.outcome == Outcomes.REFUSED
    promoted = Batch.objects.get(call=first, kind=BatchKind.PROMOTION).items.get().application
    assert promoted.outcome == Outcomes.LISTED
