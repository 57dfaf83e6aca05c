"""My work, gathered from every package; and everything that the page of a case shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from program.applications.models import QUIET_STAGES, Application
from program.applications.rules import WRITING_STAGES, tasks
from program.background.models import Promise
from program.decisions.models import Batch, Designation, Objection, OfficialDocument
from program.decisions.rules import batches_to_sign
from program.desk import rules
from program.journal.models import Line
from program.people.models import APPLICANT_ROLES, Role
from program.people.rules import Standing, standing
from program.process.models import StageName, Trouble
from program.reviews.models import ReviewConclusion
from program.reviews.rules import awaited
from program.visits.models import Visit

MOST = 200
"""Rows of one list on the desk; who has more filters the list of cases."""


@dataclass(frozen=True)
class Item:
    """Something that waits: what, where to do it, until when."""

    title: str
    note: str
    url: str
    due: datetime | None = None
    provisional: bool = False


def waiting_for(user: object) -> list[Item]:
    """What waits for this person, the most urgent first. A constant number of queries."""
    held = standing(user)
    found = [
        *cases(user),
        *(reviews(user) if held.has(Role.EXPERT) else ()),
        *(visits(user) if held.has(Role.INSPECTOR) else ()),
        *(clerks_work() if held.has(Role.CLERK) else ()),
        *(directors_work(held) if held.has(Role.DIRECTOR) else ()),
    ]
    return sorted(found, key=lambda item: (item.due is None, item.due.timestamp() if item.due else 0.0))


def cases(user: object) -> Iterator[Item]:
    waiting = Application.objects.waiting_for(user).exclude(
        stage__in=(StageName.DELIBERATION, StageName.PUBLICATION)
    )
    for application in waiting.for_lists().order_by("due")[:MOST]:
        yield case_item(application, str(application.get_stage_display()))


def case_item(application: Application, note: str) -> Item:
    return Item(
        str(application.zone),
        f"{application.number} · {note}",
        application.get_absolute_url(),
        application.due,
        application.due_provisional,
    )


def reviews(user: Any) -> Iterator[Item]:
    """Files that the expert has not scored yet."""
    mine = awaited().filter(expert__user=user)
    for assignment in mine.select_related("application__zone", "member__panel__round")[:MOST]:
        round_ = assignment.member.panel.round
        yield Item(
            str(assignment.application.zone), _("score sheet"), assignment.get_absolute_url(), round_.due
        )


def visits(user: object) -> Iterator[Item]:
    for visit in Visit.objects.visible_to(user).open().select_related("application__zone"):
        yield Item(
            str(visit.application.zone), _("site visit"), visit.get_absolute_url(), visit.application.due
        )


def clerks_work() -> Iterator[Item]:
    """Sealed pages, batches being drafted, objections to take up."""
    for page in rules.pages_to_confirm()[:MOST]:
        application = page.version.application
        yield Item(
            str(application.zone), _("sealed page to confirm"), reverse("applications:page", args=[page.pk])
        )
    for batch in Batch.objects.filter(prepared_at=None):
        yield Item(str(batch), _("batch being drafted"), batch.get_absolute_url())
    for objection in (
        Objection.objects.open().filter(accepted_at=None).select_related("item__application__zone")
    ):
        yield objection_item(objection, _("objection to take up"), objection.acceptance_due)


def objection_item(objection: Objection, note: str, due: datetime | None) -> Item:
    address = reverse("decisions:objection", args=[objection.pk])
    title = str(objection.item.application.zone)
    return Item(title, f"{objection.number} · {note}", address, due, objection.due_provisional)


def directors_work(held: Standing) -> Iterator[Item]:
    """What waits for a signature or a decision by somebody who did not draft it."""
    for batch in batches_to_sign(held.user):
        yield Item(str(batch), _("batch to sign"), batch.get_absolute_url())
    for document in OfficialDocument.objects.filter(signed_at=None).exclude(entered_by=held.user):
        yield Item(document.title, _("document to sign"), document.get_absolute_url())
    for objection in (
        Objection.objects.open()
        .exclude(accepted_at=None)
        .exclude(accepted_by=held.user)
        .select_related("item__application__zone")
    ):
        yield objection_item(objection, _("objection to settle"), objection.settlement_due)


def i_wait_for(user: object) -> list[tuple[Application, str]]:
    """Open cases within reach in which somebody else must act, and who. The office sees them in the list of cases."""
    held = standing(user)
    mine = Q(applicant__in=held.organizations(*APPLICANT_ROLES))
    mine |= Q(
        zone__recommending_body__organization__in=held.organizations(Role.RECOMMENDER),
        first_submitted_at__isnull=False,
    )
    others = (
        Application.objects.filter(mine)
        .open()
        .exclude(pk__in=Application.objects.waiting_for(user).values("pk"))
    )
    return [
        (each, each.waits_for(reads=held.reads_everything))
        for each in others.for_lists().order_by("number")[:MOST]
    ]


def troubles(user: object) -> int:
    """How many steps of the clock failed or were given up; for those who can do something about it."""
    if not standing(user).has(Role.CLERK, Role.DIRECTOR, Role.ADMIN):
        return 0
    return Trouble.objects.open().count() + Promise.objects.given_up().count()


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
        "stages": rules.stage_bar(application, journal, user),
        "stage": application.get_stage_display() if held.reads_everything else application.public_stage,
        "moves": rules.moves(application, user),
        "waited_for": application.waits_for(reads=held.reads_everything),
        "shows_due": held.reads_everything or application.stage not in QUIET_STAGES,
        "writes": writes,
        "tasks": tasks(application) if writes else [],
        "versions": versions,
        "pages": list(versions[0].sealed_pages.select_related("file", "uploaded_by", "confirmed_by"))
        if versions
        else [],
        "events": rules.events(journal),
        "designation": Designation.objects.filter(application=application)
        .select_related("document", "letter__file")
        .first(),
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
    }
