"""Rule sets, what they speak of, and the statutory working days."""

from program.rulesets.models.keys import (
    Audience,
    AuthorityKind,
    Follows,
    Key,
    Level,
    MeasureKind,
    SavingBasis,
    Scope,
    Unit,
)
from program.rulesets.models.sets import CalendarYear, Parameter, RuleSet, RuleSetQuerySet, SpecialDay, State

__all__ = [
    "Audience",
    "AuthorityKind",
    "CalendarYear",
    "Follows",
    "Key",
    "Level",
    "MeasureKind",
    "Parameter",
    "RuleSet",
    "RuleSetQuerySet",
    "SavingBasis",
    "Scope",
    "SpecialDay",
    "State",
    "Unit",
]
