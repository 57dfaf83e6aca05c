"""Numbers over many forms: how many were handed in, how many in time; what the public and a re-examination read."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from demonstrations.enterprises.yearly.models import TITLE, AcceptedForm, State, YearlyForm
from program import tracks
from program.applications.models import Application
from program.decisions.models import Designation


@dataclass(frozen=True)
class Tally:
    """Of forms that are owed: handed in once, in time, accepted; and of how many the day has passed."""

    owed: int = 0
    handed_in: int = 0
    on_time: int = 0
    accepted: int = 0
    due: int = 0  # handed in, or their certain day has passed

    @property
    def rate(self) -> int | None:
        """报送率, per cent."""
        return self.handed_in * 100 // self.owed if self.owed else None

    @property
    def punctuality(self) -> int | None:
        """及时率, per cent of those whose day it was."""
        return self.on_time * 100 // self.due if self.due else None


def tally(rows: Any, moment: datetime) -> Tally:
    """One query."""
    handed = Q(first_submitted_at__isnull=False)
    due = handed | Q(due__lt=moment, due_provisional=False)
    found = rows.owed().order_by().aggregate(
        owed=Count("pk"),
        handed_in=Count("pk", filter=handed),
        on_time=Count("pk", filter=handed & Q(was_late=False)),
        accepted=Count("pk", filter=Q(accepted_at__isnull=False)),
        due=Count("pk", filter=due),
    )  # fmt: skip
    return Tally(**found)


def accepted_years(organizations: Collection[int]) -> dict[int, list[int]]:
    """Organisation → years of which a form of its certificate was accepted, the newest first: all that is public. One query."""
    holder = "form__designation__organization"
    rows = AcceptedForm.objects.filter(**{f"{holder}__in": organizations}).order_by("-form__year")
    found: dict[int, list[int]] = {}
    for firm, year in rows.values_list(holder, "form__year").distinct():
        found.setdefault(firm, []).append(year)
    return found


def of_term(application: Application) -> list[YearlyForm]:
    """The forms of the certificate that a re-examination takes further; of any other application none."""
    track = tracks.get(application.track)
    if not track.renews or track.title.code != TITLE:
        return []
    made = Designation.objects.filter(application=application).select_related("succeeds").first()
    before = Designation.objects.held_as(application).order_by("-since")
    held = made.succeeds if made is not None else before.first()
    return list(of_certificate(held)) if held is not None else []


def of_certificate(held: Designation) -> Iterator[YearlyForm]:
    """Of the years of its term; those of whoever held it before a merger are among them."""
    whose = Q(organization=held.organization_id) | Q(designation=held)
    rows = YearlyForm.objects.filter(whose, year__gte=held.since.year, year__lte=held.until.year)
    yield from rows.exclude(state=State.WITHDRAWN).order_by("year")
