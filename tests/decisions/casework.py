"""Six cases of one call at deliberation, a ranking of them, and the ways of a batch through the house."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

from django.utils.module_loading import import_string

from program import clock
from program.applications.models import Application
from program.background.models import Promise
from program.calls.models import Call
from program.decisions import actions
from program.decisions.models import (
    Attended,
    Batch,
    BatchItem,
    NoticeItem,
    Objection,
    ObjectorKind,
    OfficialDocument,
    Proposal,
    PublicNotice,
)
from program.notify.models import Letter
from program.people.models import OrganizationKind, Role, User
from program.process import actions as clockwork
from program.process.models import StageName
from program.reviews.models import Method, RankingLine, RankingRun, Round
from program.zones.models import RecommendingBody
from tests import factories

GROUNDS = "公示材料中的绿色工厂数量与公开名单不一致，请予核实，证据附后。"
SEATS = (
    actions.Seat("示例主任", "专项办主任"),
    actions.Seat("示例副主任", "专项办副主任"),
    actions.Seat("示例委员", "专家委员会委员", Attended.STEPPED_ASIDE, "曾在申报单位任职"),
)


def case_at_deliberation(call: Call, body: RecommendingBody, clerk: User) -> Application:
    """A case of a zone and managing body of its own, with a manager, pushed to deliberation."""
    organization = factories.organization()
    factories.member(organization, Role.MANAGER)
    zone = factories.zone(body, organization)
    return at_deliberation(factories.case(call, zone, clerk))


def at_deliberation(case: Application) -> Application:
    Application.objects.filter(pk=case.pk).update(first_submitted_at=clock.now())
    return factories.rest_at(reread(case), StageName.DELIBERATION)


def body() -> RecommendingBody:
    return factories.recommending_body(
        organization=factories.organization(OrganizationKind.RECOMMENDING_BODY)
    )


def ranking(
    call: Call, cases: Sequence[Application], clerk: User, *, scores: Sequence[str] | None = None
) -> RankingRun:
    """A run over an empty round: the first case ranks first, unless scores are given (equal ones share a rank)."""
    figures = (
        [Decimal(score) for score in scores]
        if scores
        else [Decimal(95 - place) for place in range(len(cases))]
    )
    round_ = Round.objects.create(call=call, number=call.rounds.count() + 1, due=clock.now(), opened_by=clerk)
    run = RankingRun.objects.create(
        round=round_,
        method=Method.TRIMMED_MEAN,
        inputs="{}",
        inputs_sha256=sha256(b"{}").hexdigest(),
        made_by=clerk,
    )
    for case, figure in zip(cases, figures, strict=True):
        rank = 1 + sum(other > figure for other in figures)
        RankingLine.objects.create(run=run, application=case, counted=5, raw="[]", score=figure, rank=rank)
    return run


def another_run(run: RankingRun, clerk: User) -> RankingRun:
    """A newer run of the same round: the first is no longer current."""
    return RankingRun.objects.create(
        round=run.round, method=run.method, inputs="{}", inputs_sha256=run.inputs_sha256, made_by=clerk
    )


def change(item: BatchItem, **fields: object) -> actions.Change:
    """The item as it stands, with something changed."""
    now: dict[str, object] = {
        "proposal": item.proposal,
        "reserve_order": item.reserve_order,
        "reason": item.departure_reason,
        "conditions_met": item.conditions_met,
        "conditions_note": item.conditions_note,
    }
    return actions.Change(**(now | fields))  # type: ignore[arg-type]


def decide(batch: Batch, proposal: Proposal, reason: str, clerk: User) -> Batch:
    """Enter the proposal of a batch of one."""
    item = batch.items.get()
    return actions.change_items(
        batch, {item.pk: change(item, proposal=proposal, reason=reason)}, revision=batch.revision, by=clerk
    )


def meet(batch: Batch, clerk: User) -> Batch:
    """Record a meeting of yesterday."""
    return actions.record_meeting(
        batch,
        name="专项办第7次办公会",
        day=clock.today() - timedelta(days=1),
        minutes_number="会议纪要〔2026〕7号",
        attendance=SEATS,
        revision=batch.revision,
        by=clerk,
    )


def prepare(batch: Batch, clerk: User) -> Batch:
    batch = meet(batch, clerk)
    return actions.prepare_batch(batch, revision=batch.revision, by=clerk)


def sign(batch: Batch, clerk: User, director: User) -> Batch:
    """Meet, prepare and sign; carried out when the promises are kept."""
    batch = prepare(batch, clerk)
    return actions.sign_batch(batch, revision=batch.revision, by=director)


def keep_all(names: str = "") -> None:
    """Keep the outstanding promises whose name contains `names`; an error goes to the test."""
    while waiting := list(Promise.objects.open().filter(name__contains=names).order_by("pk")):
        for promise in waiting:
            import_string(promise.name)(*promise.arguments)
            promise.kept_at = clock.now()
            promise.save()


def stages(cases: Sequence[Application]) -> list[str]:
    """Where the cases rest now, in the order of the list."""
    now = dict(Application.objects.filter(pk__in=[case.pk for case in cases]).values_list("pk", "stage"))
    return [now[case.pk] for case in cases]


def reread(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)


def after_notice(notice: PublicNotice) -> None:
    """Let the notice run out."""
    with clock.at(notice.ends + timedelta(seconds=1)):
        _fired, failed = clockwork.run_due()
    assert failed == 0


def object_to(notice: PublicNotice, case: Application, **fields: object) -> Objection:
    """A named objection to the case's line, not confirmed yet."""
    objector = actions.Objector(ObjectorKind.PERSON, "示例群众", "13800000000", "citizen@example.org")
    given: dict[str, object] = {"grounds": GROUNDS, "evidence": None, "client": "one", "objector": objector}
    given |= fields
    return actions.object_to(NoticeItem.objects.get(notice=notice, application=case), **given)  # type: ignore[arg-type]


def token() -> str:
    """The one-time token in the letter written last."""
    body = Letter.objects.latest("pk").body
    return body.split("/objections/confirm/")[1].split("/")[0]


def confirmed(notice: PublicNotice, case: Application) -> Objection:
    object_to(notice, case)
    return actions.confirm_objection(token())


def settled(objection: Objection, clerk: User, director: User, *, upheld: bool) -> Objection:
    """Taken up by the clerk, settled by the director."""
    taken = actions.accept_objection(objection, summary="有关绿色工厂数量的情况", by=clerk)
    verb = actions.uphold_objection if upheld else actions.dismiss_objection
    return verb(taken, finding="经核实，情况说明如下。", by=director)


def enter(call: Call, clerk: User, number: str = "示例文〔2026〕1号", **fields: object) -> OfficialDocument:
    given: dict[str, object] = {
        "issuer": "示例部门",
        "number": number,
        "day": clock.today(),
        "title": "关于公布示例名单的通知",
        "statement": "公示无异议。",
        "scan": factories.pdf(f"document-{OfficialDocument.objects.count()}"),
    }
    return actions.enter_document(call, **(given | fields), by=clerk)  # type: ignore[arg-type]
