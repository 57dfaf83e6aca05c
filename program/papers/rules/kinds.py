"""What can be drafted from what: the rows of each kind, the builder of its text, and what still keeps it from being drafted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application, Checked, FormalityCheck
from program.calls.models import Call
from program.decisions.models import Batch, PublicNotice
from program.decisions.rules import listable
from program.papers.models import PaperKind
from program.papers.rules.blocks import Block
from program.papers.rules.letterheads import Issue
from program.papers.rules.of_batch import meeting
from program.papers.rules.of_call import list_draft, public_notice, statement_on_notice
from program.papers.rules.of_case import correction, not_accepted

Builder = Callable[[Any, Issue], list[Block]]
BUILDERS: dict[PaperKind, Builder] = {
    PaperKind.CORRECTION: correction,
    PaperKind.NOT_ACCEPTED: not_accepted,
    PaperKind.MEETING: meeting,
    PaperKind.PUBLIC_NOTICE: public_notice,
    PaperKind.STATEMENT: statement_on_notice,
    PaperKind.LIST: list_draft,
}
"""Of the papers that the office drafts; a letter of recommendation needs ranks beside its subject."""


def subjects(kind: PaperKind) -> QuerySet[Any]:
    """The rows from which the office may draft a paper of the kind."""
    checks = FormalityCheck.objects.filter(undone=None).select_related(
        "version__application__call__rule_set",
        "version__application__zone__recommending_body__organization",
        "version__application__applicant",
    )
    rows: dict[PaperKind, QuerySet[Any]] = {
        PaperKind.CORRECTION: checks.filter(verdict=Checked.CORRECTION).prefetch_related("items"),
        PaperKind.NOT_ACCEPTED: checks.filter(verdict=Checked.NOT_ACCEPTED),
        PaperKind.MEETING: Batch.objects.select_related("call__rule_set", "ranking_run__round"),
        PaperKind.PUBLIC_NOTICE: PublicNotice.objects.select_related("batch__call"),
        PaperKind.STATEMENT: Call.objects.published().select_related("rule_set"),
        PaperKind.LIST: Call.objects.published().select_related("rule_set"),
    }
    return rows[kind]


def obstacle(kind: PaperKind, subject: Any) -> str:
    """Why there is nothing yet to draft it from; empty if there is."""
    if kind == PaperKind.STATEMENT and not PublicNotice.objects.filter(batch__call=subject).exists():
        return _("No public notice of this call has been published yet.")
    if kind == PaperKind.LIST and not listable(subject, clock.today()).exists():
        return _("No case of this call waits for publication.")
    return ""


@dataclass(frozen=True)
class Offer:
    """A paper that can be drafted here, or why it cannot yet."""

    kind: PaperKind
    subject: int
    about: str
    obstacle: str


def offers_of_case(application: Application) -> list[Offer]:
    return [
        offer(kind, check, about=_("version %(number)s") % {"number": check.version.number})
        for kind in (PaperKind.CORRECTION, PaperKind.NOT_ACCEPTED)
        for check in subjects(kind).filter(version__application=application).order_by("-pk")
    ]


def offers_of_call(call: Call) -> list[Offer]:
    notices = subjects(PaperKind.PUBLIC_NOTICE).filter(batch__call=call).order_by("-pk")
    return [
        offer(PaperKind.STATEMENT, call),
        offer(PaperKind.LIST, call),
        *(offer(PaperKind.PUBLIC_NOTICE, notice, about=notice.number) for notice in notices),
    ]


def offers_of_batch(batch: Batch) -> list[Offer]:
    return [offer(PaperKind.MEETING, batch)]


def offer(kind: PaperKind, subject: Model, *, about: str = "") -> Offer:
    return Offer(kind, subject.pk, about, obstacle(kind, subject))
