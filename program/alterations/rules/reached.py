"""What a merger reaches, of a zone or of an organisation alike; and how an effect to come is said."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from program.applications.models import Application
from program.decisions.models import Designation
from program.people.models import Organization
from program.rulesets.models import Key
from program.rulesets.rules import newest, value
from program.zones.models import Zone

Holder = Zone | Organization


@dataclass(frozen=True)
class Planned:
    """An effect to come; `sentence`: as the page shows it; `key`: what the fingerprint holds of it."""

    sentence: str
    key: str

    def __str__(self) -> str:
        return self.sentence


def fingerprint(plans: Sequence[Planned]) -> str:
    """What the signing page showed, in any language: a signature on other effects than those seen is refused."""
    return hashlib.sha256("\n".join(plan.key for plan in plans).encode()).hexdigest()[:16]


def open_cases(holder: Holder) -> QuerySet[Application]:
    """Its own; those of a zone's enterprises go on with the zone that it becomes part of."""
    whose = (
        {"zone": holder, "for_zone": True}
        if isinstance(holder, Zone)
        else {"applicant": holder, "for_zone": False}
    )
    found: QuerySet[Application] = Application.objects.filter(**whose).open()
    return found.select_related("call").order_by("pk")


def gives_up() -> bool:
    """By the rules signed last: whether open applications end with the merger, or must be ended before it."""
    return bool(value(newest(), Key.MERGER_GIVES_UP))


def designations(holder: Holder) -> QuerySet[Designation]:
    found: QuerySet[Designation] = Designation.objects.current().of(holder)
    return found.select_related("application", "zone").order_by("pk")


def passes(designation: Designation, into: Holder) -> bool:
    """It goes to the other one, unless that has one of the same title."""
    return not Designation.objects.current().of(into).filter(track=designation.track).exists()


def overtaken(holder: Holder, into: Holder) -> QuerySet[Application]:
    """Open cases of the other one for a title that passes to it: they can no longer be listed. A track that takes a
    designation further is not among them, for then the other one holds one of its own."""
    titles = [each.track for each in designations(holder) if passes(each, into)]
    return open_cases(into).filter(call__track__in=titles)


def cases_ended(holder: Holder) -> Iterator[Planned]:
    """Given up, or in the way."""
    for case in open_cases(holder):
        said = {"number": case.number, "call": case.call.title, "stage": case.get_stage_display()}
        words = (
            _("%(number)s (%(call)s, %(stage)s) is given up.")
            if gives_up()
            else _("%(number)s is open: by the rules it is ended before the merger.")
        )
        yield Planned(words % said, f"case:{case.pk}:{case.stage}")


def cases_overtaken(holder: Holder, into: Holder) -> Iterator[Planned]:
    """Of the other one: not ended by this, but what they ask for is there by then."""
    words = _(
        "%(number)s of %(into)s (%(call)s, %(stage)s) can no longer be listed: a designation of this title passes to it."
    )
    for case in overtaken(holder, into):
        stage = case.get_stage_display()
        said = {"number": case.number, "into": into, "call": case.call.title, "stage": stage}
        yield Planned(words % said, f"overtaken:{case.pk}:{case.stage}")


def being_decided(holder: Holder, into: Holder) -> Iterator[str]:
    """A sentence for each overtaken case that a signed document lists, and that is not listed yet."""
    words = _("%(number)s is being decided on at this moment. Look again in a few minutes.")
    for case in overtaken(holder, into).filter(
        document_items__document__signed_at__isnull=False, document_items__proceeding__closed_at=None
    ):
        yield words % {"number": case.number}
