"""What reports promise: a print of what was handed in, and one of what is public. Each may be killed anywhere and run again."""

from typing import Any

from django.conf import settings
from django.utils import translation

from program.files.documents import qr_svg, render_pdf
from program.reports import actions, rules
from program.reports.models import Report
from program.switches.models import Name
from program.switches.rules import held_by


@held_by(Name.PRINTING_PAUSED)
def make_report(pk: int) -> None:
    """Print what was handed in, for the zone and the office."""
    report = found(pk)
    if report.handed_in.file_id is None:
        with translation.override(settings.LANGUAGE_CODE):
            reading = rules.Reading(report.data)
            content = printed(report, reading)
        actions.keep_print(report, content, title=reading.title)


@held_by(Name.PRINTING_PAUSED)
def make_publication(pk: int) -> None:
    """Print what is public of a published report, with its number and the address where it is verified."""
    report = found(pk)
    if report.pdf_id is None:
        address = settings.SITE_URL + report.public_url
        with translation.override(settings.LANGUAGE_CODE):
            reading = rules.Reading(rules.public_part(report), public=True)
            content = printed(report, reading, address=address, qr=qr_svg(address))
        actions.keep_publication(report, content, title=reading.title)


def found(pk: int) -> Any:
    return Report.objects.select_related("obligation__zone", "handed_in", "corrects").get(pk=pk)


def printed(report: Report, reading: rules.Reading, **more: object) -> bytes:
    context = {"report": report, "reading": reading, "office": settings.OFFICE, **more}
    return render_pdf("program/reports/paper.html", context, title=reading.title)
