"""Questions about renamings and mergers: what keeps one from being made, and everything that a signature would do."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from program import clock
from program.alterations.models import Alteration, AlterationKind, AlterationState
from program.applications.models import Application
from program.claims.rules import is_between, reached_by_merger
from program.decisions.models import Designation
from program.people.models import Invitation, Role, User
from program.people.rules import Standing
from program.registers.rules import written
from program.rulesets.models import Key
from program.rulesets.rules import newest, value
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
    signed = Q(document_items__document__signed_at__isnull=False, document_items__proceeding__closed_at=None)
    for case in overtaken(made.zone, made.into).filter(signed):
        words = _("%(number)s is being decided on at this moment. Look again in a few minutes.")
        yield "into", words % {"number": case.number}


def last_day(made: Alteration) -> date:
    """Of the old name."""
    return made.effective - timedelta(days=1)


# ---------------------------------------------------------------- what a merger reaches
def open_cases(zone: Zone) -> QuerySet[Application]:
    """The zone's own; those of its enterprises go on with the zone that it becomes part of."""
    found: QuerySet[Application] = Application.objects.filter(zone=zone, for_zone=True).open()
    return found.select_related("call").order_by("pk")


def gives_up() -> bool:
    """By the rules signed last: whether open applications end with the merger, or must be ended before it."""
    return bool(value(newest(), Key.MERGER_GIVES_UP))


def designations(zone: Zone) -> QuerySet[Designation]:
    found: QuerySet[Designation] = Designation.objects.current().filter(zone=zone)
    return found.select_related("application", "zone").order_by("pk")


def passes(designation: Designation, into: Zone) -> bool:
    """It goes to the other zone, unless that has one of the same title."""
    return not Designation.objects.current().filter(zone=into, track=designation.track).exists()


def overtaken(zone: Zone, into: Zone) -> QuerySet[Application]:
    """Open cases of the other zone for a title that passes to it: they can no longer be listed. A track that takes a
    designation further is not among them, for then the other zone holds one of its own."""
    titles = [each.track for each in designations(zone) if passes(each, into)]
    return open_cases(into).filter(call__track__in=titles)


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
@dataclass(frozen=True)
class Planned:
    """An effect to come; `sentence`: as the page shows it; `key`: what the fingerprint holds of it."""

    sentence: str
    key: str


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


def cases_ended(zone: Zone) -> Iterator[Planned]:
    """Given up, or in the way."""
    for case in open_cases(zone):
        said = {"number": case.number, "call": case.call.title, "stage": case.get_stage_display()}
        words = (
            _("%(number)s (%(call)s, %(stage)s) is given up.")
            if gives_up()
            else _("%(number)s is open: by the rules it is ended before the merger.")
        )
        yield Planned(words % said, f"case:{case.pk}:{case.stage}")


def cases_overtaken(zone: Zone, into: Zone) -> Iterator[Planned]:
    """Of the other zone: not ended by this, but what they ask for is there by then."""
    words = _(
        "%(number)s of %(into)s (%(call)s, %(stage)s) can no longer be listed: a designation of this title passes to it."
    )
    for case in overtaken(zone, into):
        stage = case.get_stage_display()
        said = {"number": case.number, "into": into, "call": case.call.title, "stage": stage}
        yield Planned(words % said, f"overtaken:{case.pk}:{case.stage}")


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


def fingerprint(plans: Sequence[Planned]) -> str:
    """What the signing page showed, in any language: a signature on other effects than those seen is refused."""
    return hashlib.sha256("\n".join(plan.key for plan in plans).encode()).hexdigest()[:16]


def shown_effects(made: Alteration) -> list[Planned]:
    """What a signature would do now; none once it is signed."""
    return planned(made, clock.now()) if made.state == AlterationState.DRAFT else []
