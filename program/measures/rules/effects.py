"""What a measure would do, asked before it is signed; the same answer is what the signature applies."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from program.decisions.models import CURRENT_STANDINGS, Designation, Standing
from program.measures.models import Effect, EffectKind, Measure
from program.registers.rules import written, years_later
from program.rulesets.models import MeasureKind

ENDS_STANDING = {MeasureKind.SUSPEND: EffectKind.SUSPENSION, MeasureKind.REVOKE: EffectKind.REVOCATION}
WEIGHTS = {EffectKind.REVOCATION: Standing.REVOKED, EffectKind.SUSPENSION: Standing.SUSPENDED}
"""Of several that last, the first named wins."""


@dataclass(frozen=True)
class Planned:
    """An effect to come; `sentence`: as the page shows it."""

    sentence: str
    kind: EffectKind | None = None  # none: nothing for a reversal to undo (rectification, a message)
    designation: Designation | None = None


def touched(measure: Measure) -> QuerySet[Designation]:
    """The designations that the measure is about, in the order in which they are locked.

    One that another measure has revoked is among them: if that is reversed, this one still holds.
    """
    held = Effect.objects.lasting().filter(designation__isnull=False).values("designation")
    rows = Designation.objects.filter(Q(standing__in=CURRENT_STANDINGS) | Q(pk__in=held)).order_by("pk")
    rows = rows.exclude(standing=Standing.EXPIRED)
    if measure.zone_id is not None:
        return rows.filter(zone=measure.zone_id)
    # Of an organisation that was merged meanwhile the other one answers, with what passed to it and not with its own.
    rows = rows.filter(organization=measure.organization_id, organization__isnull=False)
    if measure.organization is not None and measure.organization.credit_code != measure.credit_code:
        return rows.filter(application__applicant__credit_code=measure.credit_code)
    return rows


def restricted(measure: Measure) -> tuple[str, str]:
    """Credit code and name of whoever is kept out: an organisation that was merged meanwhile is the one that goes on."""
    if measure.zone_id is None and measure.organization is not None:
        return measure.organization.credit_code, measure.organization.name_zh
    return measure.credit_code, measure.owner


def standing_after(designation: Designation, kind: EffectKind) -> Standing:
    """How it would stand with one more effect."""
    revoked = kind == EffectKind.REVOCATION or designation.standing == Standing.REVOKED
    return Standing.REVOKED if revoked else Standing.SUSPENDED


def planned(measure: Measure, day: date) -> list[Planned]:
    """Everything that a signature on that day would do, in the order in which it is done. One query."""
    found = list(turned(measure))
    if measure.restriction_years:
        until = written(years_later(day, measure.restriction_years))
        words = _("%(owner)s (%(code)s) may not take part until %(until)s, under any track.")
        code, owner = restricted(measure)
        said: dict[str, Any] = {"owner": owner, "code": code, "until": until}
        found.append(Planned(words % said, EffectKind.RESTRICTION))
    if measure.points is not None:
        words = _(
            "%(points)s points and %(tiers)s tiers are deducted from %(zone)s in the evaluation of %(year)s."
        )
        said = {
            "points": f"{measure.points:.1f}".removesuffix(".0"),
            "tiers": measure.tiers,
            "zone": measure.zone,
            "year": measure.evaluated_year,
        }
        found.append(Planned(words % said, EffectKind.DEDUCTION))
    if measure.rectify_by:
        words = _("%(count)s matters are to be rectified by %(due)s; the supervisor checks them.")
        found.append(Planned(words % {"count": len(measure.required), "due": written(measure.rectify_by)}))
    return [*found, Planned(_("%(owner)s is told, and may appeal.") % {"owner": measure.owner})]


def turned(measure: Measure) -> Iterator[Planned]:
    """The designations that it suspends or revokes."""
    kind = ENDS_STANDING.get(MeasureKind(measure.kind))
    if kind is None:
        return
    for each in touched(measure).select_related("zone"):
        said = {
            "letter": each.letter_number,
            "title": each.track_label,
            "zone": each.subject,
            "before": each.get_standing_display(),
            "after": standing_after(each, kind).label,
        }
        words = _("%(letter)s (%(title)s, %(zone)s): from %(before)s to %(after)s")
        yield Planned(words % said, kind, each)


def fingerprint(plans: Sequence[Planned]) -> str:
    """What the signing page showed, in any language: a signature on other effects than those seen is refused."""
    said = "\n".join(
        f"{each.kind}:{each.designation and (each.designation.pk, each.designation.standing)}"
        for each in plans
    )
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def undoing(measure: Measure) -> list[str]:
    """What a reversal would undo, as the page shows it. Two queries."""
    lasting = list(measure.effects.lasting().select_related("designation__zone", "restriction", "zone"))
    return [undone(each) for each in lasting] + (
        [_("Its rectification is cancelled.")] if has_open_rectification(measure) else []
    )


def undone(effect: Effect) -> str:
    if effect.restriction is not None:
        return _("%(number)s is lifted: %(owner)s may take part again.") % {
            "number": effect.restriction.number, "owner": effect.restriction.owner,
        }  # fmt: skip
    if effect.designation is not None and effect.designation.standing == Standing.EXPIRED:
        words = _("%(letter)s has expired meanwhile: its term is over, and it does not come back.")
        return words % {"letter": effect.designation.letter_number}
    if effect.designation is not None:
        words = _("%(letter)s: %(standing)s again, where no other measure holds it.")
        return words % {"letter": effect.designation.letter_number, "standing": Standing(effect.held).label}
    return _("The deduction of %(points)s points and %(tiers)s tiers in the evaluation of %(year)s falls away.") % {
        "points": f"{effect.points:.1f}".removesuffix(".0"), "tiers": effect.tiers, "year": effect.year,
    }  # fmt: skip


def has_open_rectification(measure: Measure) -> bool:
    found = getattr(measure, "rectification", None)
    return found is not None and found.closed_at is None


def standing_under(effects: Sequence[Effect], held: str) -> Standing:
    """The standing of a designation under the effects that last; `held` where none does."""
    kinds = {effect.kind for effect in effects}
    return next((standing for kind, standing in WEIGHTS.items() if kind in kinds), Standing(held))
