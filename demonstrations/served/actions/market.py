"""Verbs of the directory, of needs and offers: entered by their organisation, released by the office, matched and followed up."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from demonstrations.served import rules, steps
from demonstrations.served.models import Follow, Match, Posting, Provider, Release, Scope, ServiceRecord, Side
from program import clock
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Organization, Role, User
from program.people.rules import fresh_standing, people_with, require_role
from program.refusals import Invalid, NotYours, SomebodyWasFaster

Entered = Provider | Posting
PROVIDER = ("introduction", "contact_name", "contact_phone")
POSTING = ("title", "text", "field", "service", "province", "contact_name", "contact_phone")


@transaction.atomic(durable=True)
def enter_provider(organization: Organization, values: Mapping[str, Any], *, by: User) -> Provider:
    """An organisation enters itself in the directory; the office releases it."""
    if not rules.may_provide(fresh_standing(by)).filter(pk=organization.pk).exists():
        raise NotYours
    made = Provider(
        number=steps.next_in("JG"), organization=organization, entered_by=by, entered_at=clock.now(),
        **{name: values[name] for name in PROVIDER},
    )  # fmt: skip
    steps.stored(made, "organization", _("This organisation stands in the directory already."))
    write_scopes(made, values)
    note(Verb.ENTER_PROVIDER, made, by)
    return made


@transaction.atomic(durable=True)
def post(organization: Organization, side: Side, values: Mapping[str, Any], *, by: User) -> Posting:
    """An enterprise or a zone posts a need, a provider of the directory an offer; the office releases it."""
    may = rules.may_need if side == Side.NEED else rules.may_offer
    if not may(fresh_standing(by)).filter(pk=organization.pk).exists():
        raise NotYours
    require_region(side, values)
    prefix = "XQ" if side == Side.NEED else "GJ"
    made = Posting(
        number=steps.next_in(prefix), side=side, organization=organization, entered_by=by, entered_at=clock.now(),
        **{name: values[name] for name in POSTING},
    )  # fmt: skip
    made.save()
    note(Verb.POST_NEED, made, by)
    return made


@transaction.atomic(durable=True)
def change_entry(entry: Entered, values: Mapping[str, Any], *, by: User, seen: int) -> Any:
    """What is changed waits to be released anew."""
    held = own(entry, by, seen)
    if isinstance(held, Posting):
        require_region(Side(held.side), values)
    for name in POSTING if isinstance(held, Posting) else PROVIDER:
        setattr(held, name, values[name])
    held.state, held.return_reason, held.revision = Release.WAITING, "", held.revision + 1
    held.entered_by, held.entered_at = by, clock.now()
    held.save()
    if isinstance(held, Provider):
        held.scopes.all().delete()
        write_scopes(held, values)
    note(Verb.CHANGE_POSTING, held, by)
    return held


@transaction.atomic(durable=True)
def withdraw_entry(entry: Entered, *, by: User, seen: int) -> Any:
    """It is shown no more; what was followed up stays."""
    held = own(entry, by, seen)
    held.state = Release.WITHDRAWN
    held.save(update_fields=["state"])
    note(Verb.WITHDRAW_POSTING, held, by)
    return held


@transaction.atomic(durable=True)
def release(entry: Entered, *, by: User, seen: int) -> Any:
    """Everybody reads it from now on, without the contact."""
    held = lock(entry, seen)
    require_role(by, Role.CLERK)
    if held.state != Release.WAITING:
        raise SomebodyWasFaster
    if held.entered_by_id == by.pk:
        raise NotYours(_("Whoever entered something does not release it."))
    held.state, held.released_by, held.released_at = Release.RELEASED, by, clock.now()
    held.save(update_fields=["state", "released_by", "released_at"])
    note(Verb.RELEASE_POSTING, held, by)
    return held


@transaction.atomic(durable=True)
def return_entry(entry: Entered, *, reason: str, by: User, seen: int) -> Any:
    """Not released, or released no more, until it is changed."""
    held = lock(entry, seen)
    require_role(by, Role.CLERK)
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    if held.state not in {Release.WAITING, Release.RELEASED}:
        raise SomebodyWasFaster
    held.state, held.return_reason = Release.RETURNED, reason.strip()
    held.save(update_fields=["state", "return_reason"])
    note(Verb.RETURN_POSTING, held, by, reason=held.return_reason)
    facts = {"number": held.number, "reason": held.return_reason}
    tell([held.entered_by], Text.POSTING_RETURNED, path=held.get_absolute_url(), **facts)
    return held


# ---------------------------------------------------------------- matches
@transaction.atomic(durable=True)
def note_interest(need: Posting, offer: Posting, *, text: str, by: User) -> Match:
    """One side is interested in the other: both see the contact from now on."""
    held = fresh_standing(by)
    found = {
        row.pk: row
        for row in Posting.objects.select_for_update().filter(pk__in=[need.pk, offer.pk]).order_by("pk")
    }
    need, offer = found[need.pk], found[offer.pk]
    mine = [each for each in (need, offer) if rules.enters_for(each.organization, held)]
    if not mine:
        raise NotYours
    if (need.side, offer.side) != (Side.NEED, Side.OFFER) or need.organization_id == offer.organization_id:
        raise Invalid(_("A need meets an offer of somebody else."))
    if {need.state, offer.state} != {Release.RELEASED}:
        raise SomebodyWasFaster(_("Only what is released can be matched."))
    made = Match(need=need, offer=offer, note=text.strip(), noted_by=by, noted_at=clock.now())
    steps.stored(made, None, _("Interest was noted already."))
    note(Verb.NOTE_INTEREST, mine[0], by, other=(offer if mine[0] is need else need).number)
    other = offer if mine[0] is need else need
    people = [
        person for role in (Role.MANAGER, Role.CONTACT) for person in people_with(role, other.organization)
    ]
    facts = {"organization": mine[0].organization.name_zh, "number": other.number}
    tell(people, Text.INTEREST_NOTED, path=other.get_absolute_url(), **facts)
    return made


@transaction.atomic(durable=True)
def follow(
    match: Match, step: Follow, *, by: User, seen: str, text: str = "", record: ServiceRecord | None = None
) -> Match:
    """One step further, by either side: contacted, contract, the record of the service; or it came to nothing."""
    held = (
        Match.objects.select_for_update(of=("self",))
        .select_related("need__organization", "offer__organization")
        .get(pk=match.pk)
    )
    standing = fresh_standing(by)
    if not any(rules.enters_for(each.organization, standing) for each in (held.need, held.offer)):
        raise NotYours
    if held.step != seen or step not in rules.next_steps(held):
        raise SomebodyWasFaster
    if step == Follow.RECORDED:
        if record is None or not rules.linkable(held, standing).filter(pk=record.pk).exists():
            raise Invalid(
                _("Choose the record of this service: of this provider, for whoever needed it."),
                field="record",
            )
        held.record = record
    held.step, held.note = step, text.strip()
    held.followed_by, held.followed_at = by, clock.now()
    held.save()
    facts = {
        "other": held.offer.number,
        "step": step,
        "record": record.number if held.record_id and record else None,
    }
    note(Verb.FOLLOW_INTEREST, held.need, by, **facts)
    return held


# ---------------------------------------------------------------- what they share
def lock(entry: Entered, seen: int) -> Any:
    """The entry, locked and read again; whoever comes with a page that is not the latest is told so."""
    held: Any = (
        type(entry).objects.select_for_update(of=("self",)).select_related("organization").get(pk=entry.pk)
    )
    if held.revision != seen:
        raise SomebodyWasFaster
    return held


def own(entry: Entered, by: User, seen: int) -> Any:
    held = lock(entry, seen)
    if not rules.enters_for(held.organization, fresh_standing(by)):
        raise NotYours
    if held.state == Release.WITHDRAWN:
        raise SomebodyWasFaster
    return held


def require_region(side: Side, values: Mapping[str, Any]) -> None:
    if side == Side.NEED and not values["province"]:
        raise Invalid(_("Say in which province the service is needed."), field="province")


def write_scopes(provider: Provider, values: Mapping[str, Any]) -> None:
    rows = [(kind, code) for kind in ("field", "service", "region") for code in values[f"{kind}s"]]
    Scope.objects.bulk_create(Scope(provider=provider, kind=kind, code=code) for kind, code in rows)


def note(verb: Verb, entry: Entered, by: User, **facts: Any) -> None:
    journal.record(verb, by=by, subject=entry, on_behalf=entry.organization, version=entry.revision, **facts)
