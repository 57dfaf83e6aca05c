"""What a case page and a desk say: where the case stands, what this person can do next, what waits for whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from program import clock, tracks
from program.applications.actions.submitting import GIVING_UP_STAGES
from program.applications.models import Application, SealedPage, Version
from program.calls.models import Call
from program.calls.rules import DAYS_OF_STAGE, Step, short_day
from program.journal.models import Line, Verb
from program.people.models import APPLICANT_ROLES, Role
from program.people.rules import Standing, standing
from program.process.models import StageName
from program.process.rules import main_stages
from program.rulesets.rules import value

ENDED_BY = {
    Verb.SUBMIT: StageName.DRAFT,
    Verb.RECOMMEND: StageName.RECOMMENDATION,
    Verb.ACCEPT: StageName.FORMALITY_CHECK,
    Verb.CONCLUDE_REVIEW: StageName.EXPERT_REVIEW,
    Verb.CONCLUDE_VISIT: StageName.SITE_VISIT,
    Verb.DECIDE: StageName.DELIBERATION,
    Verb.DESIGNATE: StageName.PUBLICATION,
}
"""The line in the journal with which a stage was over."""
SHOWN_AT = {StageName.CORRECTION: StageName.FORMALITY_CHECK, StageName.UNLISTED: StageName.DELIBERATION}
"""Stages beside the straight way, and where on it they are shown."""


SEALING_STAGES = (StageName.RECOMMENDATION, StageName.FORMALITY_CHECK)


@dataclass(frozen=True)
class Move:
    """Something this person can do with a case now."""

    label: str
    url: str
    kind: str = ""  # "", quiet, grave


@dataclass(frozen=True)
class Event:
    """A line of 办理过程."""

    title: str
    facts: dict[str, Any]
    when: datetime
    who: str


def lines(application: Application, user: object) -> list[Line]:
    """The journal of a case as far as this person may read it, in order."""
    kept = Line.objects.of(application)
    return list(kept if standing(user).reads_everything else kept.readable_by_case())


def events(journal: Iterable[Line]) -> list[Event]:
    """办理过程, newest first. Who acted: the organisation acted for, and the person."""
    shown = [
        Event(
            title=line.verb_label
            + (_(" (version %(number)s)") % {"number": line.version} if line.version else ""),
            facts=line.facts,
            when=line.at,
            who=" ".join(filter(None, (line.on_behalf, line.actor_name))) or _("by the clock"),
        )
        for line in journal
    ]
    return shown[::-1]


def stage_bar(application: Application, journal: Iterable[Line], user: object) -> list[Step]:
    """The straight way of the track's flow with what is done, what is now, what is to come."""
    reads = standing(user).reads_everything
    way = main_stages(tracks.get(application.track).flow_class)
    ended = {ENDED_BY[Verb(line.verb)]: line.at for line in journal if line.verb in ENDED_BY}
    here = StageName(application.stage)
    now = SHOWN_AT.get(here, here)
    place = way.index(now) if now in way else max((way.index(stage) + 1 for stage in ended), default=0)
    steps = []
    for number, stage in enumerate(way):
        state = (
            "done" if number < place or application.outcome == "listed" else "now" if stage == now else "todo"
        )
        label = (
            here.label
            if state == "now" and (reads or here != StageName.UNLISTED) and here != now
            else stage.label
        )
        steps.append(
            Step(stage, str(label), "".join(stage_note(application, stage, state, ended, reads)), state)
        )
    return steps


def stage_note(
    application: Application, stage: StageName, state: str, ended: dict[StageName, datetime], reads: bool
) -> Iterator[str]:
    """Under the name of a stage: when it ended, until when it runs, or how long it may take."""
    key = DAYS_OF_STAGE.get(stage)
    if state == "done" and stage in ended:
        yield short_day(ended[stage])
    elif state == "now" and application.due and (reads or stage != StageName.DELIBERATION):
        yield _("until %(day)s") % {"day": short_day(application.due)}
        if application.due_provisional:
            yield " " + _("(provisional)")
    elif state == "todo" and key:
        yield _("%(days)s working days") % {"days": value(application.rule_set, key)}


def moves(application: Application, user: object) -> list[Move]:
    """The moves of this person in this case, the usual first. The verbs ask again, with the case locked."""
    held = standing(user)
    return [
        *applicant_moves(application, held),
        *recommender_moves(application, held),
        *office_moves(application, held),
    ]


def at(name: str, application: Application) -> str:
    return reverse(name, args=[application.pk])


def applicant_moves(application: Application, held: Standing) -> Iterator[Move]:
    if application.applicant_id not in held.organizations(*APPLICANT_ROLES):
        return
    stage, manages = (
        StageName(application.stage),
        application.applicant_id in held.organizations(Role.MANAGER),
    )
    if stage in {StageName.DRAFT, StageName.CORRECTION}:
        yield Move(_("Check your answers and submit"), at("applications:answers", application))
    if stage == StageName.CORRECTION:
        yield Move(_("Answer the corrections"), at("applications:corrections", application), "quiet")
    if stage in SEALING_STAGES:
        yield Move(_("Hand in the sealed page"), at("applications:seal", application))
        if manages:
            yield Move(_("Recall for change"), at("applications:recall", application), "quiet")
    if manages and stage in GIVING_UP_STAGES:
        yield Move(_("Give the application up"), at("applications:abandon", application), "grave")


def recommender_moves(application: Application, held: Standing) -> Iterator[Move]:
    body = application.zone.recommending_body.organization_id
    if application.stage == StageName.RECOMMENDATION and body in held.organizations(Role.RECOMMENDER):
        yield Move(_("Recommend"), at("applications:recommend", application))
        yield Move(_("Return for change"), at("applications:return", application), "quiet")
        yield Move(_("Do not recommend"), at("applications:refuse", application), "grave")


def office_moves(application: Application, held: Standing) -> Iterator[Move]:
    if not held.is_office or not application.is_open:
        return
    stage = StageName(application.stage)
    if held.has(Role.CLERK) and stage == StageName.FORMALITY_CHECK:
        yield Move(_("Formality check"), at("applications:check", application))
    moment = clock.now()
    if (
        held.has(Role.CLERK)
        and stage == StageName.CORRECTION
        and application.due
        and moment > application.due
    ):
        yield Move(
            _("Close the correction period"), at("applications:lapse_correction", application), "quiet"
        )
    if stage == StageName.RECOMMENDATION and moment > application.call.recommend_until:
        yield Move(
            _("Close for want of a recommendation"),
            at("applications:close_unrecommended", application),
            "grave",
        )
    if held.has(Role.CLERK) and stage == StageName.EXPERT_REVIEW:
        yield Move(_("Expert review"), reverse("reviews:rounds"))
    if held.has(Role.CLERK) and stage == StageName.SITE_VISIT:
        yield Move(_("Plan the site visit"), at("visits:plan", application))
    if stage == StageName.DELIBERATION:
        yield Move(_("Batches"), reverse("decisions:batches"))
    if stage == StageName.OBJECTIONS:
        yield Move(_("Objections"), reverse("decisions:objections"))
    if stage == StageName.PUBLICATION:
        yield Move(_("Official documents"), reverse("decisions:documents"))
    yield Move(_("Assign a clerk"), at("applications:assign", application), "quiet")


def pages_to_confirm() -> Any:
    """Sealed pages of the latest versions that no clerk has judged yet."""
    later = Version.objects.filter(
        application=OuterRef("version__application"), number__gt=OuterRef("version__number")
    )
    waiting = SealedPage.objects.filter(
        ~Exists(later), confirmed_at=None, rejected_at=None, version__application__stage__in=SEALING_STAGES
    )
    return waiting.select_related("version__application__zone").order_by("uploaded_at")


def open_calls(moment: datetime) -> Any:
    """Calls that take applications now."""
    return Call.objects.taking(moment).order_by("apply_until")
