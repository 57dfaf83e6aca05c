"""整改: planned, done, shown, handed in, checked; what did not pass is done again; a suspension ends with it."""

from datetime import timedelta

import pytest

from program import clock
from program.decisions.models import Designation, Standing
from program.measures import actions
from program.measures.models import Effect, Measure, MeasureState, Rectification, RectificationState
from program.people.models import User
from program.refusals import Invalid, NotYours, SomebodyWasFaster
from program.zones.models import Zone
from tests import factories
from tests.measures import measuring

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(building: Designation, zone: Zone, applicant: User, supervisor: User, director: User) -> Measure:
    return measuring.signed(measuring.verified(zone, supervisor), supervisor, applicant, director)


@pytest.fixture
def shown(measure: Measure) -> Rectification:
    return Rectification.objects.get(measure=measure)


def test_failed_once_then_passed_and_the_suspension_ends(
    building: Designation, measure: Measure, shown: Rectification, applicant: User, supervisor: User
) -> None:
    assert [item.requirement for item in shown.items.all()] == ["修复管网", "开展应急演练"]
    measuring.rectified(measure, applicant)
    again = measuring.in_days(30)
    failed = actions.check(
        shown,
        measuring.findings(shown, _2="演练记录不全"),
        remark="一项未通过。",
        by=supervisor,
        again_by=again,
    )
    shown.refresh_from_db()
    assert (failed.passed, shown.state, shown.turn, shown.due) == (
        False, RectificationState.OPEN, 2, clock.end_of(again),
    )  # fmt: skip
    assert Designation.objects.get().standing == Standing.SUSPENDED
    assert [item.position for item in shown.items.exclude(passed=True)] == [2]
    measuring.rectified(measure, applicant)
    actions.check(shown, measuring.findings(shown), remark="全部通过。", by=supervisor)
    assert Measure.objects.get().state == MeasureState.CLOSED
    assert Designation.objects.get().standing == Standing.BUILDING
    assert [effect.kind for effect in Effect.objects.lasting()] == ["deduction"]
    assert list(applicant.inbox.order_by("pk").values_list("text", flat=True))[-2:] == [
        "rectification_failed", "rectification_passed",
    ]  # fmt: skip


def test_nothing_is_handed_in_half_done(shown: Rectification, applicant: User) -> None:
    first, second = shown.items.all()
    with pytest.raises(Invalid) as refused:
        actions.hand_in(shown, by=applicant)
    assert len(refused.value.findings) == 4
    actions.write(
        shown, {first.pk: actions.Written("计划", "完成", factories.pdf("a"))}, by=applicant, seen=1
    )
    with pytest.raises(SomebodyWasFaster):
        actions.write(shown, {second.pk: actions.Written("计划", "完成")}, by=applicant, seen=1)
    with pytest.raises(Invalid) as refused:
        actions.hand_in(shown, by=applicant)
    assert len(refused.value.findings) == 2


def test_who_writes_hands_in_and_checks(
    measure: Measure,
    shown: Rectification,
    applicant: User,
    contact: User,
    stranger: User,
    supervisor: User,
    clerk: User,
) -> None:
    item = shown.items.first()
    assert item is not None
    actions.write(shown, {item.pk: actions.Written("计划", "")}, by=contact)
    for other in (stranger, supervisor, clerk):
        with pytest.raises(NotYours):
            actions.write(shown, {item.pk: actions.Written("改", "改")}, by=other)
    with pytest.raises(NotYours):
        actions.hand_in(shown, by=contact)
    measuring.rectified(measure, applicant)
    with pytest.raises(SomebodyWasFaster):
        actions.hand_in(shown, by=applicant)
    with pytest.raises(SomebodyWasFaster):
        actions.write(shown, {}, by=applicant)
    for other in (applicant, clerk):
        with pytest.raises(NotYours):
            actions.check(shown, measuring.findings(shown), remark="通过。", by=other)


def test_a_check_is_refused_at_its_fields(
    measure: Measure, shown: Rectification, applicant: User, supervisor: User
) -> None:
    measuring.rectified(measure, applicant)
    first, second = (item.pk for item in shown.items.all())
    with pytest.raises(Invalid) as refused:
        actions.check(shown, {first: actions.Finding(passed=False)}, remark=" ", by=supervisor)
    assert [field for field, _ in refused.value.findings] == [f"remark-{first}", f"passed-{second}", "remark"]
    failing = measuring.findings(shown, _1="未完成")
    for day in (None, clock.today()):
        with pytest.raises(Invalid) as refused:
            actions.check(shown, failing, remark="未通过。", by=supervisor, again_by=day)
        assert refused.value.field == "again_by"
    assert not shown.follow_ups.exists()


def test_more_time_never_less(shown: Rectification, director: User, supervisor: User) -> None:
    day = clock.beijing_date(shown.due)
    with pytest.raises(NotYours):
        actions.extend(shown, until=day + timedelta(days=9), reason="汛期。", by=supervisor)
    for until in (day, day - timedelta(days=1)):
        with pytest.raises(Invalid):
            actions.extend(shown, until=until, reason="汛期。", by=director)
    later = actions.extend(shown, until=day + timedelta(days=9), reason="汛期。", by=director)
    assert later.due == clock.end_of(day + timedelta(days=9))


def test_a_reversed_measure_is_not_rectified_any_more(
    measure: Measure, shown: Rectification, applicant: User, supervisor: User, director: User
) -> None:
    measuring.rectified(measure, applicant)
    measuring.reversed_(measure, supervisor, director)
    with pytest.raises(SomebodyWasFaster):
        actions.check(shown, measuring.findings(shown), remark="通过。", by=supervisor)
