"""What is entered about declared figures."""

from program.indicators.forms.grid import Grid, Row, Written, differences, faults, rows
from program.indicators.forms.moves import (
    STATES,
    BoardFilter,
    EvidenceForm,
    LeaveForm,
    ListSiteForm,
    PasteForm,
    ReasonForm,
    RemarksForm,
    UploadForm,
)

__all__ = [
    "STATES",
    "BoardFilter",
    "EvidenceForm",
    "Grid",
    "LeaveForm",
    "ListSiteForm",
    "PasteForm",
    "ReasonForm",
    "RemarksForm",
    "Row",
    "UploadForm",
    "Written",
    "differences",
    "faults",
    "rows",
]
