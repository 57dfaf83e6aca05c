"""Pure questions about an application: what is missing, who may write what until when, what a gate has to answer."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from program import tracks
from program.applications.models import (
    Application,
    Checked,
    FormalityCheck,
    Part,
    Recall,
    Recommendation,
    Recommended,
    Version,
)
from program.process.models import StageName
from program.process.rules import finished_task, verdict

SCHEMA = 1
BOOKKEEPING = frozenset({"id", "application", "part", "revision", "edited_by", "edited_at", "position"})
WRITING_STAGES = frozenset({StageName.DRAFT, StageName.CORRECTION})
ATTACHMENTS = "attachments"
"""The part code under which corrections and findings speak of attachments."""
SEALED_PAGE = "sealed_page"
"""…and of the sealed page."""


# Gates of the flow: each reads the verdict of the task just finished, and no other.


def was_recalled(activation: Any) -> bool:
    return Recall.objects.filter(task=finished_task(activation)).exists()


def was_returned(activation: Any) -> bool:
    """撤回修改 by the applicant, or returned for change by the recommending body."""
    return was_recalled(activation) or verdict(activation, Recommendation).verdict == Recommended.RETURNED


def was_not_recommended(activation: Any) -> bool:
    return bool(verdict(activation, Recommendation).verdict == Recommended.REFUSED)


def was_to_correct(activation: Any) -> bool:
    return bool(verdict(activation, FormalityCheck).verdict == Checked.CORRECTION)


def was_not_accepted(activation: Any) -> bool:
    return bool(verdict(activation, FormalityCheck).verdict == Checked.NOT_ACCEPTED)


# The form: parts, columns, rows.


def part_of(application: Application, code: str) -> tracks.Part:
    """The part of that code; KeyError if the track has none."""
    return {part.code: part for part in application.parts()}[code]


def part_model(part: tracks.Part) -> type[Part]:
    model: type[Part] = import_string(part.form)._meta.model
    return model


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of a part or row that the applicant fills, in the order of the model."""
    return [field for field in model._meta.concrete_fields if field.name not in BOOKKEEPING]


def written_value(value: Any) -> Any:
    """A column's value as it stands in a version: decimals and dates as strings, nothing rounded."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def written(instance: models.Model) -> dict[str, Any]:
    return {field.name: written_value(getattr(instance, field.attname)) for field in columns(type(instance))}


def tables(part: Part) -> dict[str, list[models.Model]]:
    """The rows of each table of a part, one query a table."""
    return {name: list(getattr(part, name).all()) for name in part.ROWS}


def drafts(application: Application) -> dict[str, Part]:
    """Code → the draft row of each part, one query a part."""
    return {part.code: part_model(part).objects.get(application=application) for part in application.parts()}  # type: ignore[attr-defined]


def content(application: Application) -> dict[str, Any]:
    """What a version freezes: everything the applicant wrote, and under which call for whom."""
    parts = {
        code: {"fields": written(part), "rows": {name: [written(row) for row in rows] for name, rows in tables(part).items()}}
        for code, part in drafts(application).items()
    }
    attached = application.attachments.select_related("file", "document")
    return {
        "schema": SCHEMA,
        "track": application.track,
        "call": application.call.code,
        "number": application.number,
        "zone": {"code": application.zone.code, "name": application.zone.name_zh},
        "applicant": {"credit_code": application.applicant.credit_code, "name": application.applicant.name_zh},
        "parts": parts,
        ATTACHMENTS: [
            {"title": row.title, "document": row.document.title_zh if row.document else "", "name": row.file.name, "sha256": row.file.sha256}
            for row in attached
        ],
    }


def canonical(data: dict[str, Any]) -> tuple[str, str]:
    """Canonical JSON text and its sha256: sorted keys, no spaces, no rounding, NaN refused."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text, hashlib.sha256(text.encode()).hexdigest()


CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that are not mistaken for one another on paper."""


def version_code(sha256: str, number: int) -> str:
    """The code printed on each page of a version: eight letters of its hash, and its number ("K7QM-2XFA-1")."""
    bits = int(sha256[:16], 16)
    letters = "".join(CODE_LETTERS[(bits >> (5 * place)) % 32] for place in range(8))
    return f"{letters[:4]}-{letters[4:]}-{number}"


# Completeness.


@dataclass(frozen=True)
class Finding:
    """Something that keeps the application from being submitted, and where to mend it."""

    part: str
    field: str
    sentence: str
    url: str


def findings(application: Application) -> list[Finding]:
    """All that is missing or contradictory, part by part."""
    found = [finding for part in drafts(application).items() for finding in part_findings(application, *part)]
    given = set(application.attachments.values_list("document", flat=True))
    for document in application.call.documents.all():
        if document.required and document.pk not in given:
            sentence = _("%(document)s is missing.") % {"document": document.title}
            found.append(Finding(ATTACHMENTS, "", sentence, reverse("applications:attachments", args=[application.pk])))
    return found


def part_findings(application: Application, code: str, part: Part) -> list[Finding]:
    """What one part lacks: empty required columns, too few rows, rows with gaps, and what the track's own rule says."""
    url = reverse("applications:part", args=[application.pk, code])
    said: list[tuple[str, str | LazyText]] = [(name, missing(part, name)) for name in part.REQUIRED if empty(getattr(part, name))]
    for name, rows in tables(part).items():
        model: Any = type(part)._meta.get_field(name).related_model
        label = model._meta.verbose_name_plural
        if len(rows) < part.ROWS[name]:
            said.append((name, _("%(table)s: at least %(count)s rows are needed.") % {"table": capfirst(label), "count": part.ROWS[name]}))
        for number, row in enumerate(rows, 1):
            gaps = [field.verbose_name for field in columns(model) if not field.blank and empty(getattr(row, field.attname))]
            if gaps:
                facts = {"table": capfirst(label), "number": number, "gaps": _(", ").join(map(str, gaps))}
                said.append((name, _("%(table)s, row %(number)s: %(gaps)s missing.") % facts))
    said += part.findings()
    return [Finding(code, field, str(sentence), f"{url}#id_{field}") for field, sentence in said]


def empty(value: Any) -> bool:
    return value is None or value == "" or value is False


def missing(part: Part, name: str) -> str:
    field: Any = part._meta.get_field(name)
    return _("%(field)s is missing.") % {"field": capfirst(field.verbose_name)}


# Limits.


def submit_limit(application: Application) -> datetime:
    """Until when the open draft or correction may be handed in.

    Drafts: the call's deadline; returned by the recommending body: until recommendations close. Corrections: their due date.
    """
    if application.stage == StageName.CORRECTION and application.due:
        return application.due
    last = application.versions.order_by("-number").first()
    if last and last.recommendations.filter(verdict=Recommended.RETURNED).exists():
        return application.call.recommend_until
    return application.call.apply_until


def seal_limit(version: Version) -> datetime | None:
    """Until when the sealed page may come: the call's paper deadline; for a correction, while it is being checked."""
    return None if version.corrects else version.application.call.paper_until


def open_check(application: Application) -> FormalityCheck | None:
    """The request for correction that is being answered."""
    if application.stage != StageName.CORRECTION:
        return None
    return FormalityCheck.objects.filter(proceeding__application=application, verdict=Checked.CORRECTION).order_by("-pk").first()


def writable_parts(application: Application) -> frozenset[str]:
    """Codes of the parts that may be written now: all of a draft; of a correction only those that were asked about."""
    if application.stage == StageName.DRAFT:
        return frozenset({part.code for part in application.parts()} | {ATTACHMENTS})
    check = open_check(application)
    return frozenset(check.items.values_list("part", flat=True)) if check else frozenset()
