"""The list of cases, on the page and as a spreadsheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock
from program.applications.models import Application


@dataclass(frozen=True)
class Line:
    """A row of the list, as far as its reader may know."""

    case: Application
    province: str
    stage: str
    holder: str
    shows_due: bool


class ApplicationTable(tables.Table):
    """Cases within reach: stage, holder and due date in every row. Heads, order and pages are the library's; rows are ours."""

    number = tables.Column(verbose_name=gettext_lazy("Number"))
    zone = tables.Column(verbose_name=gettext_lazy("Zone or enterprise"), order_by="zone__name_zh")
    province = tables.Column(verbose_name=gettext_lazy("Province"), accessor="zone__province")
    call = tables.Column(verbose_name=gettext_lazy("Call"), accessor="call__code")
    stage = tables.Column(verbose_name=gettext_lazy("Stage"))
    holder = tables.Column(verbose_name=gettext_lazy("Waits for"), accessor="pk", orderable=False)
    due = tables.Column(verbose_name=gettext_lazy("Due"))

    class Meta:
        model = Application
        template_name = "program/applications/_table.html"
        fields = ("number", "zone", "province", "call", "stage", "holder", "due")
        empty_text = gettext_lazy("No case fits. Take a filter away, or wait until one is begun.")

    def __init__(self, *args: Any, reads: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.reads = reads
        for name in ("stage", "due"):
            self.columns[name].column.orderable = reads

    def lines(self) -> Iterator[Line]:
        """The cases of the page."""
        for row in self.paginated_rows:
            case = row.record
            yield Line(
                case=case,
                province=case.zone.get_province_display(),
                stage=case.get_stage_display() if self.reads else case.public_stage,
                holder=case.waits_for(reads=self.reads) or "–",
                shows_due=case.shows_due(reads=self.reads),
            )


# ---------------------------------------------------------------- as a file
HEADS = (
    gettext_lazy("Number"), gettext_lazy("Zone code"), gettext_lazy("Zone"), gettext_lazy("Province"),
    gettext_lazy("Recommending body"), gettext_lazy("Applicant"), gettext_lazy("Credit code"), gettext_lazy("Call"),
    gettext_lazy("Stage"), gettext_lazy("Since"), gettext_lazy("Waits for"), gettext_lazy("Due"), gettext_lazy("Provisional"),
    gettext_lazy("Version"), gettext_lazy("Submitted"), gettext_lazy("Rank"), gettext_lazy("Letter number"),
    gettext_lazy("Clerk"), gettext_lazy("Outcome"),
)  # fmt: skip


def cells(application: Application) -> list[Any]:
    """One row of the spreadsheet; versions and recommendations are prefetched."""
    versions: Any = list(application.versions.all())
    latest = versions[-1] if versions else None
    given = [
        row
        for version in versions
        for row in version.recommendations.all()
        if row.rank and row.superseded_at is None
    ]
    return [
        application.number,
        application.zone.code,
        str(application.subject),
        application.zone.get_province_display(),
        str(application.zone.recommending_body),
        str(application.applicant),
        application.applicant.credit_code,
        str(application.call),
        application.get_stage_display(),
        moment(application.stage_since),
        application.waits_for(reads=True),
        moment(application.due),
        _("yes") if application.due and application.due_provisional else "",
        latest.number if latest else None,
        moment(latest.submitted_at if latest else None),
        given[-1].rank if given else None,
        given[-1].letter_number if given else "",
        application.clerk.name if application.clerk else "",
        str(application.get_outcome_display()) if application.outcome else "",
    ]


def moment(value: Any) -> str:
    """A moment by the clock on the wall in Beijing."""
    return f"{value.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}" if value else ""
