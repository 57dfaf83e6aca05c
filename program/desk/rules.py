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
from program.applications.rules import may_undo, open_check
from program.calls.models import Call
from program.decisions.actions import WITHDRAWING_STAGES
from program.decisions.rules import ground_gone
from program.journal.models import ACCOUNT_VERBS, Line, LineQuerySet
from program.people.models import APPLICANT_ROLES, Role
from program.people.rules import Standing, standing
from program.process.models import StageName

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


def journal_of(user: object) -> LineQuerySet:
    """What of the whole journal a person reads, newest first: the auditor all, the security administrator accounts and roles."""
    held, kept = standing(user), Line.objects.order_by("-at", "-pk")
    if held.has(Role.AUDITOR):
        return kept
    return kept.filter(verb__in=ACCOUNT_VERBS) if held.has(Role.SECURITY) else kept.none()


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


def moves(application: Application, user: object) -> list[Move]:
    """The moves of this person in this case, the usual first. The verbs ask again, with the case locked."""
    held = standing(user)
    return [
        *applicant_moves(application, held),
        *recommender_moves(application, held),
        *office_moves(application, held),
        *second_thoughts(application, held),
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
    if stage == StageName.DRAFT:
        yield Move(_("Check your answers and submit"), at("applications:answers", application))
    if stage == StageName.CORRECTION:
        yield from correcting_moves(application)
    if stage in SEALING_STAGES:
        if not is_sealed(application):
            yield Move(_("Hand in the sealed page"), at("applications:seal", application))
        if manages:
            yield Move(_("Recall for change"), at("applications:recall", application), "quiet")
    if manages and stage in GIVING_UP_STAGES:
        yield Move(_("Give the application up"), at("applications:abandon", application), "grave")


def correcting_moves(application: Application) -> Iterator[Move]:
    """First the answers, then the handing in: while one is missing, nothing can be handed in."""
    check = open_check(application)
    missing = check is not None and any(not item.answer for item in check.items.all())
    yield Move(
        _("Answer the corrections"), at("applications:corrections", application), "" if missing else "quiet"
    )
    yield Move(
        _("Check your answers and submit"),
        at("applications:answers", application),
        "quiet" if missing else "",
    )


def is_sealed(application: Application) -> bool:
    """Whether a sealed page of the latest version was handed in that nobody has asked for again."""
    version = application.latest_version()
    return version is not None and version.sealed_pages.filter(rejected_at=None).exists()


def recommender_moves(application: Application, held: Standing) -> Iterator[Move]:
    if application.stage != StageName.RECOMMENDATION:
        return
    role = application.recommending_role
    asked = application.holder(role)
    if asked is not None and asked.pk in held.organizations(role):
        yield Move(_("Recommend"), at("applications:recommend", application))
        queue = reverse("applications:queue", args=[application.call_id])
        yield Move(_("Recommend several with one letter"), queue, "quiet")
        letter = reverse("papers:letter", args=[application.call_id])
        yield Move(_("Draft the letter of recommendation"), letter, "quiet")
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
        yield visit_move(application)
    if stage == StageName.DELIBERATION:
        yield Move(_("Batches"), reverse("decisions:batches"))
    if stage == StageName.OBJECTIONS:
        yield Move(_("Objections"), reverse("decisions:objections"))
    if stage == StageName.PUBLICATION:
        yield Move(_("Official documents"), reverse("decisions:documents"))
    yield Move(_("Assign a clerk"), at("applications:assign", application), "quiet")


def visit_move(application: Application) -> Move:
    """Planned, or first drawn by lot where the track says so."""
    track = tracks.get(application.track)
    if track.samples_visits and not application.lots.filter(proceeding__closed_at=None).exists():
        return Move(_("Draw for site visits"), reverse("visits:sample", args=[application.call_id]))
    return Move(_("Plan the site visit"), at("visits:plan", application))


def second_thoughts(application: Application, held: Standing) -> Iterator[Move]:
    """Ways back and out: the own check undone, a refused case reopened, a withdrawal, an end for want of ground."""
    stage = StageName(application.stage)
    if (
        stage in {StageName.EXPERT_REVIEW, StageName.CORRECTION}
        and held.has(Role.CLERK)
        and may_undo(application, held.user)
    ):
        yield Move(_("Undo the check"), at("applications:undo_check", application), "quiet")
    if stage == StageName.REFUSED and held.has(Role.DIRECTOR):
        yield Move(_("Reopen the case"), at("applications:reopen", application), "quiet")
    if stage in WITHDRAWING_STAGES:
        asked = application.withdrawal_requests.filter(decided_at=None).exists()
        if asked and held.has(Role.DIRECTOR):
            yield Move(_("Answer the request to withdraw"), at("decisions:withdrawal_answer", application))
        if not asked and application.applicant_id in held.organizations(Role.MANAGER):
            yield Move(_("Ask to withdraw"), at("decisions:withdrawal_ask", application), "grave")
        if not asked and held.has(Role.DIRECTOR) and ground_gone(application):
            yield Move(
                _("Close for want of its ground"), at("decisions:close_groundless", application), "grave"
            )


def pages_to_confirm() -> Any:
    """Sealed pages of the latest versions that no clerk has judged yet."""
    later = Version.objects.filter(
        application=OuterRef("version__application"), number__gt=OuterRef("version__number")
    )
    waiting = SealedPage.objects.filter(
        ~Exists(later), confirmed_at=None, rejected_at=None, version__application__stage__in=SEALING_STAGES
    )
    return waiting.select_related("version__application__zone", "version__application__applicant").order_by(
        "uploaded_at"
    )


def open_calls(moment: datetime) -> Any:
    """Calls that take applications now."""
    return (
        Call.objects.taking(moment).only("pk", "title_zh", "title_en", "apply_until").order_by("apply_until")
    )
