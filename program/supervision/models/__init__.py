"""监管: obligations with what is handed in for them, alerts."""

from program.supervision.models.alerts import Alert, AlertQuerySet, AlertRule, Ending
from program.supervision.models.duties import (
    BY_FIGURES,
    REPORTED,
    Dispensation,
    DispensationKind,
    DispensationQuerySet,
    Duty,
    DutyState,
    Obligation,
    ObligationQuerySet,
    Release,
    state_of,
)
from program.supervision.models.returns import Return, ReturnQuerySet, ReturnRemark

__all__ = [
    "BY_FIGURES",
    "REPORTED",
    "Alert",
    "AlertQuerySet",
    "AlertRule",
    "Dispensation",
    "DispensationKind",
    "DispensationQuerySet",
    "Duty",
    "DutyState",
    "Ending",
    "Obligation",
    "ObligationQuerySet",
    "Release",
    "Return",
    "ReturnQuerySet",
    "ReturnRemark",
    "state_of",
]
