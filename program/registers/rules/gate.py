"""“May this code enter?”: the one question that every eligibility gate asks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from program.registers.models import CreditCheck, Finding, Restriction


@dataclass(frozen=True)
class Answer:
    """Yes, or no and why. `restricted`: decisions in force; `doubts`: what the credit checks say, or that there are none."""

    restricted: tuple[str, ...]
    doubts: tuple[str, ...]
    check: CreditCheck | None  # the newest, of whatever source

    @property
    def reasons(self) -> tuple[str, ...]:
        return self.restricted + self.doubts

    def __bool__(self) -> bool:
        return not self.reasons


def may_enter(credit_code: str, *, on: date, checked_within: int | None = None) -> Answer:
    """Whether the code may take part on that day. `checked_within`: a gate that asks for a credit check says of how many days."""
    return may_enter_all([credit_code], on=on, checked_within=checked_within)[credit_code]


def may_enter_all(
    credit_codes: Iterable[str], *, on: date, checked_within: int | None = None
) -> Mapping[str, Answer]:
    """The same of many codes: two queries however many."""
    asked = set(credit_codes)
    barred = restricted(asked, on=on)
    checks: dict[str, list[CreditCheck]] = {}
    for check in CreditCheck.objects.filter(credit_code__in=asked, day__lte=on).order_by("-day", "-pk"):
        checks.setdefault(check.credit_code, []).append(check)
    return {
        code: Answer(
            restricted=tuple(barred.get(code, ())),
            doubts=tuple(doubts(checks.get(code, ()), on, checked_within)),
            check=next(iter(checks.get(code, ())), None),
        )
        for code in asked
    }


def restricted(credit_codes: Collection[str], *, on: date) -> dict[str, list[str]]:
    """Code → the sentence of each restriction in force; of those that have any. One query."""
    found: dict[str, list[str]] = {}
    rows = Restriction.objects.in_force(on).filter(credit_code__in=credit_codes)
    for row in rows.order_by("until", "pk"):
        found.setdefault(row.credit_code, []).append(restriction_sentence(row))
    return found


def restriction_sentence(restriction: Restriction) -> str:
    """By which decision, until when."""
    return _(
        "%(owner)s may not take part until %(until)s: %(number)s, by %(authority)s %(document)s of %(day)s."
    ) % {
        "owner": restriction.owner,
        "until": written(restriction.until),
        "number": restriction.number,
        "authority": restriction.authority,
        "document": restriction.document_number,
        "day": written(restriction.document_date),
    }


def doubts(checks: Sequence[CreditCheck], on: date, within: int | None) -> list[str]:
    """`checks`: the newest first. What a source said last is what it says: an adverse entry stands until it is found clear."""
    newest: dict[str, CreditCheck] = {}
    for check in checks:
        newest.setdefault(f"{check.source}:{check.source_name}", check)
    found = [adverse_sentence(check) for check in newest.values() if check.finding == Finding.ADVERSE]
    if within is None:
        return found
    if not checks:
        return [*found, _("No credit check has been entered yet.")]
    if checks[0].day < on - timedelta(days=within):
        outdated = _("The last credit check is of %(day)s; one is valid for %(days)s days.")
        found.append(outdated % {"day": written(checks[0].day), "days": within})
    return found


def adverse_sentence(check: CreditCheck) -> str:
    return _("Credit check of %(day)s at %(source)s: %(words)s") % {
        "day": written(check.day),
        "source": check.where,
        "words": check.words,
    }


def written(day: date) -> str:
    """A day as one writes it in a sentence."""
    return date_format(day, str(_("j F Y")))
