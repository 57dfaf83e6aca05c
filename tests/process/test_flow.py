"""A case moves as its flow says, and the projection is always where the open node is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from demonstrations.parks.flows import AcceptanceFlow, ParkFlow, ReexaminationFlow
from program import clock, tracks
from program.applications.models import Application, Checked, FormalityCheck, Recall
from program.people.models import Role, User
from program.process import actions, rules, steps
from program.process.models import Outcomes, Proceeding, StageName, Trouble
from program.process.rules import main_stages
from program.refusals import SomebodyWasFaster
from program.rulesets.rules import Limit
from tests import factories

pytestmark = pytest.mark.django_db


def open_node(application: Application) -> str:
    """The name of the one open node, read from the engine."""
    open_tasks = Task.objects.filter(process__proceeding__application=application, finished=None).exclude(
        status=STATUS.DONE
    )
    (task,) = open_tasks
    return str(task.flow_task.name)


def test_the_straight_way_is_read_off_the_flow() -> None:
    assert main_stages(ParkFlow) == (
        StageName.DRAFT,
        StageName.RECOMMENDATION,
        StageName.FORMALITY_CHECK,
        StageName.EXPERT_REVIEW,
        StageName.SITE_VISIT,
        StageName.DELIBERATION,
        StageName.PUBLIC_NOTICE,
        StageName.OBJECTIONS,
        StageName.PUBLICATION,
        StageName.LISTED,
    )


def test_node_names_and_flow_path_are_frozen() -> None:
    """Running cases refer to them: a breaking change is a new flow class beside the old."""
    assert tracks.get("park").flow == "demonstrations.parks.flows.ParkFlow"
    assert sorted(node.name for node in ParkFlow.instance.nodes()) == [
        "checked", "correction", "decided", "deliberation", "draft", "expert_review", "formality_check", "listed", "objections",
        "opened", "public_notice", "publication", "recommendation", "recommended", "refused", "reopened", "resumed",
        "reviewed", "settled", "site_visit", "told",
        "unlisted",
    ]  # fmt: skip


def test_the_acceptance_is_frozen_too() -> None:
    """The park's nodes without those of a recommendation."""
    assert tracks.get("acceptance").flow == "demonstrations.parks.flows.AcceptanceFlow"
    park, acceptance = ({node.name for node in flow.instance.nodes()} for flow in (ParkFlow, AcceptanceFlow))
    assert park - acceptance == {"recommendation", "recommended"}
    assert acceptance < park


def test_the_reexamination_goes_the_way_of_the_acceptance() -> None:
    assert tracks.get("reexamination").flow == "demonstrations.parks.flows.ReexaminationFlow"
    acceptance, again = (
        {node.name for node in flow.instance.nodes()} for flow in (AcceptanceFlow, ReexaminationFlow)
    )
    assert acceptance == again


def test_a_new_case_waits_for_its_applicant_until_the_calls_deadline(case: Application) -> None:
    assert (case.stage, case.waiting_role, case.waiting_org) == (
        StageName.DRAFT,
        Role.MANAGER,
        case.applicant,
    )
    assert case.due == case.call.apply_until
    assert open_node(case) == StageName.DRAFT


def test_each_stage_projects_holder_and_due_date(case: Application, clerk: User) -> None:
    factories.move(case, StageName.RECOMMENDATION, by=clerk)
    case.refresh_from_db()
    assert (case.waiting_role, case.waiting_org) == (
        Role.RECOMMENDER,
        case.zone.recommending_body.organization,
    )
    factories.move(case, StageName.FORMALITY_CHECK, by=clerk)
    case.refresh_from_db()
    assert (case.waiting_role, case.waiting_org) == (Role.CLERK, None)
    assert case.due is not None
    assert case.due.astimezone(clock.BEIJING).time().isoformat() == "23:59:59.999999"
    assert open_node(case) == case.stage


def test_a_correction_comes_back_to_the_check_and_not_through_the_recommendation(
    case: Application, clerk: User
) -> None:
    factories.move(case, StageName.FORMALITY_CHECK, by=clerk)
    for verdict, stage in ((Checked.CORRECTION, StageName.CORRECTION), (None, StageName.FORMALITY_CHECK)):
        with transaction.atomic():
            held = steps.turn(case, StageName(case.stage))
            if verdict:
                FormalityCheck.objects.create(
                    proceeding=held.proceeding,
                    task=held.task,
                    by=clerk,
                    version=case.latest_version(),
                    verdict=verdict,
                )
            steps.take(held)
        assert case.stage == stage


def test_a_recalled_case_is_a_draft_again(case: Application, clerk: User) -> None:
    factories.move(case, StageName.FORMALITY_CHECK, by=clerk)
    with transaction.atomic():
        held = steps.turn(case, StageName.FORMALITY_CHECK)
        Recall.objects.create(proceeding=held.proceeding, task=held.task, by=clerk, reason="wrong figures")
        steps.take(held)
    assert case.stage == StageName.DRAFT


def test_a_gate_without_a_verdict_is_an_error_and_leaves_everything_as_it_was(
    case: Application, clerk: User
) -> None:
    factories.move(case, StageName.FORMALITY_CHECK, by=clerk)
    with pytest.raises(FormalityCheck.DoesNotExist), transaction.atomic():
        steps.take(steps.turn(case, StageName.FORMALITY_CHECK))
    case.refresh_from_db()
    assert (case.stage, open_node(case)) == (StageName.FORMALITY_CHECK, StageName.FORMALITY_CHECK)


def test_whoever_comes_second_is_told_so(case: Application, clerk: User) -> None:
    factories.move(case, StageName.RECOMMENDATION, by=clerk)
    with pytest.raises(SomebodyWasFaster), transaction.atomic():
        steps.turn(case, StageName.DRAFT)


def test_an_old_verdict_does_not_decide_a_reopened_case(case: Application, clerk: User) -> None:
    factories.move(case, StageName.FORMALITY_CHECK, by=clerk)
    with transaction.atomic():
        held = steps.turn(case, StageName.FORMALITY_CHECK)
        FormalityCheck.objects.create(
            proceeding=held.proceeding, task=held.task, by=clerk, version=case.latest_version(), verdict=Checked.NOT_ACCEPTED,
            reason="incomplete",
        )  # fmt: skip
        steps.take(held)
    assert (case.stage, case.outcome) == (StageName.REFUSED, Outcomes.REFUSED)
    with transaction.atomic():
        steps.open_case(case)
    factories.move(case, StageName.EXPERT_REVIEW, by=clerk)
    assert list(case.proceedings.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_case_has_one_open_proceeding(case: Application) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        steps.open_case(case)


def test_giving_up_closes_the_proceeding_and_the_projection(case: Application) -> None:
    with transaction.atomic():
        steps.close(steps.turn(case, StageName.DRAFT), Outcomes.ABANDONED)
    case.refresh_from_db()
    assert (case.stage, case.outcome, case.waiting_role, case.due) == (
        StageName.ABANDONED,
        Outcomes.ABANDONED,
        "",
        None,
    )
    assert not Proceeding.objects.open().exists()
    with pytest.raises(SomebodyWasFaster), transaction.atomic():
        steps.turn(case, StageName.ABANDONED)


def test_numbers_of_a_series_are_consecutive_and_a_rollback_gives_one_back(db: None) -> None:
    with transaction.atomic():
        assert steps.next_number("letters") == 1
    with transaction.atomic():
        assert steps.next_number("letters") == 2
        transaction.set_rollback(True)
    with transaction.atomic():
        assert steps.next_number("letters") == 2


def test_an_extension_moves_the_due_date(case: Application) -> None:
    limit = Limit(clock.now() + timedelta(days=90), provisional=False)
    with transaction.atomic():
        steps.extend(case, limit)
    case.refresh_from_db()
    assert case.due == limit.moment


def test_a_failing_step_of_the_clock_is_kept_and_retried(
    case: Application, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hold's question that raises: reported, counted, listed; the next success settles it."""
    factories.rest_at(case, StageName.UNLISTED)

    def broken(_activation: object) -> bool:
        raise RuntimeError("the question broke")

    node = ParkFlow.instance.node("unlisted")
    monkeypatch.setattr(node, "_condition", broken)
    assert actions.run_due() == (0, 1)
    assert actions.run_due() == (0, 1)
    trouble = Trouble.objects.open().get()
    assert (trouble.attempts, trouble.stage, "the question broke" in trouble.error) == (
        2,
        StageName.UNLISTED,
        True,
    )
    monkeypatch.setattr(node, "_condition", lambda _activation: False)
    assert actions.retry(trouble, by=clerk) is False


def test_the_sweep_asks_only_holds_that_may_let_a_case_pass(case: Application) -> None:
    """Nobody has told the one result, so there is nothing to ask; where no objection is open, there is."""
    factories.rest_at(case, StageName.UNLISTED)
    assert actions.due(clock.now()) == []
    factories.rest_at(case, StageName.OBJECTIONS)
    assert [proceeding.application for proceeding in actions.due(clock.now())] == [case]


def test_a_projection_that_is_not_the_open_node_is_named(case: Application) -> None:
    assert rules.astray() == []
    Application.objects.filter(pk=case.pk).update(stage=StageName.PUBLICATION)
    assert rules.astray() == [(case.number, StageName.PUBLICATION, [StageName.DRAFT])]
    Application.objects.filter(pk=case.pk).update(stage=StageName.LISTED)
    assert rules.astray() == [(case.number, StageName.LISTED, [StageName.DRAFT])]
