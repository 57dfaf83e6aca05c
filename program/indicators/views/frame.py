"""What the pages of one declaration share: who reaches it, what it shows, what can be done with it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from program.indicators import rules
from program.indicators.forms import Grid, ReasonForm, faults, rows
from program.indicators.models import Declaration, Evidence, PriceBase, State
from program.indicators.rules import Cells, Found, Known
from program.indicators.views.calculation import Calculation, calculated, frozen
from program.journal.models import Line
from program.people.autosave import Unsaved
from program.people.http import SignedIn
from program.people.models import APPLICANT_ROLES
from program.people.rules import Standing, standing
from program.refusals import NotYours, SomebodyWasFaster

PREFETCHED = ("lines", "items", "explanations", "remarks", "evidence__file")


def reachable(request: SignedIn, pk: int) -> Declaration:
    """A declaration within reach, with all that stands in it; 404 for everybody else."""
    within = Declaration.objects.visible_to(request.user).select_related("zone", "site__organization")
    found: Declaration = get_object_or_404(within.prefetch_related(*PREFETCHED), pk=pk)
    return found


def month_in(request: SignedIn, declaration: Declaration) -> int:
    """The month that is entered (`?month=`), the first unless told; 0 where the whole year is."""
    if not declaration.by_month:
        return 0
    asked = request.GET.get("month", "")
    return int(asked) if asked in {str(month) for month in range(1, 13)} else 1


class Changed(NamedTuple):
    """What differs; from the version of that number, 0: from what was returned."""

    version: int
    changes: list[rules.FigureChange]


@dataclass
class Sheet:
    """A declaration as one person sees it: the cells that are being written, or those that were handed in."""

    declaration: Declaration
    held: Standing
    month: int = 0

    @cached_property
    def moves(self) -> rules.Moves:
        return rules.moves(self.declaration, self.held)

    @cached_property
    def known(self) -> Known:
        return rules.known_for(self.declaration, frozen=not self.moves.write)

    @cached_property
    def statement(self) -> dict[str, Any] | None:
        """What was handed in, where that is shown: whoever checks never reads what is only being filled in."""
        shown = self.declaration.state != State.DRAFT and not self.moves.write
        return self.declaration.data if shown and self.declaration.statement else None

    @property
    def is_own_site(self) -> bool:
        site = self.declaration.site
        return site is not None and site.organization_id in self.held.organizations(*APPLICANT_ROLES)

    @property
    def is_hidden(self) -> bool:
        return self.statement is None and not self.moves.write

    @cached_property
    def cells(self) -> Cells:
        if self.moves.write:
            return rules.cells_of(self.declaration)
        return rules.cells_in(self.statement) if self.statement else {}

    @cached_property
    def family(self) -> list[Declaration]:
        return rules.family(self.declaration)

    @property
    def versions(self) -> list[Declaration]:
        return [row for row in self.family if row.year == self.declaration.year]

    @cached_property
    def before(self) -> Any:
        return rules.sheet_before(self.declaration, self.family)

    @cached_property
    def judged(self) -> list[tuple[Found, str]]:
        if self.moves.write:
            return rules.judged_now(self.declaration, self.known, self.before)
        return rules.judged_in(self.statement) if self.statement else []

    @cached_property
    def said(self) -> dict[str, list[rules.Said]]:
        return rules.said_of(self.judged, self.known.names)

    @cached_property
    def remarks(self) -> dict[str, list[Any]]:
        return rules.remarks_by_place(self.declaration.remarks.all())

    @cached_property
    def evidence(self) -> Mapping[str, Sequence[Evidence]]:
        """Place → its files: those that are attached, or those that were handed in."""
        if self.moves.write:
            return rules.evidence_now(self.declaration)
        return rules.evidence_in(self.declaration, self.statement) if self.statement else {}

    @cached_property
    def last(self) -> Mapping[str, Decimal]:
        return self.before.figures if self.before else {}

    def sections(self, more: Sequence[str] = (), *, whole: bool | None = None) -> rules.Sections:
        content = rules.Content(self.cells, self.last, self.said, self.remarks, self.evidence, self.month)
        return rules.sections(
            self.known, content, more=more, whole=self.moves.write if whole is None else whole
        )

    @cached_property
    def calculation(self) -> Calculation | None:
        if self.moves.write:
            return calculated(self.declaration, self.known)
        return frozen(self.statement, self.known) if self.statement else None

    @cached_property
    def stated(self) -> rules.Stated:
        shown, files = self.statement, rules.names_of(self.evidence)
        if shown:
            return rules.stated_in(shown)
        settings = self.declaration.price_base, self.declaration.value_added_final
        return rules.stated(self.cells, self.judged, files, *settings)

    @cached_property
    def changed(self) -> Changed | None:
        """What is said otherwise than what was returned, or than the version before; none: there is nothing to compare."""
        if self.is_hidden:
            return None
        if self.declaration.returned_statement:
            if not self.moves.write and self.declaration.state == State.RETURNED:
                return None  # what was returned is what is shown
            before, version = json.loads(self.declaration.returned_statement), 0
        else:
            earlier = (row for row in self.versions if row.version < self.declaration.version)
            other = next((row for row in earlier if row.state == State.ACCEPTED), None)
            if other is None:
                return None
            before, version = other.data, other.version
        return Changed(version, rules.changes_between(self.known, rules.stated_in(before), self.stated))

    @property
    def open_points(self) -> list[tuple[str, str]]:
        """(place, sentence) of what keeps it from being handed in."""
        return [
            (place, said.sentence) for place, found in self.said.items() for said in found if said.is_open
        ]


@dataclass
class Shown:
    """What a page shows beside what is stored: a form that came back, why something was not saved or not done."""

    grid: Grid | None = None
    unsaved: Unsaved | None = None
    faults: Sequence[tuple[str, str]] = ()
    forms: dict[str, BaseForm] = field(default_factory=dict)
    status: int = 200


def sheet_for(request: SignedIn, declaration: Declaration) -> Sheet:
    return Sheet(declaration, standing(request.user), month_in(request, declaration))


def writing(sheet: Sheet) -> Sheet:
    """Of somebody who writes in it now; others are told why not."""
    if not sheet.moves.write:
        raise SomebodyWasFaster if rules.writes_for(sheet.declaration, sheet.held) else NotYours
    return sheet


def more_rows(request: SignedIn, known: Known) -> list[str]:
    """Rows that were asked for (`?row=energy:coke:feedstock`), those that there are."""
    asked = [place for place in request.GET.getlist("row")[:60] if place.count(":") == 2]
    codes = [(place, place.split(":")) for place in asked]
    return [
        place
        for place, (kind, code, use) in codes
        if kind == "energy" and code in known.catalogue.carriers and use in rules.USES
    ]


def show(request: SignedIn, sheet: Sheet, shown: Shown | None = None) -> HttpResponse:
    """The page of a declaration: its grid where this person writes in it, else what it says."""
    shown = shown or Shown()
    declaration, known = sheet.declaration, sheet.known
    closed = shown.unsaved is not None and shown.unsaved.revision is None
    writes = sheet.moves.write or closed
    found = sheet.sections(more_rows(request, known), whole=writes)
    context = {
        "sheet": sheet,
        "declaration": declaration,
        "moves": sheet.moves,
        "energy": rows(found.energy, shown.grid),
        "items": [(title, rows(lines, shown.grid)) for title, lines in found.items],
        "settings": settings(sheet, shown.grid),
        "revision": shown.grid.posted.get("revision")
        if shown.unsaved and shown.grid
        else declaration.revision,
        "unsaved": shown.unsaved,
        "closed": closed,
        "writes": writes,
        "faults": [
            *shown.faults,
            *(faults(shown.grid, known.names) if shown.grid and not shown.unsaved else ()),
        ],
        "effects": effects(sheet),
        "forms": {"ask": ReasonForm(), "decline": ReasonForm(), **shown.forms},
        "whole": sheet.remarks.get("", []),
        "lines": Line.objects.filter(subject=str(declaration)).order_by("-pk")[:30],
        "months": range(1, 13) if declaration.by_month else (),
        **(choices(known) if writes else {}),
    }
    return render(request, "program/indicators/declaration.html", context, status=shown.status)


def effects(sheet: Sheet) -> dict[str, list[str]]:
    """What each step does, told before it is done."""
    checker = _("The zone") if sheet.declaration.site_id else _("The special office")
    return {
        "submit": [
            _("The figures, their factors and what was derived of them are frozen; nobody changes them while they are checked."),
            _("%(checker)s checks them next and is told.") % {"checker": checker},
            _("Until then you can take the declaration back."),
        ],
        "recall": [_("The declaration can be changed again, and has to be handed in once more.")],
        "accept": [
            _("The declaration comes into force and is added up; an earlier version is not any more."),
            _("Whoever declares is told. It is changed only after a reopening."),
        ],
        "ask": [
            _("%(checker)s is asked to open the declaration again.") % {"checker": checker},
            _("It stays in force until a new version is accepted."),
        ],
        "reopen": [
            _("A new version begins with these figures; this one is kept, and in force until the new one is accepted."),
            _("Whoever declares is told."),
        ],
        "decline": [_("The declaration stays as it is; the reason is sent.")],
    }  # fmt: skip


def choices(known: Known) -> dict[str, Any]:
    """What can be chosen in the grid."""
    carriers = [(code, known.names.names[code]) for code in known.catalogue.carriers]
    return {"carriers": carriers, "uses": rules.USES.items(), "price_bases": PriceBase.choices}


def settings(sheet: Sheet, grid: Grid | None) -> dict[str, Any]:
    """Price base and finality: as stored, as typed, as handed in."""
    declaration = sheet.declaration
    base, final = declaration.price_base, declaration.value_added_final
    if sheet.statement:
        base, final = sheet.statement["price_base"], sheet.statement["value_added_final"]
    shown = {"price_base": str(base), "final": final, "label": PriceBase(base).label}
    if grid and "price_base" in grid.posted:
        shown |= {"price_base": grid.posted["price_base"], "final": grid.typed("value_added_final") == "1"}
    return shown
