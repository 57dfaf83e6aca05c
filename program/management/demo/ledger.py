"""The ledger of the demonstration: three zones and the office, an entry in each state, told backwards from today."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import program
from program.ledger import actions, rules
from program.ledger.models import Kind, LedgerEntry, State
from program.management.demo.acts import later, on
from program.management.demo.cast import Cast
from program.management.demo.scans import paper
from program.people.models import User
from program.zones.models import Zone

WORKS = Path(program.__file__).parent / "assets" / "data" / "demo_ledger.csv"
"""Whose (which zone of the demonstration, or nobody: the office), in which state, done how many days ago, for how many days."""
RETURNED = "请补充拨付凭证，金额与凭证核对一致。"
STRUCK = "现场核实未建成，予以核减。"


class Ledger:
    """Entered three days after it was done, checked three days later."""

    def __init__(self, cast: Cast, today: date) -> None:
        self.cast, self.today, self.zones = cast, today, cast.zones()

    def tell(self) -> None:
        with WORKS.open(encoding="utf-8", newline="") as file:
            for work in csv.DictReader(file):
                self.tell_of(work)

    def tell_of(self, work: dict[str, str]) -> None:
        """As far as its state asks."""
        zone = self.zones[int(work["zone"]) - 1] if work["zone"] else None
        by = self.cast.manager(zone) if zone else self.cast.user("clerk")
        clerk, done = self.cast.user("clerk" if zone else "clerk2"), later(self.today, -int(work["days"]))
        with on(later(done, 3), 9):
            entry = self.enter(zone, work, done, by)
            if work["state"] not in {State.DRAFT, State.WITHDRAWN}:
                actions.submit(entry, by=by)
        with on(later(done, 6)):
            match work["state"]:
                case State.WITHDRAWN:
                    actions.withdraw(entry, by=by)
                case State.RETURNED:
                    actions.send_back(entry, reason=RETURNED, by=clerk)
                case State.ACCEPTED | State.STRUCK_OUT | State.CORRECTED:
                    actions.accept(entry, by=clerk)
        with on(later(done, 40)):
            if work["state"] == State.STRUCK_OUT:
                actions.strike_out(entry, reason=STRUCK, by=clerk)
            if work["state"] == State.CORRECTED:
                self.correct(entry, values(work, done), by)
                actions.accept(entry.corrections.get(), by=clerk)

    def enter(self, zone: Zone | None, work: dict[str, str], done: date, by: User) -> LedgerEntry:
        entry = actions.enter(zone, values(work, done), by=by)
        if rules.KINDS[Kind(work["kind"])].evidence:
            actions.attach(entry, paper(work["title"]), by=by)
        return entry

    def correct(self, entry: LedgerEntry, known: dict[str, Any], by: User) -> None:
        """Two more were counted."""
        made = actions.change(actions.correct(entry, by=by), known | {"figure": known["figure"] + 2}, by=by)
        actions.submit(made, by=by)


def values(work: dict[str, str], done: date) -> dict[str, Any]:
    """What somebody types."""
    texts = ("clause", "kind", "title", "description", "owner_unit", "owner_person", "partners")
    return {name: work[name] for name in texts} | {
        "year": done.year, "since": done, "until": later(done, int(work["lasted"])) if work["lasted"] else None,
        "figure": Decimal(work["figure"]) if work["figure"] else None,
    }  # fmt: skip
