"""What became of a designation, step by step: by which document it was listed, and by which each change was made."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from program import tracks
from program.clock import beijing_date
from program.decisions.models import Designation, Standing
from program.within import Rows, hanging


@dataclass(frozen=True)
class Event:
    """A line of the history. `letter`: of the designation that took its place; `document`: the file of the listing document."""

    day: date
    said: str
    issuer: str = ""
    number: str = ""
    document: Any = None
    letter: str = ""


BY_DOCUMENT = ("authority", "document_number")
SAID = {
    "changes": ("after", "since", "made_at", *BY_DOCUMENT),
    "passages": ("effective", "zone__name_zh", "zone__name_en", *BY_DOCUMENT),
    "inheritances": (
        "report__changed_on", "report__organization__name_zh", "report__organization__name_en", *BY_DOCUMENT,
    ),
}  # fmt: skip
"""What hangs on a designation → what its history says of each: changes of its standing; what a merger passed on to a zone,
and what it passed on to an organisation."""


def with_history(rows: QuerySet[Designation]) -> QuerySet[Designation]:
    """Designations with everything that `history` asks, in one query."""
    related = rows.select_related(
        "document__file", "successor__document", "succeeds", "application__call", "application__applicant",
        "organization",
    )  # fmt: skip
    told = {f"said_of_{name}": Rows(hanging(Designation, name), *said) for name, said in SAID.items()}
    return related.annotate(**told)


def history(designation: Any) -> list[Event]:
    """Of one `with_history`: from the document that listed it on, in order. Everything of it is public."""
    document = designation.document
    first = Standing(tracks.get(designation.application.track).first_standing)
    begun = Event(
        document.date, _("listed: %(standing)s") % {"standing": first.label}, document.issuer, document.number,
        document=document.file,
    )  # fmt: skip
    changed = [
        over(designation, row) if row.after == Standing.EXPIRED else changed_to(row)
        for row in designation.said_of_changes
    ]
    passed = [
        Event(
            row.effective, _("passed on from %(zone)s, which was merged") % {"zone": row.zone},
            row.authority, row.document_number,
        )
        for row in designation.said_of_passages
    ]  # fmt: skip
    inherited = [
        Event(
            row.report.changed_on,
            _("passed on from %(organization)s, which was merged") % {"organization": row.report.organization},
            row.authority, row.document_number,
        )
        for row in designation.said_of_inheritances
    ]  # fmt: skip
    return [
        begun,
        *sorted([*changed, *passed, *inherited, *followed(designation)], key=lambda event: event.day),
    ]


def changed_to(row: Any) -> Event:
    return Event(
        row.since or beijing_date(row.made_at), row.get_after_display(), row.authority, row.document_number
    )


def over(designation: Designation, row: Any) -> Event:
    """The end of a term comes by no document, and on the day after it, whenever it was noted."""
    return Event(designation.until + timedelta(days=1), row.get_after_display())


def followed(designation: Designation) -> list[Event]:
    """The designation that took its place, if one has."""
    after: Designation | None = getattr(designation, "successor", None)
    if after is None:
        return []
    issued = after.document
    said = str(Standing.SUCCEEDED.label)
    return [Event(issued.date, said, issued.issuer, issued.number, letter=after.letter_number)]
