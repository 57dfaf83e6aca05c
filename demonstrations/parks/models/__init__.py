"""What a zone declares of itself; docs/park-fields.md lists every column with its limits and its source."""

from demonstrations.parks.models.achievements import Achievements
from demonstrations.parks.models.basics import Basics, Industry, Subzone
from demonstrations.parks.models.building import Building, BuildingTask, Done
from demonstrations.parks.models.commitment import Commitment
from demonstrations.parks.models.honours import Honour, HonourKind, HonourLevel, Honours
from demonstrations.parks.models.plan import Clause, Plan, PlanTask, Platform
from demonstrations.parks.models.term import Term, TermTask

__all__ = [
    "Achievements",
    "Basics",
    "Building",
    "BuildingTask",
    "Clause",
    "Commitment",
    "Done",
    "Honour",
    "HonourKind",
    "HonourLevel",
    "Honours",
    "Industry",
    "Plan",
    "PlanTask",
    "Platform",
    "Subzone",
    "Term",
    "TermTask",
]
