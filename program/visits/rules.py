"""Pure questions about a visit: its checklist, who may be on the team, what is still missing."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from program import tracks
from program.applications.models import Application
from program.applications.rules import part_model, part_of
from program.people.models import Membership, Role, User
from program.visits.models import Check, Visit


def checklist(visit: Visit) -> list[Check]:
    """A line for each figure that the track wants seen, with what was declared in the version; unsaved."""
    parts = visit.version.data["parts"]
    return [
        Check(
            visit=visit,
            position=place,
            part=part,
            column=column,
            declared=str(parts[part]["fields"].get(column) or "")[:200],
        )
        for place, (part, column) in enumerate(tracks.get(visit.application.track).visit_checks, 1)
    ]


def subject_of(application: Application, check: Check) -> str:
    """What a line is about, in the reader's language; the unit stands with the column's name."""
    if not check.column:
        return check.subject
    field: Any = part_model(part_of(application, check.part))._meta.get_field(check.column)
    return str(field.verbose_name)


def inspectors() -> Any:
    """People who are inspectors now."""
    current = Membership.objects.current().filter(role=Role.INSPECTOR)
    return User.objects.filter(pk__in=current.values("user")).order_by("name", "pk")


def partial_to(application: Application, team: Iterable[User]) -> list[User]:
    """Members who belong to the visited or to the body that recommended it."""
    concerned = Q(organization=application.applicant) | Q(
        organization__recommending_body=application.zone.recommending_body
    )
    return list(
        User.objects.filter(
            memberships__in=Membership.objects.filter(concerned, user__in=list(team))
        ).distinct()
    )


def gaps(visit: Visit) -> list[str]:
    """What the record lacks before it can be signed."""
    said = []
    blank = sum(1 for check in visit.checks.all() if not check.agreement)
    if blank:
        said.append(_("%(count)s lines of the checklist have no result.") % {"count": blank})
    if not visit.summary.strip():
        said.append(_("Write what was seen."))
    return said


def unsigned(visit: Visit) -> int:
    return sum(1 for member in visit.team.all() if member.signed_at is None)
