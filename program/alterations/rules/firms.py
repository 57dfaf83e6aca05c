"""Questions about reported changes: who reports, what keeps a report from being handed in, and all that a signature would do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from program import clock
from program.alterations.models import (
    WRITABLE_STATES,
    ChangeDecision,
    ChangeKind,
    ChangeReport,
    ChangeState,
)
from program.alterations.rules.reached import (
    Planned,
    cases_ended,
    cases_overtaken,
    designations,
    open_cases,
    overtaken,
    passes,
)
from program.applications.models import Application
from program.applications.rules import own_zones
from program.decisions.models import Designation
from program.measures.models import Measure, MeasureState
from program.people.models import APPLICANT_ROLES, Invitation, Organization, Role, User, check_credit_code
from program.people.rules import Standing
from program.prepared import Keys
from program.registers.rules import written
from program.rulesets.models import Key
from program.rulesets.rules import newest, value
from program.zones.models import Zone

OVER = (MeasureState.CLOSED, MeasureState.REVERSED, MeasureState.DROPPED)


@dataclass(frozen=True)
class ChangeMoves:
    """What a person may do with a report now; the verbs ask again."""

    write: bool
    submit: bool
    withdraw: bool
    send_back: bool
    decide: bool
    discard: bool
    sign: bool


def change_moves(report: ChangeReport, decision: ChangeDecision | None, held: Standing) -> ChangeMoves:
    """Its people write, its manager hands in; a clerk checks; a director signs who did not draft."""
    writable = report.state in WRITABLE_STATES
    checked, waits = report.state == ChangeState.SUBMITTED, report.state == ChangeState.TO_SIGN
    manages = report.organization_id in held.organizations(Role.MANAGER)
    drafted = decision is not None and decision.drafted_by_id == held.user.pk
    return ChangeMoves(
        write=writable and report.organization_id in held.organizations(*APPLICANT_ROLES),
        submit=writable and manages,
        withdraw=(writable or checked) and manages,
        send_back=checked and held.has(Role.CLERK),
        decide=checked and held.has(Role.CLERK),
        discard=waits and held.has(Role.CLERK, Role.DIRECTOR),
        sign=waits and held.has(Role.DIRECTOR) and not drafted,
    )


def reporting_for(held: Standing) -> QuerySet[Organization]:
    """The organisations in whose name the person may begin a report now. One query."""
    own = Organization.objects.filter(pk__in=held.organizations(*APPLICANT_ROLES), ended_on=None)
    going = ChangeReport.objects.open().values("organization")
    found: QuerySet[Organization] = own.filter(holds_or_applies()).exclude(pk__in=going)
    return found.order_by("credit_code")


def holds_or_applies() -> Q:
    """Organisations that hold, or apply for, something of their own."""
    held = Designation.objects.current().filter(zone=None).values("organization")
    applied = Application.objects.filter(for_zone=False).open().values("applicant")
    return Q(pk__in=held) | Q(pk__in=applied)


def concerned(organization: Organization) -> bool:
    return Organization.objects.filter(holds_or_applies(), pk=organization.pk).exists()


def report_within() -> int:
    """Days from the change, by the rules signed last."""
    return int(value(newest(), Key.CHANGE_REPORT_DAYS))


def told_zones(organization: Organization, day: date) -> QuerySet[Zone]:
    """In whose statistics it stands, and that recommended what it holds."""
    recommended = Application.objects.filter(
        pk__in=designations(organization).order_by().values("application")
    )
    stands = own_zones(organization, day).order_by().values("pk")
    return Zone.objects.filter(Q(pk__in=stands) | Q(pk__in=recommended.values("zone"))).order_by("pk")


def changes_to_go_on_with(organizations: Keys) -> QuerySet[ChangeReport]:
    """Begun or returned, of these organisations: to be handed in."""
    found: QuerySet[ChangeReport] = ChangeReport.objects.filter(
        organization__in=organizations, state__in=WRITABLE_STATES
    )
    return found


def changes_to_sign(user: User) -> QuerySet[ChangeDecision]:
    return ChangeDecision.objects.filter(signed_at=None).exclude(drafted_by=user)


# ---------------------------------------------------------------- what keeps it from being handed in, or signed
def change_findings(report: ChangeReport, today: date) -> list[tuple[str | None, str]]:
    """Each sentence at its field; asked when it is written, when it is handed in, and when it is signed."""
    if report.organization.ended_on is not None:
        return [(None, _("This organisation is part of another one now."))]
    found: list[tuple[str | None, str]] = []
    if report.changed_on > today:
        found.append(("changed_on", _("The change lies in the future: report it once it is registered.")))
    if report.kind == ChangeKind.RENAMING:
        found.extend(of_renaming(report))
    elif report.kind == ChangeKind.MERGER:
        found.extend(of_merger(report))
    return found


def of_renaming(report: ChangeReport) -> Iterator[tuple[str | None, str]]:
    if report.name_zh == report.organization.name_zh:
        yield "name_zh", _("This is the organisation's name already.")
    elif (
        Organization.objects.filter(name_zh=report.name_zh, ended_on=None)
        .exclude(pk=report.organization_id)
        .exists()
    ):
        yield "name_zh", _("Another organisation bears this name.")
    last = report.organization.former_names.first()
    if last is not None and report.last_day <= last.until:
        yield "changed_on", _("The organisation was renamed later than that. Report changes in their order.")


def of_merger(report: ChangeReport) -> Iterator[tuple[str | None, str]]:
    try:
        check_credit_code(report.into_code)
    except ValidationError as error:
        yield "into_code", error.messages[0]
        return
    if report.into_code == report.organization.credit_code:
        yield "into_code", _("An organisation is merged into another one.")
        return
    into = successor_of(report)
    if into is None:
        return
    if into.goes_on_as is not None:
        words = _("%(organization)s is part of %(into)s now: enter the code of that one.")
        yield "into_code", words % {"organization": into, "into": into.goes_on_as}
    elif into.kind != report.organization.kind:
        words = _("This credit code belongs to an organisation of another kind: %(kind)s.")
        yield "into_code", words % {"kind": into.get_kind_display()}


def successor_of(report: ChangeReport) -> Organization | None:
    """The organisation that goes on; none where nobody knows its code here yet."""
    rows = Organization.objects.select_related("goes_on_as")
    found: Organization | None = (
        rows.filter(credit_code=report.into_code).first() if report.into_code else None
    )
    return found


def cases_of(report: ChangeReport) -> list[int]:
    """Keys of the cases that a merger ends, or keeps from being listed."""
    if report.kind != ChangeKind.MERGER:
        return []
    found = [case.pk for case in open_cases(report.organization)]
    into = successor_of(report)
    return found + [case.pk for case in overtaken(report.organization, into)] if into else found


def measures_of(organization: Organization) -> QuerySet[Measure]:
    """Against the organisation alone, and not over."""
    found: QuerySet[Measure] = Measure.objects.filter(organization=organization, zone=None)
    return found.exclude(state__in=OVER).order_by("pk")


def takes_away(report: ChangeReport, holds: bool | None) -> bool:
    """Something is revoked, for which a document of the office is needed: the registration authority's notice revokes nothing."""
    if report.kind != ChangeKind.MERGER or not holds:
        return holds is False and designations(report.organization).exists()
    into = successor_of(report)
    return into is not None and any(not passes(each, into) for each in designations(report.organization))


# ---------------------------------------------------------------- what a signature would do
def change_effects(report: ChangeReport, decision: ChangeDecision | None) -> list[Planned]:
    """What a signature would do now; none once it is signed, or before it is drafted."""
    if decision is None or decision.signed_at is not None:
        return []
    return change_planned(report, decision, clock.now())


def change_planned(report: ChangeReport, decision: ChangeDecision, moment: datetime) -> list[Planned]:
    """Everything that a signature at that moment would do, in the order in which it is done."""
    match report.kind:
        case ChangeKind.RENAMING:
            plans = [renamed(report)]
        case ChangeKind.MERGER:
            plans = [*merged(report, bool(decision.holds), moment)]
        case _:
            plans = [*judged(report, bool(decision.holds))]
    # The draft itself is part of what was read: another one, with the same effects, rests on other grounds.
    told = Planned(
        _("Its managers and the zones that were told of the report are told."), f"told:{decision.pk}"
    )
    return [*plans, told]


def renamed(report: ChangeReport) -> Planned:
    before = report.organization.name_zh
    said = {"before": before, "after": report.name_zh, "day": written(report.changed_on)}
    words = _(
        "%(before)s is called %(after)s from %(day)s on; letters and papers issued before keep their name."
    )
    return Planned(words % said, f"name:{before}:{report.name_zh}:{report.changed_on}")


def merged(report: ChangeReport, holds: bool, moment: datetime) -> Iterator[Planned]:
    gone, into = report.organization, successor_of(report)
    named = into or report.into_name
    if into is None:
        words = _("%(into)s (%(code)s) is entered here: nobody acts for it before its manager is invited.")
        yield Planned(words % {"into": named, "code": report.into_code}, f"join:{report.into_code}")
    words = _("%(organization)s ends on %(day)s and is part of %(into)s; what was issued to it stays.")
    said = {"organization": gone, "into": named, "day": written(report.changed_on)}
    yield Planned(words % said, f"into:{gone.pk}:{report.into_code}:{report.changed_on}")
    yield from cases_ended(gone)
    yield from designations_go(report, into, holds)
    if into is not None and holds:
        yield from cases_overtaken(gone, into)
    for measure in measures_of(gone):
        words = _("%(into)s answers for %(number)s from now on.")
        yield Planned(words % {"into": named, "number": measure.number}, f"measure:{measure.pk}")
    yield from household(gone, named, moment)


def household(gone: Organization, named: object, moment: datetime) -> Iterator[Planned]:
    """Its sites go on, its people and invitations do not."""
    if sites := gone.sites.count():
        words = _("%(count)s sites go on as sites of %(into)s.")
        yield Planned(words % {"count": sites, "into": named}, f"sites:{sites}")
    if links := Invitation.objects.open(moment).filter(organization=gone).count():
        yield Planned(_("%(count)s open invitations are taken back.") % {"count": links}, f"links:{links}")
    if people := gone.memberships.current().count():
        yield Planned(_("%(count)s roles of its people end.") % {"count": people}, f"people:{people}")


def designations_go(report: ChangeReport, into: Organization | None, holds: bool) -> Iterator[Planned]:
    """To the organisation that goes on; or, where the conditions hold no more or that has one of its own, revoked."""
    for each in designations(report.organization):
        if holds and (into is None or passes(each, into)):
            words = _("%(letter)s (%(title)s, %(standing)s) passes to %(into)s.")
            yield Planned(words % {**told_of(each), "into": into or report.into_name}, key_of(each, "passes"))
        else:
            yield revoked(report, each)


def revoked(report: ChangeReport, each: Designation) -> Planned:
    words = _("%(letter)s (%(title)s, %(standing)s) is revoked from %(day)s on.")
    day = lost_since(report, each)
    return Planned(words % {**told_of(each), "day": written(day)}, f"{key_of(each, 'revoked')}:{day}")


def lost_since(report: ChangeReport, designation: Designation) -> date:
    """From the change on, but never before it was given."""
    return max(report.changed_on, designation.since)


def told_of(each: Designation) -> dict[str, object]:
    return {"letter": each.letter_number, "title": each.track_label, "standing": each.get_standing_display()}


def key_of(each: Designation, what: str) -> str:
    return f"designation:{each.pk}:{each.standing}:{what}"


def judged(report: ChangeReport, holds: bool) -> Iterator[Planned]:
    if holds:
        words = _("The conditions still hold: the change is recorded, and nothing else changes.")
        yield Planned(words, "recorded")
        return
    lost = list(designations(report.organization))
    for each in lost:
        yield revoked(report, each)
    if not lost:
        yield Planned(_("It holds nothing that could be revoked: the change is recorded."), "nothing")
