"""My work, gathered from every package; and everything that the page of a case shows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from program import clock, tracks
from program.applications.forms import against_form
from program.applications.models import RECOMMENDING_ROLES, Application, Version, recommended_by
from program.applications.rules import (
    WRITING_STAGES,
    Task,
    belonging,
    handed_in,
    latest_changes,
    measurement,
    newest_number,
    recommending,
    tasks,
)
from program.background.models import Promise
from program.decisions.models import Designation
from program.decisions.rules import waiting_calls
from program.desk import mine, notes, office, rules
from program.desk.stages import stage_bar
from program.desk.times import expectations
from program.indicators.models import State
from program.indicators.rules import waiting_declarations
from program.journal.models import Line
from program.papers.models import Archive, Paper
from program.people.models import APPLICANT_ROLES, Role, in_language
from program.people.rules import Asker, PreparedForRoles, Standing, standing
from program.prepared import Prepared
from program.process.models import StageName, Trouble
from program.reviews.models import PanelMember, ReviewConclusion
from program.reviews.rules import awaited
from program.visits.models import Visit
from program.zones.models import REVIEWING_ROLES

RETRYING_ROLES = (Role.CLERK, Role.DIRECTOR, Role.ADMIN)
CLOCKWORK_ROLES = (*RETRYING_ROLES, Role.AUDITOR)
"""Who tries a failed step of the clock again, and who reads of it."""
NAMED = ("for_zone", "zone__name_zh", "zone__name_en", "applicant__name_zh", "applicant__name_en")
SHOWN = ("pk", "number", "stage", "due", "due_provisional", "newest", *NAMED)
"""What a row of the desk shows of a case. There are many: reading them whole costs more than the rest of the page."""
AWAITED = (
    "number", "stage", "due", "due_provisional", "for_zone", "zone__name_zh", "zone__name_en", "applicant__name_zh",
    "applicant__name_en", "waiting_role", "waiting_org", "clerk",
)  # fmt: skip
"""What a row shows of a case in which somebody else must act."""
DECLARED = (
    "pk", "state", "year", "reopening_asked_at", "site", "zone__name_zh", "zone__name_en", "site__organization__name_zh",
    "site__organization__name_en",
)  # fmt: skip
"""What a row shows of a declaration."""
DECLARING_ROLES = (*APPLICANT_ROLES, Role.ZONE_REVIEWER, Role.CLERK)
"""Who declares figures, and who checks what was declared."""
DOING_ROLES = (*APPLICANT_ROLES, *REVIEWING_ROLES)
"""Whose organisations owe, are measured, report changes, answer claims."""
DECIDED_STAGES = (StageName.DELIBERATION, StageName.OBJECTIONS, StageName.PUBLICATION)


def waiting_for(user: object, moment: datetime | None = None) -> list[office.Item]:
    """What waits for this person, the most urgent first. A constant number of queries."""
    held, moment = standing(user), moment or clock.now()
    found = [
        *cases(held, moment),
        *(reviews(user) if held.has(Role.EXPERT) else ()),
        *(visits(user) if held.has(Role.INSPECTOR) else ()),
        *(declarations(held, moment) if held.has(*DECLARING_ROLES) else ()),
        *(mine.work(held, moment) if held.has(*DOING_ROLES) else ()),
        *(office.clerks_work(held, waiting_calls(), moment) if held.has(Role.CLERK) else ()),
        *(office.supervisors_work(moment) if held.has(Role.SUPERVISOR) else ()),
        *(office.directors_work(held, moment) if held.has(Role.DIRECTOR) else ()),
        *tallied(held, moment),
        *yearly(held, moment),
    ]
    return sorted(found, key=lambda item: (item.due is None, item.due.timestamp() if item.due else 0.0))


def _held(asker: Asker) -> QuerySet[Any, tuple[Any, ...]]:
    waiting = Application.objects.waiting_for(asker).exclude(stage__in=DECIDED_STAGES)
    shown = waiting.annotate(newest=newest_number("pk")).values_list(*SHOWN)
    return shown.order_by("due")[: office.MOST]


_CASES = PreparedForRoles(SHOWN, _held)


def cases(held: Standing, moment: datetime) -> Iterator[office.Item]:
    """Cases whose next move is the person's; those that are decided on together, or by objection, are named by that."""
    found = list(_CASES.ask(held, moment))
    again = [each.pk for each in found if each.stage in rules.SEALING_STAGES and (each.newest or 0) > 1]
    changed = latest_changes(again) if again else {}
    labels = {stage: str(StageName(stage).label) for stage in {each.stage for each in found}}
    for case in found:
        yield office.Item(
            in_language(case, "zone__name" if case.for_zone else "applicant__name"),
            f"{case.number} · {labels[case.stage]}",
            case.pk,
            case.due,
            case.due_provisional,
            changed.get(case.pk),
        )


def reviews(user: Any) -> Iterator[office.Item]:
    """Files that the expert has not scored yet."""
    own = awaited().filter(expert__user=user)
    cases, members = (
        Application.objects.select_related("zone", "applicant"),
        PanelMember.objects.select_related("panel__round"),
    )
    for assignment in own.prefetch_related(Prefetch("application", cases), Prefetch("member", members))[
        : office.MOST
    ]:
        round_ = assignment.member.panel.round
        yield office.Item(
            str(assignment.application.subject), _("score sheet"), assignment.get_absolute_url(), round_.due
        )


def visits(user: object) -> Iterator[office.Item]:
    for visit in (
        Visit.objects.visible_to(user).open().select_related("application__zone", "application__applicant")
    ):
        yield office.Item(
            str(visit.application.subject), _("site visit"), visit.get_absolute_url(), visit.application.due
        )


def _declared(asker: Asker) -> QuerySet[Any, tuple[Any, ...]]:
    return waiting_declarations(asker).values_list(*DECLARED)[: office.MOST]


_DECLARATIONS = PreparedForRoles(DECLARED, _declared)


def declarations(held: Standing, moment: datetime) -> Iterator[office.Item]:
    """Declared figures to check or to reopen, and one's own that were returned."""
    for found in _DECLARATIONS.ask(held, moment):
        if found.state == State.RETURNED:
            note = _("declaration for %(year)d, returned: to be changed")
        elif found.reopening_asked_at is not None:
            note = _("declaration for %(year)d, reopening asked for")
        else:
            note = _("declaration for %(year)d, to be checked")
        declarant = in_language(found, "zone__name" if found.site is None else "site__organization__name")
        yield office.Item(
            declarant, note % {"year": found.year}, reverse("indicators:declaration", args=[found.pk])
        )


def tallied(held: Standing, moment: datetime) -> Iterator[office.Item]:
    """What waits in the apps whose rows count towards a tier by themselves."""
    for tally in tracks.tallies():
        yield from (office.Item(*each) for each in tally.ask("waiting")(held, moment))


def yearly(held: Standing, moment: datetime) -> Iterator[office.Item]:
    """What the holders of titles hand in each year: theirs to write, their zone's to check, the office's to accept."""
    for each in tracks.yearly():
        for title, note, where, due, provisional in each.ask("waiting")(held, moment):
            yield office.Item(title, note, where, due, provisional, outside=note)


@dataclass(frozen=True)
class Awaited:
    """A case in which somebody else must act: who, and until when, as far as this person may know."""

    application: Application
    who: str
    due: datetime | None


def i_wait_for(user: object) -> QuerySet[Application]:
    """Open cases within reach in which somebody else must act, the newest first. The office sees them in the list of cases."""
    held = standing(user)
    if not held.organizations(*APPLICANT_ROLES, *RECOMMENDING_ROLES):
        return Application.objects.none()
    mine = Q(applicant__in=held.organizations(*APPLICANT_ROLES))
    if held.has(*RECOMMENDING_ROLES):
        mine |= recommended_by(held) & Q(first_submitted_at__isnull=False)
    others = Application.objects.filter(mine).open().waiting_for_others_than(user)
    found: QuerySet[Application] = others.select_related("zone", "applicant").prefetch_related(
        "waiting_org", "clerk"
    )
    return found.only(*AWAITED).order_by("-number")[: office.MOST]


def awaited_in(cases: Iterable[Application], user: object) -> list[Awaited]:
    """Who must act in the cases, and until when."""
    reads = standing(user).reads_everything
    return [
        Awaited(each, each.waits_for(reads=reads), each.due if each.shows_due(reads=reads) else None)
        for each in cases
    ]


def _failed() -> QuerySet[Any, tuple[Any, ...]]:
    failed = Trouble.objects.open().order_by().values_list("pk")
    return failed.union(Promise.objects.given_up().order_by().values_list("pk"), all=True)


_TROUBLES = Prepared(_failed)


def troubles(user: object) -> int:
    """How many steps of the clock failed or were given up; for those who can do something about it."""
    if not standing(user).has(*RETRYING_ROLES):
        return 0
    return sum(1 for _row in _TROUBLES.ask())


def task_list(application: Application, versions: Sequence[Version]) -> list[Task]:
    """The parts of the form and how far each is; `versions`: the newest first."""
    measured = measurement(application, versions[0] if versions else None)
    return tasks(application, measured=measured)


def case_page(application: Application, journal: Iterable[Line], user: object) -> dict[str, Any]:
    """Everything the page of a case shows to this person."""
    held = standing(user)
    journal = list(journal)
    writes = application.stage in WRITING_STAGES and application.applicant_id in held.organizations(
        *APPLICANT_ROLES
    )
    versions = list(application.versions.select_related("form__file", "submitted_by").order_by("-number"))
    return {
        "application": application,
        "stages": stage_bar(application, journal, user),
        "stage": application.get_stage_display() if held.reads_everything else application.public_stage,
        "moves": rules.moves(application, user),
        "waited_for": application.waits_for(reads=held.reads_everything),
        "shows_due": application.shows_due(reads=held.reads_everything),
        "writes": writes,
        "tasks": task_list(application, versions) if writes else [],
        "versions": versions,
        "handed_in": handed_in(versions),
        "against": against_form(versions),
        "pages": list(
            versions[0].sealed_pages.select_related("file", "uploaded_by", "confirmed_by").order_by("pk")
        )
        if versions
        else [],
        "ending": notes.ending(application, journal),
        "belonging": belonging(application),
        "asked": notes.asked(application, writes=writes) if writes or held.reads_everything else None,
        "sealing": application.stage in rules.SEALING_STAGES and bool(versions),
        "recommending": recommending(application) if application.stage == StageName.RECOMMENDATION else None,
        "events": rules.events(journal),
        "pace": [] if writes else expectations(application, reads=held.reads_everything),
        "designation": Designation.objects.filter(application=application)
        .select_related("document", "letter__file")
        .first(),
        "papers": Paper.objects.visible_to(user).of_case(application).newest_first(),
        "office": office_part(application) if held.reads_everything else None,
        "notices": application.notice_items.select_related("notice").order_by("pk"),
    }


def office_part(application: Application) -> dict[str, Any]:
    """What only the office reads on a case: review, visit, batch."""
    return {
        "review": ReviewConclusion.objects.filter(proceeding__application=application)
        .order_by("-pk")
        .first(),
        "visit": Visit.objects.filter(application=application)
        .select_related("conclusion")
        .order_by("-pk")
        .first(),
        "items": application.batch_items.select_related("batch").order_by("pk"),
        "yearly": [row for each in tracks.yearly() for row in each.ask("of_term")(application)],
        "archives": Archive.objects.filter(application=application).select_related("file", "application"),
    }
