"""Panels: drawn by hand, conflicts left out, shortages said with what would mend them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from program import clock
from program.applications.models import Application
from program.background.models import Promise
from program.calls.models import Call
from program.journal.models import Audience, Line, Verb
from program.notify.models import Message, Text
from program.people.models import Organization, Role, User
from program.process.models import StageName
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.reviews import actions, rules
from program.reviews.actions import FormerEmployer, Profile
from program.reviews.models import Assignment, ConflictKind, Employment, Expert, Panel, Round
from tests import factories
from tests.reviews.casework import assignment_of, panel_case, ready
from tests.reviews.conftest import MakeCase, MakeExpert

pytestmark = pytest.mark.django_db


def profile(**changes: object) -> Profile:
    values: dict[str, object] = {
        "specialities": "节能", "province": "11", "employer_name": "示例研究院", "employer_code": factories.credit_code(),
    }  # fmt: skip
    return Profile(**(values | changes))  # type: ignore[arg-type]


# ---------------------------------------------------------------- the pool
def test_an_expert_enters_the_pool_with_the_role(office: Organization, clerk: User) -> None:
    person = factories.user("li")
    expert = actions.add_expert(person, profile(), by=clerk)
    assert list(rules.available_experts()) == [expert]
    assert Line.objects.get(verb=Verb.ADD_EXPERT).audience == Audience.OFFICE
    with pytest.raises(SomebodyWasFaster):
        actions.add_expert(person, profile(), by=clerk)


def test_office_staff_do_not_score(office: Organization, clerk: User, director: User) -> None:
    with pytest.raises(Refused, match="same time"):
        actions.add_expert(director, profile(), by=clerk)
    assert not Expert.objects.exists()


def test_a_wrong_credit_code_is_refused_at_its_place(office: Organization, clerk: User) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.add_expert(factories.user(), profile(employer_code="91110000600037341X"), by=clerk)
    assert refusal.value.field == "employer_code"


def test_only_a_clerk_keeps_the_pool(office: Organization, director: User) -> None:
    with pytest.raises(NotYours):
        actions.add_expert(factories.user(), profile(), by=director)


# ---------------------------------------------------------------- conflicts
def test_conflicts_are_read_from_employers_memberships_and_provinces(
    make_case: MakeCase, make_expert: MakeExpert
) -> None:
    case = make_case()
    code = case.applicant.credit_code
    works_there = make_expert(employer_code=code)
    belongs_there = make_expert()
    factories.grant(belongs_there.user, case.applicant, Role.CONTACT)
    neighbour = make_expert(province=case.zone.province)
    free = make_expert()
    known = rules.Conflicts(
        [works_there, belongs_there, neighbour, free], [case], case.rule_set, date(2026, 11, 22)
    )
    assert [known.of(expert, case) for expert in (works_there, belongs_there, neighbour, free)] == [
        ConflictKind.ORGANISATION, ConflictKind.ORGANISATION, ConflictKind.PROVINCE, ConflictKind.NONE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("until", "kind"), [(date(2023, 11, 22), ConflictKind.EMPLOYER), (date(2023, 11, 21), ConflictKind.NONE)]
)
def test_a_former_employer_counts_for_three_years(
    make_case: MakeCase, make_expert: MakeExpert, until: date, kind: ConflictKind
) -> None:
    case, expert = make_case(), make_expert()
    Employment.objects.create(
        expert=expert,
        employer_name="x",
        credit_code=case.applicant.credit_code,
        since=date(2020, 1, 1),
        until=until,
    )
    assert rules.conflict(expert, case, date(2026, 11, 22)) == kind


def test_the_province_counts_only_where_the_rule_set_says_so(
    clerk: User, director: User, make_case: MakeCase, make_expert: MakeExpert
) -> None:
    case = make_case()
    neighbour = make_expert(province=case.zone.province)
    lenient = factories.rule_set(clerk, director, province_conflict=0)
    assert (
        rules.Conflicts([neighbour], [case], lenient, clock.today()).of(neighbour, case) == ConflictKind.NONE
    )


# ---------------------------------------------------------------- drawing
def test_a_panel_reads_every_case(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    assert Assignment.objects.count() == 10
    assert [line.facts["count"] for line in Line.objects.filter(verb=Verb.DRAW_PANEL)] == [5, 5]
    assert set(Line.objects.filter(verb=Verb.DRAW_PANEL).values_list("audience", flat=True)) == {
        Audience.OFFICE
    }
    told = Message.objects.filter(text=Text.ASSIGNED_REVIEW)
    assert [(message.recipient, message.facts["count"]) for message in told.order_by("recipient")] == [
        (expert.user, "2") for expert in experts
    ]
    bundles = Promise.objects.filter(name="program.reviews.tasks.make_bundle")
    assert sorted(promise.arguments[0] for promise in bundles) == sorted(
        case.latest_version().pk for case in cases
    )
    cases[0].refresh_from_db()
    assert cases[0].stage == StageName.EXPERT_REVIEW


def test_conflicts_are_left_out_and_listed(
    review_round: Round, experts: list[Expert], cases: list[Application], make_expert: MakeExpert, clerk: User
) -> None:
    partial = make_expert(employer_code=cases[0].applicant.credit_code)
    _panel, skipped = actions.draw_panel(
        review_round, name="A", experts=[*experts, partial], applications=cases, by=clerk
    )
    assert [(skip.expert, skip.application, skip.kind) for skip in skipped] == [
        (partial, cases[0], ConflictKind.ORGANISATION)
    ]
    assert Assignment.objects.filter(expert=partial).get().application == cases[1]


def test_too_few_free_experts_are_refused_with_the_case_the_conflicts_and_the_remedy(
    review_round: Round, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    Expert.objects.filter(pk=experts[0].pk).update(employer_code=cases[1].applicant.credit_code)
    with pytest.raises(Refused) as refusal:
        actions.draw_panel(review_round, name="A", experts=experts, applications=cases, by=clerk)
    sentence = str(refusal.value)
    assert str(cases[1]) in sentence
    assert "4 experts, 5 are needed" in sentence
    assert f"{experts[0]} (works for the applicant)" in sentence
    assert "1 more experts" in sentence
    assert not Panel.objects.exists()
    assert not Assignment.objects.exists()
    assert not Message.objects.filter(text=Text.ASSIGNED_REVIEW).exists()


def test_a_panel_has_a_fewest_number_of_experts(
    review_round: Round, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    with pytest.raises(Refused, match="at least 5 experts; 4"):
        actions.draw_panel(review_round, name="A", experts=experts[:4], applications=cases, by=clerk)


def test_a_case_has_one_panel(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    with pytest.raises(SomebodyWasFaster, match="have a panel already"):
        actions.draw_panel(panel.round, name="B", experts=experts, applications=cases, by=clerk)
    assert Panel.objects.count() == 1


def test_only_cases_at_their_review_are_drawn(
    review_round: Round, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    factories.rest_at(cases[0], StageName.DELIBERATION)
    with pytest.raises(SomebodyWasFaster):
        actions.draw_panel(review_round, name="A", experts=experts, applications=cases, by=clerk)


def test_cases_of_another_call_are_refused(
    review_round: Round, experts: list[Expert], cases: list[Application], clerk: User, director: User
) -> None:
    Application.objects.filter(pk=cases[0].pk).update(call=factories.call(clerk, director))
    with pytest.raises(Invalid, match="another call"):
        actions.draw_panel(review_round, name="A", experts=experts, applications=cases, by=clerk)


@pytest.mark.parametrize("role", ["director", "expert", "applicant", "auditor"])
def test_only_a_clerk_draws(
    role: str,
    request: pytest.FixtureRequest,
    review_round: Round,
    experts: list[Expert],
    cases: list[Application],
) -> None:
    with pytest.raises(NotYours):
        actions.draw_panel(
            review_round, name="A", experts=experts, applications=cases, by=request.getfixturevalue(role)
        )
    assert not Panel.objects.exists()


def test_somebody_who_is_no_longer_an_expert_is_not_drawn(
    review_round: Round, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    factories.end(experts[0].user.memberships.get())
    with pytest.raises(Invalid, match="no longer an expert"):
        actions.draw_panel(review_round, name="A", experts=experts, applications=cases, by=clerk)


def test_a_round_is_due_on_a_day_to_come(call: Call, clerk: User) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.open_round(call, due=clock.now() - timedelta(seconds=1), by=clerk)
    assert refusal.value.field == "due"


# ---------------------------------------------------------------- further experts
def test_a_further_expert_for_one_case(
    panel: Panel, cases: list[Application], spare: Expert, clerk: User
) -> None:
    made = actions.assign_further(panel_case(cases[0]), spare, by=clerk)
    assert list(spare.assignments.all()) == [made]
    with pytest.raises(SomebodyWasFaster, match="assigned to this expert already"):
        actions.assign_further(panel_case(cases[0]), spare, by=clerk)


def test_a_further_member_reads_all_open_cases(
    panel: Panel, cases: list[Application], make_expert: MakeExpert, clerk: User
) -> None:
    partial = make_expert(employer_code=cases[0].applicant.credit_code)
    assert [made.application for made in actions.add_member(panel, partial, by=clerk)] == [cases[1]]
    with pytest.raises(Refused, match="no case of this panel"):
        actions.add_member(panel, partial, by=clerk)


def test_a_conflict_is_refused_in_the_action(
    panel: Panel, cases: list[Application], make_expert: MakeExpert, clerk: User
) -> None:
    neighbour = make_expert(province=cases[0].zone.province)
    with pytest.raises(Invalid, match="same province"):
        actions.assign_further(panel_case(cases[0]), neighbour, by=clerk)
    assert not neighbour.seats.exists()


def test_a_conflict_is_refused_by_the_database(
    panel: Panel, experts: list[Expert], cases: list[Application]
) -> None:
    assignment = assignment_of(experts[0], cases[0])
    with pytest.raises(IntegrityError, match="assignment_with_conflict_is_void"), transaction.atomic():
        Assignment.objects.filter(pk=assignment.pk).update(conflict=ConflictKind.PROVINCE)


def test_an_expert_who_declared_a_conflict_is_not_assigned_again(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    actions.declare(assignment_of(experts[0], cases[0]), no_conflict=False, reason="顾问", by=experts[0].user)
    with pytest.raises(Invalid, match="declared by the expert"):
        actions.assign_further(panel_case(cases[0]), experts[0], by=clerk)


def test_what_the_pool_learns_later_voids_the_assignment(
    panel: Panel, experts: list[Expert], cases: list[Application], clerk: User
) -> None:
    expert = experts[0]
    ready(assignment_of(expert, cases[0]))
    former = FormerEmployer("x", cases[0].applicant.credit_code, date(2020, 1, 1), clock.today())
    voided = actions.change_expert(expert, profile(former=[former]), revision=1, by=clerk)
    assert [assignment.application for assignment in voided] == [cases[0]]
    assert Assignment.objects.get(pk=voided[0].pk).conflict == ConflictKind.EMPLOYER
    assert Message.objects.filter(text=Text.REPLACEMENT_NEEDED, recipient=clerk).count() == 1
    with pytest.raises(SomebodyWasFaster):
        actions.change_expert(expert, profile(), revision=1, by=clerk)
