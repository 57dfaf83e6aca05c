"""What the worker printed is kept, once."""

from django.db import transaction

from program.files.models import File, MediaType
from program.files.steps import keep
from program.reports.models import Report
from program.supervision.models import Return
from program.zones.models import managing_organization


@transaction.atomic(durable=True)
def keep_print(report: Report, content: bytes, *, title: str) -> Return:
    """The print of what was handed in belongs to its return: the zone and the office read it."""
    locked: Return = Return.objects.select_for_update(of=("self",)).get(pk=report.handed_in_id)
    if locked.file_id is None:
        locked.file = kept(report, content, f"{title}-{locked.number}")
        locked.save(update_fields=["file"])
    return locked


@transaction.atomic(durable=True)
def keep_publication(report: Report, content: bytes, *, title: str) -> Report:
    """The print of what is public, under its number."""
    locked: Report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if locked.pdf_id is None:
        locked.pdf = kept(report, content, f"{locked.number}-{title}")
        locked.save(update_fields=["pdf"])
    return locked


def kept(report: Report, content: bytes, name: str) -> File:
    body = managing_organization(report.obligation.zone)
    return keep(content, name=f"{name[:100]}.pdf", media_type=MediaType.PDF, organization=body)
