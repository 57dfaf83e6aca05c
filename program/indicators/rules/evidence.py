"""The evidence of a declaration: what it has now, what was handed in with it, how much it may have."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from program.indicators.models import DataItem, Declaration, Evidence, Level
from program.indicators.rules.gathering import item_place
from program.refusals import Invalid

MOST = 60
"""Files of one declaration: whoever checks must be able to open them all."""


def evidence_now(declaration: Declaration) -> dict[str, list[Evidence]]:
    """Place → the files that are attached there; they may be prefetched."""
    rows: Any = declaration.evidence.all()
    return by_place(row for row in rows if not row.taken_off)


def evidence_in(declaration: Declaration, statement: Mapping[str, Any]) -> dict[str, list[Evidence]]:
    """Place → the files that were handed in with it there."""
    stated = {(one["item"], one["sha256"]) for one in statement.get("evidence", [])}
    rows: Any = declaration.evidence.all()
    known = {(row.item, row.file.sha256): row for row in rows if row.handed_in}
    return by_place(row for key, row in known.items() if key in stated)


def by_place(rows: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for row in rows:
        found.setdefault(item_place(row.item), []).append(row)
    return found


def evidence_groups(
    items: Iterable[DataItem], attached: Mapping[str, Sequence[Evidence]]
) -> list[tuple[DataItem, Sequence[Evidence]]]:
    """Data items of which evidence is required, or which have some, with their files."""
    given = [(item, attached.get(item_place(item.code), ())) for item in items]
    return [(item, rows) for item, rows in given if rows or item.evidence]


def declared_items(declaration: Declaration, items: Iterable[DataItem] | None = None) -> list[DataItem]:
    """What is declared there: everything by a zone, by a site what enterprises declare."""
    found = DataItem.objects.all() if items is None else items
    return [item for item in found if declaration.site_id is None or item.level == Level.BOTH]


def require_evidence_fits(declaration: Declaration, item: str) -> None:
    """Refuse a file for what is not declared here, or one file too many."""
    if item not in {one.code for one in declared_items(declaration)}:
        raise Invalid(_("There is no data item “%(code)s”.") % {"code": item[:40]}, field="item")
    if declaration.evidence.attached().count() >= MOST:
        raise Invalid(
            _("A declaration has at most %(count)d files of evidence.") % {"count": MOST}, field="file"
        )
