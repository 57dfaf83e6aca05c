"""What is typed about the ledger, and how it is narrowed down."""

from program.ledger.forms.entries import DESCRIPTION, EntryForm, EvidenceForm, ImportForm
from program.ledger.forms.listing import LedgerFilter
from program.registers.forms import ReasonForm

__all__ = ["DESCRIPTION", "EntryForm", "EvidenceForm", "ImportForm", "LedgerFilter", "ReasonForm"]
