"""国家高新区绿色发展示范园区: from the draft to the official list, from building to the name, and from term to term."""

from viewflow import this
from viewflow.workflow import flow

from program.applications.models import ResumedAt
from program.applications.rules import (
    apply_until,
    goes_on_at,
    recommend_until,
    was_not_accepted,
    was_not_recommended,
    was_recalled,
    was_returned,
    was_to_correct,
    was_undone,
)
from program.decisions.rules import (
    list_published_or_promoted,
    nothing_open,
    notice_end,
    was_not_chosen,
    was_promoted,
    was_upheld,
    who_answers,
)
from program.people.models import Role
from program.process.flows import CaseFlow, Hold, Outcome, Stage, Wait
from program.process.models import Outcomes
from program.rulesets.models import Key


class ParkFlow(CaseFlow):
    """Demonstration parks."""

    opened = flow.StartHandle(this.open).Next(this.draft)

    # A director reopens a refused case: a new proceeding, which goes on where the reopening says.
    reopened = flow.StartHandle(this.open).Next(this.resumed)
    resumed = (
        flow.Switch()
        .Case(this.recommendation, goes_on_at(ResumedAt.RECOMMENDATION))
        .Case(this.formality_check, goes_on_at(ResumedAt.FORMALITY_CHECK))
        .Case(this.expert_review, goes_on_at(ResumedAt.EXPERT_REVIEW))
    )

    draft = Stage(by=Role.MANAGER, until=apply_until).Next(this.recommendation)

    recommendation = Stage(by=Role.RECOMMENDER, until=recommend_until).Next(this.recommended)
    recommended = (
        flow.Switch()
        .Case(this.draft, was_returned)
        .Case(this.refused, was_not_recommended)
        .Default(this.formality_check)
    )

    formality_check = Stage(by=Role.CLERK, within=Key.FORMALITY_CHECK_DAYS).Next(this.checked)
    checked = (
        flow.Switch()
        .Case(this.draft, was_recalled)
        .Case(this.correction, was_to_correct)
        .Case(this.refused, was_not_accepted)
        .Default(this.expert_review)
    )
    correction = Stage(by=Role.MANAGER, within=Key.CORRECTION_DAYS).Next(
        this.formality_check
    )  # not through 推荐 again

    # The clerk draws the panel and plans the visit; then experts and inspectors are waited for, within the stage.
    expert_review = Stage(by=Role.CLERK, within=Key.EXPERT_REVIEW_DAYS).Next(this.reviewed)
    reviewed = flow.Switch().Case(this.formality_check, was_undone).Default(this.site_visit)
    site_visit = Stage(by=Role.CLERK, within=Key.SITE_VISIT_DAYS).Next(this.deliberation)

    deliberation = Stage(by=Role.CLERK, within=Key.DELIBERATION_DAYS).Next(this.decided)
    decided = flow.Switch().Case(this.unlisted, was_not_chosen).Default(this.public_notice)
    unlisted = Hold(until=list_published_or_promoted).Next(this.told)  # reads 审议中 until then
    told = flow.Switch().Case(this.deliberation, was_promoted).Default(this.refused)

    public_notice = Wait(until=notice_end).Next(this.objections)
    # The clerk takes an objection up, a director settles it, each within its days.
    objections = Hold(until=nothing_open, by=who_answers).Next(this.settled)
    settled = flow.Switch().Case(this.deliberation, was_upheld).Default(this.publication)

    publication = Stage(by=Role.DIRECTOR, within=Key.PUBLICATION_DAYS).Next(
        this.listed
    )  # the signed, numbered document

    listed = Outcome(Outcomes.LISTED)  # the designation's standing: 建设中
    refused = Outcome(Outcomes.REFUSED)


class AcceptanceFlow(CaseFlow):
    """验收: a zone in its building period shows what it has built, and is named. Nobody recommends it again."""

    opened = flow.StartHandle(this.open).Next(this.draft)

    reopened = flow.StartHandle(this.open).Next(this.resumed)
    resumed = (
        flow.Switch()
        .Case(this.formality_check, goes_on_at(ResumedAt.FORMALITY_CHECK))
        .Case(this.expert_review, goes_on_at(ResumedAt.EXPERT_REVIEW))
    )

    draft = Stage(by=Role.MANAGER, until=apply_until).Next(this.formality_check)

    formality_check = Stage(by=Role.CLERK, within=Key.FORMALITY_CHECK_DAYS).Next(this.checked)
    checked = (
        flow.Switch()
        .Case(this.draft, was_recalled)
        .Case(this.correction, was_to_correct)
        .Case(this.refused, was_not_accepted)
        .Default(this.expert_review)
    )
    correction = Stage(by=Role.MANAGER, within=Key.CORRECTION_DAYS).Next(this.formality_check)

    expert_review = Stage(by=Role.CLERK, within=Key.EXPERT_REVIEW_DAYS).Next(this.reviewed)
    reviewed = flow.Switch().Case(this.formality_check, was_undone).Default(this.site_visit)
    site_visit = Stage(by=Role.CLERK, within=Key.SITE_VISIT_DAYS).Next(this.deliberation)

    deliberation = Stage(by=Role.CLERK, within=Key.DELIBERATION_DAYS).Next(this.decided)
    decided = flow.Switch().Case(this.unlisted, was_not_chosen).Default(this.public_notice)
    unlisted = Hold(until=list_published_or_promoted).Next(this.told)
    told = flow.Switch().Case(this.deliberation, was_promoted).Default(this.refused)

    public_notice = Wait(until=notice_end).Next(this.objections)
    objections = Hold(until=nothing_open, by=who_answers).Next(this.settled)
    settled = flow.Switch().Case(this.deliberation, was_upheld).Default(this.publication)

    publication = Stage(by=Role.DIRECTOR, within=Key.PUBLICATION_DAYS).Next(this.listed)

    listed = Outcome(Outcomes.LISTED)  # 已命名, in the place of 建设中
    refused = Outcome(Outcomes.REFUSED)  # it goes on building until its term ends, and may apply again


class ReexaminationFlow(CaseFlow):
    """期满复核: a named zone whose term ends shows what it has done with the name, and keeps it by the band of its total."""

    opened = flow.StartHandle(this.open).Next(this.draft)

    reopened = flow.StartHandle(this.open).Next(this.resumed)
    resumed = (
        flow.Switch()
        .Case(this.formality_check, goes_on_at(ResumedAt.FORMALITY_CHECK))
        .Case(this.expert_review, goes_on_at(ResumedAt.EXPERT_REVIEW))
    )

    draft = Stage(by=Role.MANAGER, until=apply_until).Next(this.formality_check)

    formality_check = Stage(by=Role.CLERK, within=Key.FORMALITY_CHECK_DAYS).Next(this.checked)
    checked = (
        flow.Switch()
        .Case(this.draft, was_recalled)
        .Case(this.correction, was_to_correct)
        .Case(this.refused, was_not_accepted)
        .Default(this.expert_review)
    )
    correction = Stage(by=Role.MANAGER, within=Key.CORRECTION_DAYS).Next(this.formality_check)

    expert_review = Stage(by=Role.CLERK, within=Key.EXPERT_REVIEW_DAYS).Next(this.reviewed)
    reviewed = flow.Switch().Case(this.formality_check, was_undone).Default(this.site_visit)
    site_visit = Stage(by=Role.CLERK, within=Key.SITE_VISIT_DAYS).Next(this.deliberation)

    deliberation = Stage(by=Role.CLERK, within=Key.DELIBERATION_DAYS).Next(this.decided)
    decided = flow.Switch().Case(this.unlisted, was_not_chosen).Default(this.public_notice)
    unlisted = Hold(until=list_published_or_promoted).Next(this.told)
    told = flow.Switch().Case(this.deliberation, was_promoted).Default(this.refused)

    public_notice = Wait(until=notice_end).Next(this.objections)
    objections = Hold(until=nothing_open, by=who_answers).Next(this.settled)
    settled = flow.Switch().Case(this.deliberation, was_upheld).Default(this.publication)

    publication = Stage(by=Role.DIRECTOR, within=Key.PUBLICATION_DAYS).Next(this.listed)

    listed = Outcome(Outcomes.LISTED)  # 已命名 for another term, in the place of the one before
    refused = Outcome(Outcomes.REFUSED)  # the name ends with its term
