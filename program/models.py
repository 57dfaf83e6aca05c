"""Index of models for Django; imported by nobody."""

from program.background.models import Promise
from program.journal.models import Line
from program.notify.models import Letter, Message
from program.people.models import Invitation, Membership, Organization, User
from program.rulesets.models import CalendarYear, Parameter, RuleSet, SpecialDay
from program.zones.models import FormerName, Management, Onboarding, RecommendingBody, Subzone, Zone

__all__ = [
    "CalendarYear",
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
    "Promise",
    "RecommendingBody",
    "RuleSet",
    "SpecialDay",
    "Subzone",
    "User",
    "Zone",
]
