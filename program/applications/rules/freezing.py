"""What a version freezes."""

from typing import Any

from program.applications.models import Application
from program.applications.rules.content import ATTACHMENTS, INDICATORS, drafts, written_part
from program.applications.rules.measuring import measurement
from program.indicators.rules import Record

SCHEMA = 1


def content(application: Application, measured: Record | None = None) -> dict[str, Any]:
    """What a version freezes: all that was written, and what the figures say. `measured`: if that was asked already."""
    parts = {code: written_part(part) for code, part in drafts(application).items()}
    attached = application.attachments.select_related("file", "document")
    measured = measured or measurement(application)
    return {
        "schema": SCHEMA,
        "track": application.track,
        "call": application.call.code,
        "number": application.number,
        "zone": {"code": application.zone.code, "name": application.zone.name_zh},
        "applicant": {
            "credit_code": application.applicant.credit_code,
            "name": application.applicant.name_zh,
        },
        "parts": parts,
        **({INDICATORS: measured} if measured is not None else {}),
        ATTACHMENTS: [
            {
                "title": row.title,
                "document": row.document.title_zh if row.document else "",
                "name": row.file.name,
                "sha256": row.file.sha256,
            }
            for row in attached
        ],
    }
