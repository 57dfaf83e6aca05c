"""Questions about renamings and mergers: what keeps one from being made, and everything that a signature would do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from program import clock
from program.alterations.models import Alteration, AlterationKind, AlterationState
from program.alterations.rules.reached import (
    Planned,
    being_decided,
    cases_ended,
    cases_overtaken,
    designations,
    open_cases,
    overtaken,
    passes,
)
from program.claims.rules import is_between, reached_by_merger
from program.people.models import Invitation, Role, User
from program.people.rules import Standing
from program.registers.rules import written
from program.supervision.models import Obligation
from program.zones.models import Affiliation, Zone, managing_organization


@dataclass(frozen=True)
class AlterationMoves:
    discard: bool
    sign: bool
    withdraw: bool


def alteration_moves(alteration: Alteration, held: Standing, day: date) -> AlterationMoves:
    """Whoever drafted it does not sign; a merger is signed on its day or later, for its effects are those of that day."""
    draft = alteration.state == AlterationState.DRAFT
    ripe = alteration.kind == AlterationKind.RENAMING or alteration.effective <= day
    signs = draft and held.has(Role.DIRECTOR) and alteration.drafted_by_id != held.user.pk
    return AlterationMoves(
        discard=draft and held.has(Role.CLERK, Role.DIRECTOR),
        sign=signs and ripe,
        withdraw=may_be_withdrawn(alteration, day) and held.has(Role.DIRECTOR),
    )


def may_be_withdrawn(alteration: Alteration, day: date) -> bool:
    """Signed for a day to come: nothing of it has been done."""
    return alteration.state == AlterationState.SIGNED and alteration.effective > day


def to_sign(user: User) -> QuerySet[Alteration]:
    """Drafts of somebody else; a merger for a day to come is among them, to be read before its day."""
    found: QuerySet[Alteration] = Alteration.objects.filter(signed_at=None).exclude(drafted_by=user)
    return found


def to_take_effect(day: date) -> QuerySet[Alteration]:
    """Signed for a day that has come."""
    found: QuerySet[Alteration] = Alteration.objects.under_way().filter(effective__lte=day)
    return found.exclude(signed_at=None).order_by("effective", "pk")


# ---------------------------------------------------------------- what keeps it from being made
def findings(made: Alteration) -> list[tuple[str | None, str]]:
    """Each sentence at its field; asked when it is drafted and again when it takes effect."""
    if made.zone.closed_on is not None:
        return [(None, _("This zone is part of another one now."))]
    return [*(of_renaming(made) if made.kind == AlterationKind.RENAMING else of_merger(made))]


def of_renaming(made: Alteration) -> Iterator[tuple[str, str]]:
    if made.name_zh == made.zone.name_zh:
        yield "name_zh", _("This is the zone's name already.")
    elif Zone.objects.open().filter(name_zh=made.name_zh).exclude(pk=made.zone_id).exists():
        yield "name_zh", _("Another zone bears this name.")
    elif names_given_before(made).exists():
        yield "name_zh", _("Another zone is to bear this name, by a renaming that is signed.")
    last = made.zone.former_names.first()
    if last is not None and last_day(made) <= last.until:
        yield "effective", _("The zone was renamed later than that. Enter renamings in their order.")


def names_given_before(made: Alteration) -> QuerySet[Alteration]:
    """Signed renamings to the same name whose day has not come; once this one is signed itself, those signed before it."""
    rows = Alteration.objects.under_way().filter(name_zh=made.name_zh).exclude(zone=made.zone_id)
    found: QuerySet[Alteration] = rows.exclude(signed_at=None)
    return found if made.signed_at is None else found.filter(signed_at__lt=made.signed_at)


def of_merger(made: Alteration) -> Iterator[tuple[str, str]]:
    assert made.into is not None  # by constraint
    if made.into_id == made.zone_id:
        yield "into", _("A zone is merged into another one.")
    elif made.into.closed_on is not None:
        yield "into", _("This zone is part of another one now.")
    elif managing_organization(made.into) is None:
        yield "into", _("The zone that goes on has no managing body on the platform yet.")
    if Alteration.objects.under_way().filter(into=made.zone).exists():
        yield "into", _("Another zone is being merged into this one: finish that first.")
    if Alteration.objects.under_way().filter(zone=made.into_id, kind=AlterationKind.MERGER).exists():
        yield "into", _("That zone is being merged into another one itself.")
    for sentence in being_decided(made.zone, made.into):
        yield "into", sentence


def last_day(made: Alteration) -> date:
    """Of the old name."""
    return made.effective - timedelta(days=1)


# ---------------------------------------------------------------- what a merger reaches
def cases_reached(made: Alteration) -> list[int]:
    """Keys of the cases that a signature ends, or keeps from being listed."""
    found = [case.pk for case in open_cases(made.zone)]
    return found + [case.pk for case in overtaken(made.zone, made.into)] if made.into else found


def duties(zone: Zone, moment: datetime) -> QuerySet[Obligation]:
    """Open, and not due yet; what was due before stays as it is."""
    found: QuerySet[Obligation] = (
        Obligation.objects.open().filter(zone=zone).select_related("zone", "rule_set")
    )
    expected = Q(again_due=None, due__gte=moment) | Q(again_due__gte=moment) | Q(due_provisional=True)
    return found.filter(expected).order_by("pk")


def invitations(zone: Zone, moment: datetime) -> QuerySet[Invitation]:
    """Open links by which a managing body would join the zone."""
    return Invitation.objects.open(moment).filter(onboarding__zone=zone).order_by("pk")


def sites(zone: Zone) -> QuerySet[Affiliation]:
    return Affiliation.objects.filter(zone=zone, until_year=None).order_by("pk")


# ---------------------------------------------------------------- what a signature would do
def planned(made: Alteration, moment: datetime) -> list[Planned]:
    """Everything that a signature at that moment would do, in the order in which it is done. A constant number of queries
    beside one for each designation."""
    if made.kind == AlterationKind.RENAMING:
        return [renamed(made)]
    return [*merged(made, moment)]


def renamed(made: Alteration) -> Planned:
    said = {"before": made.zone.name_zh, "after": made.name_zh, "day": written(made.effective)}
    words = _(
        "%(before)s is called %(after)s from %(day)s on; letters and papers issued before keep their name."
    )
    return Planned(words % said, f"name:{made.zone.name_zh}:{made.name_zh}:{made.effective}")


def merged(made: Alteration, moment: datetime) -> Iterator[Planned]:
    zone, into = made.zone, made.into
    assert into is not None  # by constraint
    words = _("%(zone)s closes on %(day)s and is part of %(into)s; its past years stay with it.")
    yield Planned(
        words % {"zone": zone, "into": into, "day": written(made.effective)}, f"zone:{zone.pk}:{into.pk}"
    )
    body = managing_organization(zone)
    if body is not None:
        words = _("%(body)s no longer manages it: nobody applies, declares or reports for it any more.")
        yield Planned(words % {"body": body}, f"body:{body.pk}")
    yield from cases_ended(zone)
    yield from designations_moved(zone, into)
    yield from cases_overtaken(zone, into)
    for duty in duties(zone, moment):
        words = _("%(duty)s for %(year)d is owed no more.")
        yield Planned(words % {"duty": duty.get_duty_display(), "year": duty.year}, f"duty:{duty.pk}")
    if number := len(sites(zone)):
        words = _("%(count)s sites stand in the statistics of %(into)s from %(year)d on.")
        yield Planned(words % {"count": number, "into": into, "year": made.effective.year}, f"sites:{number}")
    yield from claims_followed(zone, into)
    if links := len(invitations(zone, moment)):
        yield Planned(_("%(count)s open invitations are taken back.") % {"count": links}, f"links:{links}")
    yield Planned(_("The managers of both zones are told."), "told")


def claims_followed(zone: Zone, into: Zone) -> Iterator[Planned]:
    """To the other zone, or over: nobody claims from itself."""
    for each in reached_by_merger(zone, into):
        over = is_between(each, zone, into)
        words = (
            _("%(number)s, a claim to a site, is over: both zones are one.")
            if over
            else _("%(number)s, a claim to a site, goes on with %(into)s in place of %(zone)s.")
        )
        yield Planned(words % {"number": each.number, "into": into, "zone": zone}, f"claim:{each.pk}:{over}")


def designations_moved(zone: Zone, into: Zone) -> Iterator[Planned]:
    """To the other zone, or to their end."""
    for each in designations(zone):
        goes = passes(each, into)
        words = (
            _("%(letter)s (%(title)s, %(standing)s) passes to %(into)s.")
            if goes
            else _("%(letter)s (%(title)s, %(standing)s) ends: %(into)s holds one of its own.")
        )
        said: dict[str, object] = {
            "letter": each.letter_number, "title": each.track_label, "standing": each.get_standing_display(), "into": into,
        }  # fmt: skip
        yield Planned(words % said, f"designation:{each.pk}:{each.standing}:{goes}")


def shown_effects(made: Alteration) -> list[Planned]:
    """What a signature would do now; none once it is signed."""
    return planned(made, clock.now()) if made.state == AlterationState.DRAFT else []
