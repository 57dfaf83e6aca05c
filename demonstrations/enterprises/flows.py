"""绿色技术和节能减排技术领先企业: from the draft to the certificate, and from term to term."""

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


class CertificationFlow(CaseFlow):
    """Leading enterprises: the zone recommends its enterprises, a sample of them is visited."""

    opened = flow.StartHandle(this.open).Next(this.draft)

    reopened = flow.StartHandle(this.open).Next(this.resumed)
    resumed = (
        flow.Switch()
        .Case(this.recommendation, goes_on_at(ResumedAt.RECOMMENDATION))
        .Case(this.formality_check, goes_on_at(ResumedAt.FORMALITY_CHECK))
        .Case(this.expert_review, goes_on_at(ResumedAt.EXPERT_REVIEW))
    )

    draft = Stage(by=Role.MANAGER, until=apply_until).Next(this.recommendation)

    recommendation = Stage(by=Role.ZONE_REVIEWER, until=recommend_until).Next(this.recommended)
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
    correction = Stage(by=Role.MANAGER, within=Key.CORRECTION_DAYS).Next(this.formality_check)

    expert_review = Stage(by=Role.CLERK, within=Key.EXPERT_REVIEW_DAYS).Next(this.reviewed)
    reviewed = flow.Switch().Case(this.formality_check, was_undone).Default(this.site_visit)
    # The clerk draws a sample of those who rest here; whoever is not drawn goes on at once.
    site_visit = Stage(by=Role.CLERK, within=Key.SITE_VISIT_DAYS).Next(this.deliberation)

    deliberation = Stage(by=Role.CLERK, within=Key.DELIBERATION_DAYS).Next(this.decided)
    decided = flow.Switch().Case(this.unlisted, was_not_chosen).Default(this.public_notice)
    unlisted = Hold(until=list_published_or_promoted).Next(this.told)
    told = flow.Switch().Case(this.deliberation, was_promoted).Default(this.refused)

    public_notice = Wait(until=notice_end).Next(this.objections)
    objections = Hold(until=nothing_open, by=who_answers).Next(this.settled)
    settled = flow.Switch().Case(this.deliberation, was_upheld).Default(this.publication)

    publication = Stage(by=Role.DIRECTOR, within=Key.PUBLICATION_DAYS).Next(this.listed)

    listed = Outcome(Outcomes.LISTED)  # certified from the document's date, for three years
    refused = Outcome(Outcomes.REFUSED)


class RenewalFlow(CaseFlow):
    """期满复核: a certified enterprise whose term ends shows what it has done, and is certified anew by the band of its total."""

    opened = flow.StartHandle(this.open).Next(this.draft)

    reopened = flow.StartHandle(this.open).Next(this.resumed)
    resumed = (
        flow.Switch()
        .Case(this.recommendation, goes_on_at(ResumedAt.RECOMMENDATION))
        .Case(this.formality_check, goes_on_at(ResumedAt.FORMALITY_CHECK))
        .Case(this.expert_review, goes_on_at(ResumedAt.EXPERT_REVIEW))
    )

    draft = Stage(by=Role.MANAGER, until=apply_until).Next(this.recommendation)

    recommendation = Stage(by=Role.ZONE_REVIEWER, until=recommend_until).Next(this.recommended)
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
    correction = Stage(by=Role.MANAGER, within=Key.CORRECTION_DAYS).Next(this.formality_check)

    expert_review = Stage(by=Role.CLERK, within=Key.EXPERT_REVIEW_DAYS).Next(this.reviewed)
    reviewed = flow.Switch().Case(this.formality_check, was_undone).Default(this.deliberation)

    deliberation = Stage(by=Role.CLERK, within=Key.DELIBERATION_DAYS).Next(this.decided)
    decided = flow.Switch().Case(this.unlisted, was_not_chosen).Default(this.public_notice)
    unlisted = Hold(until=list_published_or_promoted).Next(this.told)
    told = flow.Switch().Case(this.deliberation, was_promoted).Default(this.refused)

    public_notice = Wait(until=notice_end).Next(this.objections)
    objections = Hold(until=nothing_open, by=who_answers).Next(this.settled)
    settled = flow.Switch().Case(this.deliberation, was_upheld).Default(this.publication)

    publication = Stage(by=Role.DIRECTOR, within=Key.PUBLICATION_DAYS).Next(this.listed)

    listed = Outcome(Outcomes.LISTED)  # certified for another term, in the place of the one before
    refused = Outcome(Outcomes.REFUSED)  # the certificate ends with its term
