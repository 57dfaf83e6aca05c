"""工作台账: what was done under the circular, clause by clause."""

from program.ledger.models.entries import (
    FIRST_YEAR,
    WRITING_ROLES,
    EntryQuerySet,
    LedgerEntry,
    reads_ledger,
)
from program.ledger.models.evidence import LedgerFile
from program.ledger.models.words import (
    MEASURED,
    UNDER_WAY,
    WRITABLE,
    Clause,
    Kind,
    State,
    Unit,
)

__all__ = [
    "FIRST_YEAR",
    "MEASURED",
    "UNDER_WAY",
    "WRITABLE",
    "WRITING_ROLES",
    "Clause",
    "EntryQuerySet",
    "Kind",
    "LedgerEntry",
    "LedgerFile",
    "State",
    "Unit",
    "reads_ledger",
]
