"""监测评价: schemes, runs, results."""

from program.monitoring.models.runs import MonitoringLine, MonitoringRun, evaluates, own_zones
from program.monitoring.models.schemes import (
    Direction,
    Method,
    Scheme,
    SchemeCriterion,
    SchemeTier,
    Source,
    with_rows,
)

__all__ = [
    "Direction",
    "Method",
    "MonitoringLine",
    "MonitoringRun",
    "Scheme",
    "SchemeCriterion",
    "SchemeTier",
    "Source",
    "evaluates",
    "own_zones",
    "with_rows",
]
