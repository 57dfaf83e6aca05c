"""Index of models for Django; imported by nobody."""

from program.applications.models import (
    Abandonment,
    Application,
    ApplicationForm,
    Attachment,
    CorrectionItem,
    FormalityCheck,
    Recall,
    Recommendation,
    SealedPage,
    Version,
    VersionFile,
)
from program.background.models import Promise
from program.calls.models import Call, Criterion, Extension, RequestedDocument, Rubric
from program.files.models import File
from program.journal.models import Line
from program.notify.models import Letter, Message
from program.people.models import Invitation, Membership, Organization, User
from program.process.models import Counter, Proceeding, Trouble
from program.rulesets.models import CalendarYear, Parameter, RuleSet, SpecialDay
from program.visits.models import Check, TeamMember, Visit, VisitConclusion
from program.zones.models import FormerName, Management, Onboarding, RecommendingBody, Subzone, Zone

__all__ = [
    "Abandonment",
    "Application",
    "ApplicationForm",
    "Attachment",
    "CalendarYear",
    "Call",
    "Check",
    "CorrectionItem",
    "Counter",
    "Criterion",
    "Extension",
    "File",
    "FormalityCheck",
    "FormerName",
    "Invitation",
    "Letter",
    "Line",
    "Management",
    "Membership",
    "Message",
    "Onboarding",
    "Organization",
    "Parameter",
    "Proceeding",
    "Promise",
    "Recall",
    "Recommendation",
    "RecommendingBody",
    "RequestedDocument",
    "Rubric",
    "RuleSet",
    "SealedPage",
    "SpecialDay",
    "Subzone",
    "TeamMember",
    "Trouble",
    "User",
    "Version",
    "VersionFile",
    "Visit",
    "VisitConclusion",
    "Zone",
]
