"""What the model remembers of two cases and their call, by hand: nothing here asks the program."""

from dataclasses import dataclass, field
from datetime import datetime

from program.process.models import StageName as S
from tests.process.machine.table import ROLES

QUORUM = 3
EXPERTS = ("expert 1", "expert 2", "expert 3", "expert 4")
TEAM = ("lead", "second inspector", "third inspector")


@dataclass
class Reading:
    """One expert before one case: assigned, ready, saved, submitted or void."""

    state: str = "assigned"
    signed: bool = False
    opened_again: bool = True  # may score although the case's scoring is closed: assigned, or set back, since
    sheet: int = 0  # which one was submitted last


@dataclass
class Objection:
    """Unconfirmed, received, accepted, refused, upheld, dismissed, lead."""

    notice: int
    token: str
    number: str
    state: str = "unconfirmed"


@dataclass
class Case:
    name: str
    stage: S = S.DRAFT
    clerk: str = ""
    # the case file
    complete: bool = True
    attached: int = 0
    corrects: bool = False
    returned: bool = False
    page: str = ""
    recommended: bool = False
    answered: bool = True
    checks: list[tuple[str, str]] = field(default_factory=list)  # (who, what) in this proceeding, not undone
    acted: bool = False
    reopened_until: datetime | None = None
    # its review
    panel: bool = False
    panel_closed: bool = False
    scoring_closed: bool = False
    readings: dict[str, Reading] = field(default_factory=dict)
    conflicts: set[str] = field(default_factory=set)
    concluded: bool = False
    counted_before: frozenset[tuple[str, int]] | None = None  # of an earlier proceeding that was concluded
    # its visit
    planned: bool = False
    begun: bool = False
    signed: set[str] = field(default_factory=set)
    record: bool = False
    # its decision
    chosen: bool | None = None
    reserve: int = 0  # the batch in which it stands as a reserve
    notice: int = 0
    objections: list[Objection] = field(default_factory=list)
    request: bool = False
    document: int = 0
    designated: bool = False

    def counted(self) -> frozenset[tuple[str, int]]:
        """The sheets that count: of whom, and which."""
        return frozenset(
            (who, reading.sheet) for who, reading in self.readings.items() if reading.state == "submitted"
        )

    def standing(self) -> list[str]:
        return [who for who in EXPERTS if who in self.readings and self.readings[who].state != "void"]

    def open_objections(self) -> list[Objection]:
        return [each for each in self.objections if each.state in {"received", "accepted"}]

    def last(self, state: str) -> Objection | None:
        return next((each for each in reversed(self.objections) if each.state == state), None)

    def begin_again(self) -> None:
        """A new proceeding: what the old one decided decides nothing here."""
        if self.concluded:
            self.counted_before = self.counted()
        fresh = Case(self.name)
        for name in (
            "checks", "acted", "panel", "panel_closed", "scoring_closed", "readings", "concluded", "planned", "begun",
            "signed", "record", "chosen", "reserve", "request", "document",
        ):  # fmt: skip
            setattr(self, name, getattr(fresh, name))


@dataclass
class Batch:
    number: int
    kind: str
    quota: int
    proposals: dict[str, str]  # case → list, reserve, nobody
    ranking: int = 0  # which run it stands on
    reasons: bool = False
    meeting: bool = False
    state: str = "draft"  # prepared, signed, carried out


@dataclass
class Document:
    number: int
    cases: list[str]
    state: str = "entered"  # signed, discarded


@dataclass
class Model:
    cases: dict[str, Case] = field(default_factory=lambda: {"A": Case("A"), "B": Case("B")})
    roles: dict[str, str] = field(default_factory=lambda: dict(ROLES))
    batches: list[Batch] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    jobs: list[tuple[str, object]] = field(default_factory=list)  # promised, in order
    runs: list[dict[str, frozenset[tuple[str, int]]]] = field(default_factory=list)
    notices: int = 0
    sheets: int = 0
    numbers: int = 0
    call_closed: bool = False
    calendar: bool = False

    def stands(self, who: str) -> bool:
        return who in self.roles

    def words(self, who: str, case: Case) -> set[str]:
        """As what somebody comes to a case."""
        role = self.roles.get(who, "nobody")
        if role in {"manager", "contact"} and not who.endswith(case.name):
            role = "stranger"
        return {role, "lead"} if who == "lead" and role == "inspector" else {role}

    def next(self) -> int:
        self.numbers += 1
        return self.numbers

    # ---------------------------------------------------------------- the ranking
    def to_rank(self) -> dict[str, frozenset[tuple[str, int]]]:
        """What a ranking would rest on: case → its counted sheets, of its newest concluded review."""
        found = {}
        for case in self.cases.values():
            sheets = case.counted() if case.concluded else case.counted_before
            if sheets is not None and case.stage != S.ABANDONED:
                found[case.name] = sheets
        return found

    def comparable(self) -> bool:
        """Some expert connects the cases; a case without sheets stands aside."""
        readers = [{who for who, _sheet in sheets} for sheets in self.to_rank().values() if sheets]
        return len(readers) < 2 or bool(readers[0] & readers[1])

    def ranking_stands(self) -> bool:
        return bool(self.runs) and self.runs[-1] == self.to_rank()

    # ---------------------------------------------------------------- batches and places
    @property
    def batch(self) -> Batch | None:
        """The newest that nobody has signed."""
        return next((each for each in reversed(self.batches) if each.state in {"draft", "prepared"}), None)

    def in_open_batch(self, case: Case) -> bool:
        return any(
            case.name in each.proposals
            for each in self.batches
            if each.state in {"draft", "prepared", "signed"}
        )

    def being_carried_out(self) -> bool:
        return any(each.state == "signed" for each in self.batches)

    def given(self) -> int:
        """Places that signed first batches have given."""
        return sum(
            list(each.proposals.values()).count("list")
            for each in self.batches
            if each.kind == "first" and each.state in {"signed", "carried out"}
        )

    def held(self) -> int:
        """Places that are held; whoever is decided anew holds one until then."""
        return sum(
            case.stage in {S.PUBLIC_NOTICE, S.OBJECTIONS, S.PUBLICATION, S.LISTED}
            or (case.stage == S.DELIBERATION and (case.chosen is not None or self.to_be_listed(case)))
            for case in self.cases.values()
        )

    def to_be_listed(self, case: Case) -> bool:
        return any(each.proposals.get(case.name) == "list" for each in self.batches if each.state == "signed")

    def reserves(self) -> list[Case]:
        """Who may still move up, the next one first."""
        waiting = [
            case
            for case in self.cases.values()
            if case.reserve and case.stage in {S.UNLISTED, S.DELIBERATION} and not self.in_open_batch(case)
        ]
        return sorted(waiting, key=lambda case: (case.stage == S.UNLISTED, case.reserve))

    @property
    def document(self) -> Document | None:
        return next((each for each in reversed(self.documents) if each.state == "entered"), None)

    def ready(self) -> list[Case]:
        return [case for case in self.cases.values() if case.stage == S.PUBLICATION and not case.document]

    def published(self) -> bool:
        return any(case.designated for case in self.cases.values())
