"""What became of a designation, step by step: by which document it was listed, and by which each change was made."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from program import tracks
from program.clock import beijing_date
from program.decisions.models import Designation, Standing


@dataclass(frozen=True)
class Event:
    """A line of the history. `letter`: of the designation that took its place; `document`: the file of the listing document."""

    day: date
    said: str
    issuer: str = ""
    number: str = ""
    document: Any = None
    letter: str = ""


ZONES, FIRMS = "passages__zone", "inheritances__report__organization"
"""What a merger left: to a zone's designations, and to an organisation's own."""


def with_history(
    rows: QuerySet[Designation], *mergers: "str | Prefetch[Any, Any, Any]"
) -> QuerySet[Designation]:
    """Designations with everything that `history` asks: one query beside their own, and one for each kind of `mergers`."""
    related = rows.select_related(
        "document__file", "successor__document", "succeeds", "application__call", "application__applicant",
        "organization",
    )  # fmt: skip
    return related.prefetch_related("changes", *mergers)


def history(designation: Designation) -> list[Event]:
    """From the document that listed it on, in order. Everything of it is public."""
    document = designation.document
    first = Standing(tracks.get(designation.application.track).first_standing)
    begun = Event(
        document.date, _("listed: %(standing)s") % {"standing": first.label}, document.issuer, document.number,
        document=document.file,
    )  # fmt: skip
    changed = [
        Event(
            row.since or beijing_date(row.made_at),
            row.get_after_display(),
            row.authority,
            row.document_number,
        )
        for row in designation.changes.all()
    ]
    passed = [
        Event(
            row.effective, _("passed on from %(zone)s, which was merged") % {"zone": row.zone},
            row.authority, row.document_number,
        )
        for row in (designation.passages.all() if designation.zone_id else ())
    ]  # fmt: skip
    inherited = [
        Event(
            row.report.changed_on,
            _("passed on from %(organization)s, which was merged") % {"organization": row.report.organization},
            row.authority, row.document_number,
        )
        for row in (() if designation.zone_id else designation.inheritances.all())
    ]  # fmt: skip
    return [
        begun,
        *sorted([*changed, *passed, *inherited, *followed(designation)], key=lambda event: event.day),
    ]


def followed(designation: Designation) -> list[Event]:
    """The designation that took its place, if one has."""
    after: Designation | None = getattr(designation, "successor", None)
    if after is None:
        return []
    issued = after.document
    said = str(Standing.SUCCEEDED.label)
    return [Event(issued.date, said, issued.issuer, issued.number, letter=after.letter_number)]
