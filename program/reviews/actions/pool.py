"""The expert pool."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program import clock
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import Organization, OrganizationKind, Role, User, check_credit_code
from program.people.rules import fresh_standing, require_role
from program.people.steps import give_role
from program.refusals import Invalid, SomebodyWasFaster
from program.reviews import rules, steps
from program.reviews.models import Assignment, Employment, Expert


@dataclass(frozen=True)
class FormerEmployer:
    """A former employer, by its credit code."""

    employer_name: str
    credit_code: str
    since: date
    until: date


@dataclass(frozen=True)
class Profile:
    """What the pool keeps of an expert."""

    specialities: str
    province: str
    employer_name: str
    employer_code: str
    title: str = ""
    is_technical: bool = True
    former: Sequence[FormerEmployer] = ()


@transaction.atomic(durable=True)
def add_expert(user: User, profile: Profile, *, by: User) -> Expert:
    """Enter a person into the pool; the role of expert comes with it, where the person has not got it by invitation."""
    office = Organization.objects.select_for_update().get(kind=OrganizationKind.SPECIAL_OFFICE)
    require_role(by, Role.CLERK)
    check(profile)
    if not fresh_standing(user).has(Role.EXPERT):
        give_role(user, office, Role.EXPERT, by=by)
    try:
        with transaction.atomic():
            expert = Expert.objects.create(user=user, added_by=by, added_at=clock.now(), **columns(profile))
    except IntegrityError as error:
        raise SomebodyWasFaster(_("This person is in the pool already.")) from error
    write_former(expert, profile)
    journal.record(Verb.ADD_EXPERT, by=by, subject=user.username, audience=Audience.OFFICE)
    return expert


@transaction.atomic(durable=True)
def change_expert(expert: Expert, profile: Profile, *, revision: int, by: User) -> list[Assignment]:
    """Correct an entry of the pool. Assignments that it puts into conflict are voided with it; answers which."""
    open_assignments = Assignment.objects.standing().filter(expert=expert).order_by("application_id")
    held = [steps.hold(assignment) for assignment in open_assignments]
    expert = Expert.objects.select_for_update(of=("self",)).select_related("user").get(pk=expert.pk)
    require_role(by, Role.CLERK)
    if expert.revision != revision:
        raise SomebodyWasFaster
    check(profile)
    Expert.objects.filter(pk=expert.pk).update(revision=revision + 1, **columns(profile))
    expert.refresh_from_db()
    expert.employments.all().delete()
    write_former(expert, profile)
    journal.record(Verb.CHANGE_EXPERT, by=by, subject=expert.user.username, audience=Audience.OFFICE)
    voided = []
    for assignment in held:
        kind = rules.conflict(expert, assignment.application, clock.today())
        if kind and assignment.voided_at is None:
            reason = _("conflict of interest found in the expert pool: %(kind)s") % {"kind": kind.label}
            steps.set_aside(assignment, by=by, reason=reason, conflict=kind)
            voided.append(assignment)
    return voided


def columns(profile: Profile) -> dict[str, object]:
    return {
        "title": profile.title,
        "specialities": profile.specialities,
        "is_technical": profile.is_technical,
        "province": profile.province,
        "employer_name": profile.employer_name,
        "employer_code": profile.employer_code,
    }


def check(profile: Profile) -> None:
    """Credit codes decide conflicts, so they must be right."""
    for code in (profile.employer_code, *(former.credit_code for former in profile.former)):
        try:
            check_credit_code(code)
        except ValidationError as error:
            raise Invalid(error.messages[0], field="employer_code") from error
    if any(former.until < former.since for former in profile.former):
        raise Invalid(_("An employment ends after it begins."))


def write_former(expert: Expert, profile: Profile) -> None:
    Employment.objects.bulk_create(
        Employment(
            expert=expert,
            employer_name=former.employer_name,
            credit_code=former.credit_code,
            since=former.since,
            until=former.until,
        )
        for former in profile.former
    )
