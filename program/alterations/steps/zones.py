"""What happens to everything that hangs on a zone, inside the transaction of the signature."""

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from program import clock
from program.alterations import rules
from program.alterations.models import Alteration, AlterationKind
from program.alterations.steps.cases import give_up_case
from program.applications.models import Application
from program.claims.steps import follow_merger
from program.decisions.models import Designation, Standing
from program.decisions.steps import turn as turn_designation
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with
from program.refusals import Invalid, SomebodyWasFaster
from program.supervision import steps as supervision
from program.supervision.models import Release
from program.zones import steps as zones
from program.zones.models import Zone, managing_organization

MERGED = "园区并入{into}（{document}）。"
"""The office's word, in Chinese whoever reads it."""


def lock(alteration: Alteration) -> Alteration:
    """The change, locked and read again; whoever comes after it was discarded is told so."""
    rows = Alteration.objects.select_for_update(of=("self",)).select_related("zone", "into", "document")
    locked: Alteration | None = rows.filter(pk=alteration.pk).first()
    if locked is None:
        raise SomebodyWasFaster
    return locked


def lock_zones(alteration: Alteration) -> None:
    """Both zones in the order of their keys, and read again into the change: none applies or loses its term meanwhile."""
    keys = [key for key in (alteration.zone_id, alteration.into_id) if key is not None]
    rows = Zone.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    found = {zone.pk: zone for zone in rows}
    alteration.zone = found[alteration.zone_id]
    if alteration.into_id is not None:
        alteration.into = found[alteration.into_id]


def require_possible(alteration: Alteration) -> None:
    if found := rules.findings(alteration):
        raise Invalid(findings=found)


def stored(alteration: Alteration) -> Alteration:
    try:
        with transaction.atomic():
            alteration.save()
    except IntegrityError as error:
        raise SomebodyWasFaster(_("A change of this zone is under way already.")) from error
    return alteration


def take_effect(alteration: Alteration, *, by: User) -> None:
    """Do what was planned; the change and its zones are locked, and so are the cases that a merger gives up."""
    assert connection.in_atomic_block
    require_possible(alteration)
    if alteration.kind == AlterationKind.RENAMING:
        rename(alteration, by=by)
    else:
        merge(alteration, by=by)
    alteration.applied_at = clock.now()
    alteration.save(update_fields=["applied_at"])


def rename(alteration: Alteration, *, by: User) -> None:
    before, until = alteration.zone.name_zh, rules.last_day(alteration)
    zones.rename(
        alteration.zone, name_zh=alteration.name_zh, name_en=alteration.name_en, until=until,
        approval_number=alteration.document_number,
    )  # fmt: skip
    journal.record(
        Verb.RENAME_ZONE, by=by, subject=alteration.zone.code, before=before, after=alteration.name_zh, until=until,
        number=alteration.document_number,
    )  # fmt: skip
    said = {"before": before, "after": alteration.name_zh, "document": alteration.document_number}
    tell_managers(alteration, Text.ZONE_RENAMED, alteration.zone, **said)


def merge(alteration: Alteration, *, by: User) -> None:
    zone, into, moment = alteration.zone, alteration.into, clock.now()
    assert into is not None  # by constraint
    tell_managers(
        alteration, Text.ZONE_MERGED, zone, into,
        zone=zone.name_zh, into=into.name_zh, document=alteration.document_number,
    )  # fmt: skip
    reason = MERGED.format(into=into.name_zh, document=alteration.document_number)
    for case in rules.open_cases(zone):
        give_up_case(case, reason, by=by)
    for designation in rules.designations(zone).select_for_update(of=("self",)):
        end_or_pass(alteration, designation, by=by)
    for duty in rules.duties(zone, moment):
        duty = supervision.lock(duty)
        supervision.released(duty, Release.WITHDRAWN, reason)
        journal.record(Verb.WITHDRAW_DUTY, by=by, subject=duty, reason=reason)
    zones.move_sites(zone, into, alteration.effective.year)
    follow_merger(zone, into, by=by)
    move_enterprises(zone, into)
    rules.invitations(zone, moment).update(revoked_by=by, revoked_at=moment)
    zones.merge(zone, into, alteration.effective)
    for each, other in ((zone, into), (into, zone)):
        journal.record(
            Verb.MERGE_ZONE, by=by, subject=each.code, zone=other.code, into=into.name_zh,
            number=alteration.document_number, since=alteration.effective,
        )  # fmt: skip


def move_enterprises(zone: Zone, into: Zone) -> None:
    """Open cases of its enterprises: whoever manages the other zone recommends them from now on."""
    cases = Application.objects.filter(zone=zone, for_zone=False).open()
    body = managing_organization(into)
    cases.filter(waiting_role=Role.ZONE_REVIEWER).update(waiting_org=body)
    cases.update(zone=into)


def end_or_pass(alteration: Alteration, designation: Designation, *, by: User) -> None:
    """To the zone that goes on, as it stands, suspended or not; what that holds already, ends."""
    into = alteration.into
    assert into is not None
    issuer, number = alteration.authority, alteration.document_number
    if not rules.passes(designation, into):
        turn_designation(designation, Standing.SUCCEEDED, authority=issuer, number=number, by=by)
        return
    before, body = designation.zone, managing_organization(into)
    assert body is not None  # asked before
    assert before is not None  # an enterprise's designation is of no zone
    designation.zone, designation.organization = into, body
    designation.save(update_fields=["zone", "organization"])
    alteration.passed.add(designation)
    journal.record(
        Verb.PASS_DESIGNATION, by=by, subject=designation, application=designation.application,
        before=before.name_zh, after=into.name_zh, issuer=issuer, document=number,
    )  # fmt: skip


def tell_managers(alteration: Alteration, text: Text, *told: Zone, **facts: object) -> None:
    for zone in told:
        body = managing_organization(zone)
        if body is not None:
            tell(people_with(Role.MANAGER, body), text, path=alteration.get_absolute_url(), **facts)
