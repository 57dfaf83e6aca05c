"""Pure questions about a visit: its checklist, who may be on the team, what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from program import clock, tracks
from program.applications.models import Application
from program.applications.rules import NOTHING, head, part_model, part_of, shown
from program.calls.rules import long_day
from program.journal.models import Line, Verb
from program.people.models import Membership, Role, User
from program.visits.models import Agreement, Check, Visit


def checklist(visit: Visit) -> list[Check]:
    """A line for each figure that the track wants seen, with what was declared in the version; unsaved."""
    parts = visit.version.data["parts"]
    return [
        Check(
            visit=visit,
            position=place,
            part=part,
            column=column,
            declared=written(parts[part]["fields"].get(column)),
        )
        for place, (part, column) in enumerate(tracks.get(visit.application.track).visit_checks, 1)
    ]


def written(value: Any) -> str:
    """What was declared, as the line keeps it; a nought is a figure like any other."""
    return "" if value is None else str(value)[:200]


@dataclass(frozen=True)
class CheckLine:
    """A line of the checklist as it reads: what it is about, declared and found with their unit, whether they agree."""

    check: Check
    subject: str
    unit: str
    declared: str

    @property
    def found(self) -> str:
        """Nothing until somebody has looked; where all agrees, it is what was declared that was found."""
        if self.check.found:
            return str(self.check.found)
        return self.declared if self.check.agreement == Agreement.AGREES else NOTHING

    @property
    def is_found(self) -> bool:
        return self.found != NOTHING


def lines(visit: Visit) -> list[CheckLine]:
    """The checklist in the reader's language; a line that the team has added reads as it was written."""
    return [line(visit.application, check) for check in visit.checks.all()]


def line(application: Application, check: Check) -> CheckLine:
    if not check.column:
        return CheckLine(check, check.subject, "", check.declared or NOTHING)
    field: Any = part_model(part_of(application, check.part))._meta.get_field(check.column)
    named = head(field)
    return CheckLine(check, named.label, named.unit, shown(field, check.declared))


def early(visit: Visit) -> str:
    """Why nothing can be signed yet: before its day a visit has found nothing. Empty from that day on."""
    if clock.today() >= visit.date:
        return ""
    return _("The visit is on %(day)s: its record is signed, handed in and concluded from that day on.") % {
        "day": long_day(visit.date)
    }


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


VERBS = (Verb.PLAN_VISIT, Verb.SIGN_VISIT, Verb.UNSIGN_VISIT, Verb.HAND_IN_VISIT, Verb.CONCLUDE_VISIT)


def journal(visit: Visit) -> QuerySet[Line]:
    """办理过程 of the visit, the newest first: the lines of its case that speak of it."""
    return Line.objects.of(visit.application).filter(verb__in=VERBS).order_by("-pk")


def unsigned(visit: Visit) -> int:
    return sum(1 for member in visit.team.all() if member.signed_at is None)
