"""The verbs of a site visit: plan, record, sign, hand in the signed record, conclude."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application
from program.applications.steps import tell_applicant
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import fresh_standing, require_role
from program.process.models import StageName
from program.process.steps import Turn, take, turn, wait_for
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster, TooEarly
from program.rulesets.models import Key
from program.rulesets.rules import value
from program.visits import rules
from program.visits.models import Agreement, Check, Seen, TeamMember, Visit, VisitConclusion


@transaction.atomic(durable=True)
def plan(application: Application, *, day: date, team: Sequence[User], lead: User, by: User) -> Visit:
    """Set the date and the team; planning again replaces the plan until somebody has written the record."""
    held = turn(application, StageName.SITE_VISIT)
    require_role(by, Role.CLERK)
    if wrong := rules.not_drawn(application):
        raise Refused(wrong)
    if day < clock.today():
        raise Invalid(_("A visit is planned for today or for a day to come."), field="day")
    members = {user.pk: user for user in team}
    check_team(application, members, lead)
    earlier = Visit.objects.filter(proceeding=held.proceeding).first()
    if earlier is not None and earlier.revision:
        raise Refused(_("The record of this visit has been begun: its team can no longer be changed."))
    if earlier is not None:
        earlier.delete()
    visit = Visit.objects.create(
        application=application,
        proceeding=held.proceeding,
        version=application.latest_version(),
        date=day,
        planned_by=by, planned_at=clock.now(),
    )  # fmt: skip
    TeamMember.objects.bulk_create(
        TeamMember(visit=visit, user=user, is_lead=user == lead) for user in members.values()
    )
    Check.objects.bulk_create(rules.checklist(visit))
    wait_for(application, Role.INSPECTOR)
    journal.record(
        Verb.PLAN_VISIT,
        by=by,
        subject=application,
        application=application,
        version=visit.version.number,
        date=day.isoformat(),
    )
    tell(
        members.values(),
        Text.VISIT_PLANNED,
        application=application,
        path=visit.get_absolute_url(),
        case=application.subject.name_zh,
        date=day,
    )
    tell_applicant(application, Text.VISIT_PLANNED, date=day.isoformat())
    return visit


def check_team(application: Application, members: Mapping[int, User], lead: User) -> None:
    """Enough inspectors, the lead among them, nobody who belongs to the visited."""
    fewest = value(application.rule_set, Key.VISIT_TEAM_MINIMUM)
    if len(members) < fewest:
        raise Incomplete(_("A team has at least %(count)s members.") % {"count": fewest}, field="team")
    if lead.pk not in members:
        raise Invalid(_("The lead is a member of the team."), field="lead")
    if not all(fresh_standing(user).has(Role.INSPECTOR) for user in members.values()):
        raise NotYours(_("Only inspectors go on a site visit."), field="team")
    partial = rules.partial_to(application, members.values())
    if partial:
        names = _(", ").join(user.name for user in partial)
        raise Invalid(
            _("%(names)s belong to the applicant or to its recommending body.") % {"names": names},
            field="team",
        )


def lock(visit: Visit, *, by: User, lead: bool = False) -> tuple[Turn, Visit, TeamMember]:
    """Lock the case for a member of its team (or for the lead only), and re-read the visit."""
    held = turn(visit.application, StageName.SITE_VISIT)
    require_role(by, Role.INSPECTOR)
    visit = Visit.objects.prefetch_related("checks", "team").get(pk=visit.pk)
    member = next((member for member in visit.team.all() if member.user_id == by.pk), None)
    if member is None:
        raise NotYours
    if lead and not member.is_lead:
        raise NotYours(_("This is for the lead of the team."))
    visit.application = held.application
    return held, visit, member


def lock_after_the_visit(visit: Visit, *, by: User, lead: bool = False) -> tuple[Turn, Visit, TeamMember]:
    """The same for what takes the visit as done."""
    found = lock(visit, by=by, lead=lead)
    if sentence := rules.early(found[1]):
        raise TooEarly(sentence)
    return found


@transaction.atomic(durable=True)
def write_record(
    visit: Visit,
    *,
    lines: Sequence[Mapping[str, Any]],
    summary: str,
    conditions: str,
    revision: int,
    by: User,
) -> Visit:
    """Write the record: each line {id or None, subject, declared, found, agreement, note}. Not after anybody has signed."""
    _held, visit, _member = lock(visit, by=by)
    if visit.revision != revision:
        raise SomebodyWasFaster(
            _("Another member has written the record meanwhile; your text is still here.")
        )
    if any(member.signed_at for member in visit.team.all()):
        raise Refused(_("The record has been signed; the lead can take the signatures back."))
    write_lines(visit, lines)
    visit.summary, visit.conditions, visit.revision = summary.strip(), conditions.strip(), visit.revision + 1
    visit.save(update_fields=["summary", "conditions", "revision"])
    return visit


def write_lines(visit: Visit, lines: Sequence[Mapping[str, Any]]) -> None:
    """The checklist as it is now: what was declared stands fast, the team's own lines come and go."""
    known = {check.pk: check for check in visit.checks.all()}
    kept = {line["id"] for line in lines}
    gone = [check.pk for check in known.values() if not check.column and check.pk not in kept]
    Check.objects.filter(pk__in=gone).delete()
    place = max((check.position for check in known.values()), default=0)
    for line in lines:
        if line["agreement"] == Agreement.DIFFERS and not line["found"].strip():
            raise Invalid(_("Where something differs, say what was found."))
        check = known.get(line["id"])
        if check is None:
            place += 1
            check = Check(visit=visit, position=place)
        if not check.column:
            check.subject, check.declared = line["subject"], line["declared"]
        check.found, check.agreement, check.note = line["found"], line["agreement"], line["note"]
        check.save()


@transaction.atomic(durable=True)
def sign(visit: Visit, *, by: User) -> TeamMember:
    """A member signs the record as it stands; from then on nobody changes it."""
    _held, visit, member = lock_after_the_visit(visit, by=by)
    found = rules.gaps(visit)
    if found:
        raise Incomplete(found[0])
    if member.signed_at is not None:
        raise SomebodyWasFaster(_("You have signed this record already."))
    member.signed_at = clock.now()
    member.save(update_fields=["signed_at"])
    journal.record(
        Verb.SIGN_VISIT, by=by, subject=visit.application, application=visit.application, version=visit.version.number,
        audience=Audience.OFFICE, revision=visit.revision,
    )  # fmt: skip
    return member


@transaction.atomic(durable=True)
def take_signatures_back(visit: Visit, *, by: User) -> None:
    """The lead opens a signed record again: every signature is void."""
    _held, visit, _member = lock(visit, by=by, lead=True)
    if not visit.team.exclude(signed_at=None).exists():
        raise SomebodyWasFaster
    visit.team.update(signed_at=None)
    journal.record(
        Verb.UNSIGN_VISIT, by=by, subject=visit.application, application=visit.application, version=visit.version.number,
        audience=Audience.OFFICE, revision=visit.revision,
    )  # fmt: skip


@transaction.atomic(durable=True)
def hand_in_record(
    visit: Visit, scan: "UploadedFile[bytes]", *, visited_name: str, visited_title: str, by: User
) -> Visit:
    """The record signed by the visited, scanned."""
    _held, visit, _member = lock_after_the_visit(visit, by=by, lead=True)
    if not visited_name.strip():
        raise Invalid(_("Name who signed for the visited."), field="visited_name")
    visit.record = store(scan, by=by, organization=None)
    visit.visited_name, visit.visited_title = visited_name.strip(), visited_title.strip()
    visit.save(update_fields=["record", "visited_name", "visited_title"])
    journal.record(
        Verb.HAND_IN_VISIT, by=by, subject=visit.application, application=visit.application, version=visit.version.number,
        audience=Audience.OFFICE, person=visit.visited_name,
    )  # fmt: skip
    return visit


@transaction.atomic(durable=True)
def conclude(visit: Visit, *, result: Seen, by: User) -> VisitConclusion:
    """The lead concludes once everybody has signed; the case goes on to deliberation."""
    held, visit, _member = lock_after_the_visit(visit, by=by, lead=True)
    missing = rules.unsigned(visit)
    if missing:
        raise Incomplete(_("%(count)s members of the team have not signed yet.") % {"count": missing})
    if visit.record_id is None:
        raise Incomplete(_("The record signed by the visited has not been handed in yet."))
    if result == Seen.WITH_CONDITIONS and not visit.conditions:
        raise Incomplete(_("Name the conditions."), field="result")
    made = VisitConclusion.objects.create(
        proceeding=held.proceeding,
        task=held.task,
        by=by,
        at=clock.now(),
        visit=visit,
        result=result,
        conditions=visit.conditions,
    )
    take(held)
    journal.record(
        Verb.CONCLUDE_VISIT, by=by, subject=visit.application, application=visit.application, version=visit.version.number,
        audience=Audience.OFFICE, result=result.label,
    )  # fmt: skip
    return made
