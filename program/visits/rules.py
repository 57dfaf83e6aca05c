"""Pure questions about a visit: its checklist, who may be on the team, what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from program import clock, tracks
from program.applications.models import Application
from program.applications.rules import INDICATORS, NOTHING, head, part_model, part_of, shown
from program.calls.models import Call
from program.calls.rules import long_day
from program.figures import parse_decimal, plain
from program.indicators.rules import (
    Line,
    Place,
    Record,
    decisive,
    failing,
    failure,
    figures_of,
    in_language,
    rounded,
    unit_label,
    verified,
)
from program.indicators.rules import lines as measured_lines
from program.indicators.rules.units import STORED_PLACES
from program.journal import models as journal_models
from program.journal.models import Verb
from program.people.models import Membership, Role, User
from program.process.models import StageName
from program.visits.models import Agreement, Check, Lot, Visit


def without_lot(call: Call) -> QuerySet[Application]:
    """Cases of the call that rest at their site visit and stood in no draw yet."""
    lots = Lot.objects.filter(application=OuterRef("pk"), proceeding__closed_at=None)
    found: QuerySet[Application] = Application.objects.filter(
        ~Exists(lots), call=call, stage=StageName.SITE_VISIT
    )
    return found.select_related("zone", "applicant").order_by("number")


def not_drawn(application: Application) -> str:
    """Why it is not visited, where the track draws by lot; else nothing."""
    if not tracks.get(application.track).samples_visits:
        return ""
    lot = Lot.objects.filter(application=application, proceeding__closed_at=None).first()
    if lot is None:
        return _("Who is visited under this call is drawn by lot: draw first.")
    return "" if lot.is_drawn else _("This case was not drawn: it goes on without a visit.")


def checklist(visit: Visit) -> list[Check]:
    """A line for each figure that the track wants seen, and for each on which a basic condition rests; unsaved."""
    data = visit.version.data
    parts = data["parts"]
    declared = [
        (part, column, parts[part]["fields"].get(column))
        for part, column in tracks.get(visit.application.track).visit_checks
    ]
    if measured := data.get(INDICATORS):
        figures = figures_of(measured)
        declared += [
            (INDICATORS, f"{code}:{year}", plain(figures[code][year])) for code, year in decisive(measured)
        ]
    return [
        Check(visit=visit, position=place, part=part, column=column, declared=written(value))
        for place, (part, column, value) in enumerate(declared, 1)
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

    @property
    def is_seen(self) -> bool:
        """A figure that differs is a figure; everything else says nothing about it."""
        if self.check.agreement != Agreement.DIFFERS:
            return True
        try:
            found_figure(self.check.found)
        except ValidationError:
            return False
        return True


def lines(visit: Visit) -> list[CheckLine]:
    """The checklist in the reader's language; a line that the team has added reads as it was written."""
    return [line(visit.application, check) for check in visit.checks.all()]


def line(application: Application, check: Check) -> CheckLine:
    if not check.column:
        return CheckLine(check, check.subject, "", check.declared or NOTHING)
    if check.part == INDICATORS:
        code, _colon, year = check.column.partition(":")
        named = figure_names(check.visit)[code]
        shown_figure = f"{Decimal(rounded(check.declared)):,f}"
        subject = _("%(item)s of %(years)s") % {"item": in_language(named[:2]), "years": year}
        return CheckLine(check, subject, unit_label(named[2]), shown_figure)
    field: Any = part_model(part_of(application, check.part))._meta.get_field(check.column)
    called = head(field)
    return CheckLine(check, called.label, called.unit, shown(field, check.declared))


def figure_names(visit: Visit) -> dict[str, list[str]]:
    """Data item → Chinese name, English name, unit, as the version that is visited has them."""
    known: dict[str, list[str]] = visit.version.data[INDICATORS]["names"]
    return known


def found_figure(text: str) -> Decimal:
    """What was found in place of a declared figure; ValidationError if it is none."""
    return parse_decimal(text, places=STORED_PLACES)


def verified_measurement(visit: Visit) -> Record | None:
    """The version measured anew with what the team found in place of what was declared; none where nothing was measured."""
    measured: Record | None = visit.version.data.get(INDICATORS)
    if measured is None:
        return None
    found: dict[Place, Decimal] = {}
    for check in visit.checks.all():
        if check.part == INDICATORS and check.agreement == Agreement.DIFFERS:
            code, _colon, year = check.column.partition(":")
            found[code, int(year)] = found_figure(check.found)
    return verified(measured, found) if found else measured


@dataclass(frozen=True)
class Verified:
    """An indicator as it was declared and as it is after the visit."""

    declared: Line
    found: Line

    @property
    def differs(self) -> bool:
        return self.declared.value != self.found.value


def verified_lines(visit: Visit) -> list[Verified]:
    """Declared against verified, indicator by indicator; nothing where nothing was measured."""
    measured, after = visit.version.data.get(INDICATORS), verified_measurement(visit)
    if measured is None or after is None:
        return []
    pairs = zip(measured_lines(measured), measured_lines(after), strict=True)
    return [Verified(declared, found) for declared, found in pairs]


def failed_conditions(proceedings: Iterable[int]) -> dict[int, str]:
    """Case id → which basic conditions its figures do not meet, verified ones where a visit found others; of those that fail."""
    visits = Visit.objects.filter(proceeding__in=proceedings).select_related("version")
    found: dict[int, str] = {}
    for visit in visits.prefetch_related("checks"):
        measured = verified_measurement(visit)
        if measured is not None and (unmet := failing(measured)):
            found[visit.application_id] = _("; ").join(failure(measured, row) for row in unmet)
    return found


def after_visits(proceedings: Iterable[int]) -> dict[int, list[Verified]]:
    """Case id → its indicators, declared and verified; of those that were visited and measured."""
    visits = Visit.objects.filter(proceeding__in=proceedings).select_related("version")
    return {
        visit.application_id: found
        for visit in visits.prefetch_related("checks")
        if (found := verified_lines(visit))
    }


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
    recommended_by = application.holder(application.recommending_role)
    concerned = Q(organization__in=filter(None, [application.applicant, recommended_by]))
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
    unread = [line for line in lines(visit) if line.check.part == INDICATORS and not line.is_seen]
    if unread:
        said.append(
            _("A figure must be found for: %(figures)s.")
            % {"figures": _(", ").join(line.subject for line in unread)}
        )
    if not visit.summary.strip():
        said.append(_("Write what was seen."))
    return said


VERBS = (Verb.PLAN_VISIT, Verb.SIGN_VISIT, Verb.UNSIGN_VISIT, Verb.HAND_IN_VISIT, Verb.CONCLUDE_VISIT)


def journal(visit: Visit) -> QuerySet[journal_models.Line]:
    """办理过程 of the visit, the newest first: the lines of its case that speak of it."""
    return journal_models.Line.objects.of(visit.application).filter(verb__in=VERBS).order_by("-pk")


def unsigned(visit: Visit) -> int:
    return sum(1 for member in visit.team.all() if member.signed_at is None)
