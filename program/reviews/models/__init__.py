"""Panels, conflicts, score sheets, ranking runs."""

from program.files.rules import register_reach
from program.reviews.models.experts import Employment, Expert
from program.reviews.models.panels import (
    Assignment,
    ConflictKind,
    Declaration,
    Panel,
    PanelCase,
    PanelMember,
    Round,
    RoundKind,
)
from program.reviews.models.reach import files_to_review, versions_to_read
from program.reviews.models.results import Method, RankingLine, RankingRun, ReviewConclusion
from program.reviews.models.sheets import Advice, Bundle, Score, ScoreSheet, SheetWithdrawal

__all__ = [
    "Advice",
    "Assignment",
    "Bundle",
    "ConflictKind",
    "Declaration",
    "Employment",
    "Expert",
    "Method",
    "Panel",
    "PanelCase",
    "PanelMember",
    "RankingLine",
    "RankingRun",
    "ReviewConclusion",
    "Round",
    "RoundKind",
    "Score",
    "ScoreSheet",
    "SheetWithdrawal",
    "versions_to_read",
]

register_reach("reviews", files_to_review)
