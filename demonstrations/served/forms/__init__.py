"""What is typed about served enterprises, and how lists are narrowed down."""

from demonstrations.served.forms.listing import EntryFilter, PostingFilter, ProviderFilter, RecordFilter
from demonstrations.served.forms.market import FollowForm, InterestForm, PostingForm, ProviderForm
from demonstrations.served.forms.records import (
    DESCRIPTION,
    EvidenceForm,
    ImportForm,
    InspectionForm,
    RecordForm,
)
from program.registers.forms import ReasonForm

__all__ = [
    "DESCRIPTION",
    "EntryFilter",
    "EvidenceForm",
    "FollowForm",
    "ImportForm",
    "InspectionForm",
    "InterestForm",
    "PostingFilter",
    "PostingForm",
    "ProviderFilter",
    "ProviderForm",
    "ReasonForm",
    "RecordFilter",
    "RecordForm",
]
