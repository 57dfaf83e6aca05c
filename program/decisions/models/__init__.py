"""What was deliberated, put on notice, objected to, issued and designated."""

from program.decisions.models.batches import (
    Attendance,
    Attended,
    Batch,
    BatchItem,
    BatchKind,
    BatchState,
    Deliberation,
    Promotion,
    Proposal,
)
from program.decisions.models.designations import (
    CURRENT_STANDINGS,
    Designation,
    DesignationLetter,
    Standing,
    StandingChange,
)
from program.decisions.models.documents import DocumentItem, OfficialDocument, Publication, Telling
from program.decisions.models.notices import NoticeItem, PublicNotice
from program.decisions.models.objections import Objection, ObjectionOutcome, ObjectionState, ObjectorKind
from program.decisions.models.reach import letters, office_papers, public_papers
from program.decisions.models.withdrawals import Consent, WithdrawalRequest

__all__ = [
    "CURRENT_STANDINGS",
    "Attendance",
    "Attended",
    "Batch",
    "BatchItem",
    "BatchKind",
    "BatchState",
    "Consent",
    "Deliberation",
    "Designation",
    "DesignationLetter",
    "DocumentItem",
    "NoticeItem",
    "Objection",
    "ObjectionOutcome",
    "ObjectionState",
    "ObjectorKind",
    "OfficialDocument",
    "Promotion",
    "Proposal",
    "PublicNotice",
    "Publication",
    "Standing",
    "StandingChange",
    "Telling",
    "WithdrawalRequest",
    "letters",
    "office_papers",
    "public_papers",
]
