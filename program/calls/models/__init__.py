"""Calls: intake windows with their dates, documents, rubric, quota and rule set."""

from program.calls.models.calls import (
    ASKS_TO_APPLY,
    Call,
    CallQuerySet,
    Deadline,
    Extension,
    RequestedDocument,
)
from program.calls.models.quotas import QuotaBy
from program.calls.models.rubrics import Criterion, Rubric

__all__ = [
    "ASKS_TO_APPLY",
    "Call",
    "CallQuerySet",
    "Criterion",
    "Deadline",
    "Extension",
    "QuotaBy",
    "RequestedDocument",
    "Rubric",
]
