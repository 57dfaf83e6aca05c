"""The reserve pool: a zone enters, the office reviews, finance is followed up, projects leave."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from program import clock
from program.journal.models import Line, Verb
from program.people.models import Organization, Role, User
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.registers import actions
from program.registers.models import ExitKind, FinanceOutcome, PoolProject, PoolState
from program.zones.actions import Listing, list_site
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn
from tests.registers import casework
from tests.registers.casework import CODE, PROJECT

pytestmark = pytest.mark.django_db


def test_from_entry_to_exit(zone: Zone, applicant: User, clerk: User) -> None:
    project = casework.under_review(zone, applicant)
    assert clerk.inbox.get().path == project.get_absolute_url()
    project = actions.send_back(project, reason="请补充协议。", by=clerk, seen=project.revision)
    assert (project.state, project.review_reason) == (PoolState.RETURNED, "请补充协议。")
    values = PROJECT | {"content": "回收余热，附协议。"}
    changed = actions.change_project(
        project, values, credit_code=casework.code_of(zone), by=applicant, seen=1
    )
    casework.checked(clerk, casework.code_of(zone))
    actions.put_forward(project, by=applicant, seen=changed.revision)
    actions.admit(project, by=clerk, seen=2)
    actions.follow_up(project, casework.finance(), by=applicant)
    actions.follow_up(project, casework.finance(outcome=FinanceOutcome.PENDING, granted=None), by=clerk)
    actions.let_out(project, ExitKind.COMPLETED, day=clock.today(), reason="建成。", by=applicant)
    gone = PoolProject.objects.get()
    assert (gone.state, gone.exit_kind, gone.finance.count()) == (PoolState.EXITED, ExitKind.COMPLETED, 2)
    verbs = Line.objects.filter(subject=project.number).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        Verb.ENTER_PROJECT, Verb.PUT_PROJECT_FORWARD, Verb.RETURN_PROJECT, Verb.CHANGE_PROJECT, Verb.PUT_PROJECT_FORWARD,
        Verb.ADMIT_PROJECT, Verb.FOLLOW_FINANCE, Verb.FOLLOW_FINANCE, Verb.LET_PROJECT_OUT,
    ]  # fmt: skip


def test_admission_asks_the_one_question(zone: Zone, applicant: User, clerk: User, director: User) -> None:
    """No check yet; a restriction; the very project restricted from green finance; then nothing."""
    code, project = casework.code_of(zone), casework.under_review(zone, applicant)
    with pytest.raises(Refused, match="No credit check"):
        actions.admit(project, by=clerk)
    casework.checked(clerk, code)
    held = casework.restricted(code, clerk, director)
    with pytest.raises(Refused, match=held.number):
        actions.admit(project, by=clerk)
    casework.lifted(held, clerk, director)
    twin = actions.sign(casework.listed(clerk, code, title=project.title), by=director)
    with pytest.raises(Refused, match=twin.number):
        actions.admit(project, by=clerk)
    assert PoolProject.objects.get().state == PoolState.PUT_FORWARD
    casework.lifted(twin, clerk, director)
    assert actions.admit(project, by=clerk).state == PoolState.ADMITTED


def test_how_long_a_check_is_valid_stands_in_the_rules(
    zone: Zone, applicant: User, clerk: User, director: User
) -> None:
    project = casework.under_review(zone, applicant)
    casework.checked(clerk, casework.code_of(zone), day=clock.today() - timedelta(days=40))
    with pytest.raises(Refused, match="30 days"):
        actions.admit(project, by=clerk)
    factories.rule_set(clerk, director, credit_check_days=60)
    assert actions.admit(project, by=clerk).state == PoolState.ADMITTED


def test_whose_project_it_may_be(zone: Zone, other_zone: Zone, applicant: User, stranger: User) -> None:
    """The zone's own, or a firm's in its statistics; nobody else's."""
    firm: dict[str, Any] = {"credit_code": CODE, "by": applicant}
    with pytest.raises(Invalid) as refusal:
        actions.enter_project(zone, PROJECT, **firm)
    assert refusal.value.field == "credit_code"
    list_site(zone, Listing(CODE, "示例公司", "主厂区", "39", 2023), by=applicant)
    assert actions.enter_project(zone, PROJECT, **firm).owner.name_zh == "示例公司"
    with pytest.raises(Invalid):
        actions.enter_project(other_zone, PROJECT, credit_code=CODE, by=stranger)
    with pytest.raises(NotYours):
        actions.enter_project(zone, PROJECT, credit_code=CODE, by=stranger)


def test_each_step_belongs_to_somebody(
    zone: Zone, applicant: User, contact: User, clerk: User, director: User
) -> None:
    tried: tuple[Callable[[], object], ...] = (
        lambda: casework.entered(zone, contact),
        lambda: casework.entered(zone, clerk),
        lambda: actions.put_forward(casework.entered(zone, applicant), by=clerk),
        lambda: actions.admit(casework.under_review(zone, applicant), by=director),
        lambda: actions.send_back(casework.under_review(zone, applicant), reason="x", by=applicant),
    )
    for verb in tried:
        with pytest.raises(NotYours):
            verb()
    project = casework.admitted(zone, applicant, clerk)
    with pytest.raises(NotYours):
        actions.follow_up(project, casework.finance(), by=director)
    with pytest.raises(NotYours):
        actions.let_out(project, ExitKind.STRUCK_OUT, day=clock.today(), reason="x", by=applicant)
    actions.let_out(project, ExitKind.STRUCK_OUT, day=clock.today(), reason="材料不实。", by=clerk)


def test_twice_too_late_and_stale(zone: Zone, applicant: User, clerk: User) -> None:
    project = casework.entered(zone, applicant)
    with pytest.raises(SomebodyWasFaster):
        actions.put_forward(project, by=applicant, seen=2)
    actions.put_forward(project, by=applicant)
    code = casework.code_of(zone)
    again: tuple[Callable[[], object], ...] = (
        lambda: actions.put_forward(project, by=applicant),
        lambda: actions.change_project(project, PROJECT, credit_code=code, by=applicant),
        lambda: actions.follow_up(project, casework.finance(), by=applicant),
        lambda: actions.refuse(project, reason="x", by=clerk, seen=9),
    )
    for verb in again:
        with pytest.raises(SomebodyWasFaster):
            verb()
    actions.refuse(project, reason="不属于绿色项目。", by=clerk)
    late: tuple[Callable[[], object], ...] = (
        lambda: actions.admit(project, by=clerk),
        lambda: actions.let_out(project, ExitKind.WITHDRAWN, day=clock.today(), reason="x", by=applicant),
    )
    for verb in late:
        with pytest.raises(SomebodyWasFaster):
            verb()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"financing": Decimal("1800.01")}, "financing"),
        ({"investment": Decimal(0), "financing": Decimal(0)}, "financing"),
        ({"saving_tce": None}, "saving_tce"),
        ({"saving_tce": Decimal(0)}, "saving_tce"),
        ({"saving_tce": Decimal(5), "saving_co2": Decimal(-1)}, "saving_tce"),
        ({"ends": PROJECT["starts"] - timedelta(days=31)}, "ends"),
        ({"title": "  "}, "title"),
    ],
)
def test_rubbish(zone: Zone, applicant: User, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        casework.entered(zone, applicant, **changes)
    assert refusal.value.field == field
    assert not PoolProject.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"granted": None}, {"outcome": FinanceOutcome.DECLINED}, {"applied": Decimal(0)}, {"day": "tomorrow"}],
)
def test_rubbish_of_finance(zone: Zone, applicant: User, clerk: User, changes: dict[str, Any]) -> None:
    project = casework.admitted(zone, applicant, clerk)
    if "day" in changes:
        changes = {"day": clock.today() + timedelta(days=1)}
    with pytest.raises(Invalid):
        actions.follow_up(project, casework.finance(**changes), by=applicant)
    assert not project.finance.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": PoolState.ADMITTED}, {"state": PoolState.RETURNED}, {"state": PoolState.EXITED},
        {"exit_kind": ExitKind.COMPLETED}, {"state": PoolState.DRAFT, "put_forward_at": None}, {"financing": 9999},
        {"saving_tce": None},
    ],
)  # fmt: skip
def test_the_database_keeps_the_states(zone: Zone, applicant: User, wrong: dict[str, Any]) -> None:
    project = casework.under_review(zone, applicant)
    with pytest.raises(IntegrityError), transaction.atomic():
        PoolProject.objects.filter(pk=project.pk).update(**wrong)


# ---------------------------------------------------------------- pages
def test_who_sees_a_project(
    zone: Zone, applicant: User, contact: User, stranger: User, clerk: User, expert: User, recommender: User,
    supervisor: User, signed_in: SignIn,
) -> None:  # fmt: skip
    """Nobody but the zone before it is put forward; then its owner's people and the office."""
    site = list_site(zone, Listing(CODE, "示例公司", "主厂区", "39", 2023), by=applicant)
    firm = factories.member(site.organization, Role.MANAGER)
    project = actions.enter_project(zone, PROJECT, credit_code=CODE, by=applicant)
    page = project.get_absolute_url()

    def seen_by(*people: User) -> list[int]:
        return [signed_in(user).get(page).status_code for user in people]

    assert seen_by(applicant, contact) == [200, 200]
    assert seen_by(firm, clerk, supervisor, stranger, expert, recommender) == [404] * 6
    actions.put_forward(project, by=applicant)
    assert seen_by(firm, clerk, supervisor) == [200] * 3
    assert seen_by(stranger, expert, recommender) == [404] * 3


def test_by_its_pages(zone: Zone, applicant: User, clerk: User, signed_in: SignIn) -> None:
    park, office = signed_in(applicant), signed_in(clerk)
    typed = {
        "title": "屋顶光伏", "credit_code": casework.code_of(zone), "field": "clean_energy", "content": "建设光伏。",
        "investment": "2,480", "financing": "1900", "saving_co2": "5300", "starts": "2026-03", "ends": "2026-02",
    }  # fmt: skip
    wrong = park.post(reverse("registers:project_new"), typed)
    assert (wrong.status_code, PoolProject.objects.count()) == (422, 0)
    made = park.post(reverse("registers:project_new"), typed | {"ends": "2027-02"})
    project = PoolProject.objects.get()
    assert made.headers["Location"] == project.get_absolute_url()
    assert f"{project.ends}" == "2027-02-01"
    where = {
        name: reverse(f"registers:project_{name}", args=[project.pk])
        for name in ("put_forward", "admit", "refuse")
    }
    assert park.post(where["put_forward"], {"revision": 1}).status_code == 302
    shown = office.get(project.get_absolute_url()).content.decode()
    assert "No credit check" in shown
    assert where["admit"] not in shown
    refused = office.post(where["admit"], {"revision": 1})
    assert refused.status_code == 409
    assert "No credit check" in refused.content.decode()
    assert office.post(where["refuse"], {"refuse-revision": 1, "refuse-reason": ""}).status_code == 422
    casework.checked(clerk, casework.code_of(zone))
    assert office.post(where["admit"], {"revision": 1}).status_code == 302
    assert PoolProject.objects.get().state == PoolState.ADMITTED


def test_a_zone_without_a_body_enters_nothing(
    zone: Zone, managing_body: Organization, applicant: User
) -> None:
    zone.managements.update(until=clock.now())
    with pytest.raises(NotYours):
        actions.enter_project(zone, PROJECT, credit_code=managing_body.credit_code, by=applicant)
