"""The case file: the application, its parts, its frozen versions, and what was decided on it."""

from program.applications.models.again import CheckUndone, Handover, HandoverItem, Reopening, ResumedAt
from program.applications.models.case import QUIET_STAGES, RECOMMENDING_ROLES, Application, recommended_by
from program.applications.models.parts import Attachment, Part, Row
from program.applications.models.reach import drafted, handed_in, letters
from program.applications.models.verdicts import (
    HIGHEST_RANK,
    Abandonment,
    Checked,
    CorrectionItem,
    FormalityCheck,
    Recall,
    Recommendation,
    Recommended,
    of_recommender,
)
from program.applications.models.versions import ApplicationForm, SealedPage, Version, VersionFile

__all__ = [
    "HIGHEST_RANK",
    "QUIET_STAGES",
    "RECOMMENDING_ROLES",
    "Abandonment",
    "Application",
    "ApplicationForm",
    "Attachment",
    "CheckUndone",
    "Checked",
    "CorrectionItem",
    "FormalityCheck",
    "Handover",
    "HandoverItem",
    "Part",
    "Recall",
    "Recommendation",
    "Recommended",
    "Reopening",
    "ResumedAt",
    "Row",
    "SealedPage",
    "Version",
    "VersionFile",
    "drafted",
    "handed_in",
    "letters",
    "of_recommender",
    "recommended_by",
]
