"""The kinds of papers, and what each is drafted from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    CORRECTION = "correction", _("correction notice")
    NOT_ACCEPTED = "not_accepted", _("notice of non-acceptance")
    RECOMMENDATION = "recommendation", _("letter of recommendation, for the seal")
    MEETING = "meeting", _("meeting papers")
    PUBLIC_NOTICE = "public_notice", _("public notice, editable")
    STATEMENT = "statement", _("statement on the public notice")
    LIST = "list", _("draft of the official document")
    DEDUCTION = "deduction", _("proposal to deduct points and lower the tier")


SUBJECTS: dict[PaperKind, tuple[tuple[str, ...], ...]] = {
    PaperKind.CORRECTION: (("check_row",),),
    PaperKind.NOT_ACCEPTED: (("check_row",),),
    PaperKind.RECOMMENDATION: (
        ("call", "body"),
        ("call", "zone"),
    ),  # of its zones, of the enterprises of a zone
    PaperKind.MEETING: (("batch",),),
    PaperKind.PUBLIC_NOTICE: (("notice",),),
    PaperKind.STATEMENT: (("call",),),
    PaperKind.LIST: (("call",),),
    PaperKind.DEDUCTION: ((),),  # of an effect of a measure, which knows its paper
}
"""What each kind is drafted from: the columns that are filled, and no others; one line or the other."""
CASE_KINDS = (PaperKind.CORRECTION, PaperKind.NOT_ACCEPTED)
"""Addressed to the applicant, who reads them beside the office."""
