"""What a report says, as it is frozen when it is handed in: figures, ledger, standing, plan, tasks and chapters."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.module_loading import import_string

from program import tracks
from program.applications.rules import canonical
from program.decisions.models import Designation
from program.figures import plain
from program.ledger.models import LedgerFile
from program.ledger.rules import Account, Sum, accepted, sums
from program.reports.models import CHAPTERS, PIECES, Piece, Report, ReportTask
from program.reports.rules.figures import both, figures
from program.supervision.models import Duty, Obligation
from program.zones.models import Zone

SCHEMA = 2
YUAN_10_4_PER_10_8 = 10_000


def content(report: Report) -> dict[str, Any]:
    """Everything as it stands now. A constant number of queries."""
    obligation: Obligation = report.obligation
    zone, year = obligation.zone, obligation.year
    pieces = PIECES[obligation.duty]
    told = figures(zone, year)
    said: dict[str, Any] = {
        "schema": SCHEMA,
        "kind": obligation.duty,
        "year": year,
        "reason": report.reason,
        "zone": {"code": zone.code, "names": [zone.name_zh, zone.name_en], "province": zone.province},
        "figures": told if Piece.POLLUTANTS in pieces else told | {"pollutants": []},
        "ledger": ledger(zone, year),
        "designations": designations(zone),
        "duties": duties(obligation),
        "chapters": {
            row.piece: {"text": row.text, "secret": row.trade_secret}
            for row in report.sections.all()
            if row.piece in CHAPTERS
        },
    }
    if Piece.TASKS in pieces:
        rows = list(report.tasks.all())
        said |= {"tasks": [task(row) for row in rows], "targets": targets(zone, rows, told)}
    return said


def frozen(report: Report) -> tuple[str, str]:
    """Canonical JSON and its sha256."""
    return canonical(content(report))


def sealed(text: str, nonce: str) -> tuple[str, str]:
    """The same with a random part: its hash is public, and without that one could try what a secret chapter says."""
    return canonical(json.loads(text) | {"nonce": nonce})


# ---------------------------------------------------------------- the ledger
def ledger(zone: Zone, year: int) -> list[dict[str, Any]]:
    """Clause by clause what counts; an entry with evidence that is a trade secret is marked. Two queries."""
    accounts = [account for account in accepted(zone, year) if account.entries]
    keys = [entry.pk for account in accounts for entry in account.entries]
    secret = set(
        LedgerFile.objects.attached()
        .filter(entry__in=keys, file__trade_secret=True)
        .values_list("entry", flat=True)
    )
    return [clause(account, secret) for account in accounts]


def clause(account: Account, secret: set[int]) -> dict[str, Any]:
    return {
        "clause": account.clause.value,
        "entries": [
            {
                "number": entry.number, "title": entry.title, "kind": entry.kind, "since": entry.since.isoformat(),
                "figure": number(entry.figure), "unit": entry.unit, "secret": entry.pk in secret,
            }
            for entry in account.entries
        ],
        "sums": summed(account.sums),
        "open_sums": summed(
            sums((entry.kind, entry.unit, entry.figure) for entry in account.entries if entry.pk not in secret)
        ),
    }  # fmt: skip


def summed(found: Iterable[Sum]) -> list[dict[str, Any]]:
    return [
        {
            "kind": each.kind.value,
            "unit": each.unit.value if each.unit else "",
            "count": each.count,
            "total": number(each.total),
        }
        for each in found
    ]


def number(figure: Decimal | None) -> str | None:
    return None if figure is None else plain(figure)


# ---------------------------------------------------------------- standing
def designations(zone: Zone) -> list[dict[str, Any]]:
    rows = Designation.objects.filter(zone=zone).select_related("document").order_by("since", "pk")
    return [
        {
            "track": row.track, "standing": row.standing, "since": row.since.isoformat(), "until": row.until.isoformat(),
            "letter": row.letter_number, "document": row.document.number,
        }
        for row in rows
    ]  # fmt: skip


def duties(obligation: Obligation) -> list[dict[str, Any]]:
    """How the zone met its other duties of the year: from what is stored, so that reading it later says the same."""
    rows = Obligation.objects.filter(zone=obligation.zone_id, year=obligation.year).exclude(pk=obligation.pk)
    order = {duty.value: place for place, duty in enumerate(Duty)}
    return [
        {
            "duty": row.duty, "release": row.release, "handed_in": row.handed_in_at is not None,
            "accepted": row.accepted_at is not None, "late": row.was_late,
        }
        for row in sorted(rows, key=lambda row: order[row.duty])
    ]  # fmt: skip


# ---------------------------------------------------------------- the plan
def plan_of(zone: Zone) -> tracks.Plan | None:
    """The plan by which the zone is being built, or was: as its track hands it in."""
    rows = Designation.objects.filter(zone=zone).select_related("application", "succeeds__application")
    for designation in rows.order_by("-since", "-pk"):
        held: Designation | None = designation
        while (
            held is not None
        ):  # what a merger brought carries on one that stays with the zone that has closed
            where = tracks.get(held.track).plan
            found: tracks.Plan | None = import_string(where)(held.application) if where else None
            if found is not None:
                return found
            held = held.succeeds
    return None


def task(row: ReportTask) -> dict[str, Any]:
    return {
        "title": row.title, "target": row.target, "year": row.year, "owner": row.owner, "planned": number(row.planned),
        "state": row.state, "result": row.result, "money": number(row.money),
    }  # fmt: skip


def targets(zone: Zone, rows: Iterable[ReportTask], told: dict[str, Any]) -> list[dict[str, Any]]:
    """Each target figure of the plan against what was reached in the year."""
    plan = plan_of(zone)
    spent = sum((row.money or Decimal(0) for row in rows), Decimal(0)) / YUAN_10_4_PER_10_8
    newest = told["years"][-1] if told["years"] else {}
    return [
        {
            "names": both(target.label), "unit": target.unit, "base": number(target.base), "goal": number(target.goal),
            "reached": number(spent) if target.measured_by == tracks.MONEY else newest.get(target.measured_by),
            "year": None if target.measured_by == tracks.MONEY else newest.get("year"), "most": target.most,
            "figure": target.measured_by,
        }
        for target in (plan.targets if plan else ())
    ]  # fmt: skip
