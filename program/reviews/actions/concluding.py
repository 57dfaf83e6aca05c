"""The end of a review: a case concluded, a panel closed, a round ranked."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application, Version
from program.background.steps import promise
from program.files.models import MediaType
from program.files.steps import keep
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import READING_ROLES, Role, User
from program.people.rules import require_role
from program.process.models import StageName
from program.process.steps import turn
from program.refusals import Refused, SomebodyWasFaster
from program.reviews import rules, steps
from program.reviews.models import (
    Bundle,
    Method,
    Panel,
    PanelCase,
    RankingLine,
    RankingRun,
    ReviewConclusion,
    Round,
)
from program.rulesets.models import Key
from program.rulesets.rules import value
from program.switches.rules import require_exports


@transaction.atomic(durable=True)
def conclude(application: Application, *, opinion: str, by: User) -> ReviewConclusion:
    """Conclude one case: its quorum is reached, its scoring ends, it goes on."""
    held = turn(application, StageName.EXPERT_REVIEW)
    require_role(by, Role.CLERK)
    case = PanelCase.objects.filter(proceeding=held.proceeding).first()
    if case is None:
        raise Refused(_("No panel has been drawn for this case."))
    return steps.conclude(held, case, opinion=opinion, by=by)


@transaction.atomic(durable=True)
def close_panel(panel: Panel, *, opinions: Mapping[int, str] | None = None, by: User) -> Panel:
    """End scoring for all cases of a panel ({case id: its opinion}); concluding them is carried out in the background."""
    waiting = panel.cases.filter(application__stage=StageName.EXPERT_REVIEW).order_by("application_id")
    cases = {
        case.pk: turn(case.application, StageName.EXPERT_REVIEW)
        for case in waiting.select_related("application")
    }
    panel = (
        Panel.objects.select_for_update(of=("self",)).select_related("round__call__rule_set").get(pk=panel.pk)
    )
    require_role(by, Role.CLERK)
    if panel.closed_at:
        raise SomebodyWasFaster
    quorum = value(panel.round.call.rule_set, Key.REVIEW_QUORUM)
    counts = {held.application: len(rules.counted(held.proceeding)) for held in cases.values()}
    short = [(application, count) for application, count in counts.items() if count < quorum]
    if short:
        raise Refused(steps.below_quorum(short, quorum))
    panel.closed_by, panel.closed_at = by, clock.now()
    panel.save(update_fields=["closed_by", "closed_at"])
    for case in panel.cases.filter(closed_at=None):
        case.opinion = (opinions or {}).get(case.pk, "").strip()
        case.closed_by, case.closed_at = by, panel.closed_at
        case.save(update_fields=["opinion", "closed_by", "closed_at"])
    promise("program.reviews.tasks.conclude_panel", panel.pk)
    journal.record(
        Verb.CLOSE_PANEL, by=by, subject=panel.round, audience=Audience.OFFICE, panel=panel, count=len(cases)
    )
    return panel


@transaction.atomic(durable=True)
def carry_out(case: PanelCase) -> ReviewConclusion | None:
    """One case of a closed panel, in whoever's name the panel was closed. Done before, or gone: nothing happens."""
    try:
        held = turn(case.application, StageName.EXPERT_REVIEW)
    except SomebodyWasFaster:
        return None
    case = PanelCase.objects.select_related("closed_by").get(pk=case.pk)
    if case.proceeding_id != held.proceeding.pk or case.closed_by is None:
        return None
    return steps.conclude(held, case, opinion="", by=case.closed_by)


@transaction.atomic(durable=True)
def hold_up(case: PanelCase, obstacle: str) -> None:
    """Keep what keeps a closed case from being concluded; the clerk reads it on the round's page."""
    PanelCase.objects.filter(pk=case.pk).update(obstacle=obstacle[:300])


@transaction.atomic(durable=True)
def keep_bundle(version: Version, content: bytes, *, left_out: list[int]) -> Bundle:
    """Keep a version's one PDF for its readers, unless another worker was faster; `left_out` names the files not in it."""
    Version.objects.select_for_update().get(pk=version.pk)
    made = Bundle.objects.filter(version=version).first()
    if made is None:
        name = f"{version.application.number}-{version.number}.pdf"
        file = keep(content, name=name, media_type=MediaType.PDF, organization=version.application.applicant)
        made = Bundle.objects.create(version=version, file=file, left_out=left_out, made_at=clock.now())
    return made


@transaction.atomic(durable=True)
def rank(round_: Round, *, by: User) -> RankingRun:
    """Rank all concluded cases of a round by the announced method; the run is frozen with its inputs."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("call__rule_set").get(pk=round_.pk)
    require_role(by, Role.CLERK)
    found = rules.inputs(round_)
    if not found.cases:
        raise Refused(_("No case of this round is concluded yet."))
    if found.groups > 1:
        raise Refused(
            _(
                "The panels have no expert in common, so their scores cannot be compared. "
                "Rank them in rounds of their own, each with its quota."
            )
        )
    last = rules.latest_run(round_)
    if last is not None and last.inputs_sha256 == found.sha256:
        raise SomebodyWasFaster(_("The ranking is up to date: nothing has changed since it was made."))
    trim_from = value(round_.call.rule_set, Key.TRIM_FROM)
    run = RankingRun.objects.create(
        round=round_,
        method=Method.TRIMMED_MEAN,
        parameters={"trim_from": trim_from, "complete": found.complete},
        inputs=found.text,
        inputs_sha256=found.sha256,
        made_by=by,
        made_at=clock.now(),
    )
    RankingLine.objects.bulk_create(rules.lines(run, found, trim_from=trim_from))
    journal.record(
        Verb.RANK,
        by=by,
        subject=round_,
        audience=Audience.OFFICE,
        count=len(found.cases),
        sha256=found.sha256,
    )
    return run


@transaction.atomic(durable=True)
def export(run: RankingRun, *, named: bool, by: User) -> RankingRun:
    """Note that a ranking leaves the system, with experts' names or without."""
    require_role(by, *READING_ROLES)
    require_exports()
    journal.record(
        Verb.EXPORT, by=by, subject=run.round, audience=Audience.OFFICE, count=run.lines.count(), names=named
    )
    return run
