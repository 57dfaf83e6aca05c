"""What follows the document: leads, measures and their effects, rectification."""

from program.measures.models.leads import (
    AccidentFinding,
    Grade,
    Ground,
    Lead,
    LeadSource,
    LeadState,
    supervises,
)
from program.measures.models.measures import (
    Appeal,
    AppealOutcome,
    Decision,
    Defence,
    Effect,
    EffectKind,
    Measure,
    MeasureState,
    Reversal,
)
from program.measures.models.reach import files_of_leads, files_of_measures
from program.measures.models.rectification import (
    FollowUp,
    ItemEvidence,
    Rectification,
    RectificationItem,
    RectificationState,
)

__all__ = [
    "AccidentFinding",
    "Appeal",
    "AppealOutcome",
    "Decision",
    "Defence",
    "Effect",
    "EffectKind",
    "FollowUp",
    "Grade",
    "Ground",
    "ItemEvidence",
    "Lead",
    "LeadSource",
    "LeadState",
    "Measure",
    "MeasureState",
    "Rectification",
    "RectificationItem",
    "RectificationState",
    "Reversal",
    "files_of_leads",
    "files_of_measures",
    "supervises",
]
