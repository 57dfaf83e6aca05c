"""名录: the reserve pool of green projects, restricted projects, eligibility restrictions, credit checks."""

from program.registers.models.checks import CreditCheck, CreditCheckQuerySet, Finding, Source
from program.registers.models.decided import Decided, Entry, EntryQuerySet, Lifting, Stands, reads_registers
from program.registers.models.pool import (
    UNDER_REVIEW,
    WRITABLE,
    ExitKind,
    FinanceKind,
    FinanceOutcome,
    FinanceStep,
    GreenField,
    PoolProject,
    PoolQuerySet,
    PoolState,
)
from program.registers.models.reach import documents, screenshots
from program.registers.models.restricted import ProjectLifting, RestrictedProject
from program.registers.models.restrictions import Restriction, RestrictionLifting

__all__ = [
    "UNDER_REVIEW",
    "WRITABLE",
    "CreditCheck",
    "CreditCheckQuerySet",
    "Decided",
    "Entry",
    "EntryQuerySet",
    "ExitKind",
    "FinanceKind",
    "FinanceOutcome",
    "FinanceStep",
    "Finding",
    "GreenField",
    "Lifting",
    "PoolProject",
    "PoolQuerySet",
    "PoolState",
    "ProjectLifting",
    "RestrictedProject",
    "Restriction",
    "RestrictionLifting",
    "Source",
    "Stands",
    "documents",
    "reads_registers",
    "screenshots",
]
