"""What is still missing or contradictory, with the place to mend it; and the task list that follows from it."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.applications.models import Application, Part
from program.applications.rules.content import (
    ATTACHMENTS,
    INDICATORS,
    SEALED_PAGE,
    columns,
    drafts,
    part_of,
    tables,
)
from program.applications.rules.limits import writable_parts
from program.applications.rules.measuring import measurement
from program.applications.rules.reading import indicators_title
from program.indicators.rules import Record, failing, failure


@dataclass(frozen=True)
class Finding:
    """Something that keeps the application from being submitted, and where to mend it."""

    part: str
    field: str
    sentence: str
    url: str


def findings(
    application: Application, parts: dict[str, Part] | None = None, measured: Record | None = None
) -> list[Finding]:
    """All that is missing or contradictory, part by part. `parts`, `measured`: if they were asked for already."""
    parts = drafts(application) if parts is None else parts
    found = [finding for part in parts.items() for finding in part_findings(application, *part)]
    found += measured_findings(application, measured or measurement(application))
    given = set(application.attachments.values_list("document", flat=True))
    for document in application.call.documents.all():
        if document.required and document.pk not in given:
            sentence = _("%(document)s is missing.") % {"document": document.title}
            found.append(
                Finding(ATTACHMENTS, "", sentence, reverse("applications:attachments", args=[application.pk]))
            )
    return found


def measured_findings(application: Application, measured: Record | None) -> list[Finding]:
    """Basic conditions that the declared figures do not meet, or of which figures are missing; of a set that decides."""
    if measured is None:
        return []
    url = reverse("applications:indicators", args=[application.pk])
    return [
        Finding(INDICATORS, row["code"], failure(measured, row), f"{url}#{row['code']}")
        for row in failing(measured)
    ]


def part_findings(application: Application, code: str, part: Part) -> list[Finding]:
    """What one part lacks: empty required columns, too few rows, rows with gaps, and what the track's own rule says."""
    url = reverse("applications:part", args=[application.pk, code])
    said: list[tuple[str, str | LazyText]] = [
        (field.name, missing(field))
        for field in columns(type(part))
        if not field.blank and empty(getattr(part, field.attname))
    ]
    for name, rows in tables(part).items():
        model: Any = type(part)._meta.get_field(name).related_model
        label = model._meta.verbose_name_plural
        if len(rows) < part.ROWS[name]:
            said.append(
                (
                    name,
                    _("%(table)s: at least %(count)s rows are needed.")
                    % {"table": capfirst(label), "count": part.ROWS[name]},
                )
            )
        for number, row in enumerate(rows, 1):
            gaps = [
                field.verbose_name
                for field in columns(model)
                if not field.blank and empty(getattr(row, field.attname))
            ]
            if gaps:
                facts = {"table": capfirst(label), "number": number, "gaps": _(", ").join(map(str, gaps))}
                said.append((name, _("%(table)s, row %(number)s: %(gaps)s missing.") % facts))
    said += part.findings()
    if part.revision == 0 and application.prefilled_from_id and part_of(application, code).prefilled:
        said.append(
            ("", _("This part still says what your last application said: bring it up to date and save it."))
        )
    return [
        Finding(code, field, str(sentence), f"{url}#id_{field}" if field else url) for field, sentence in said
    ]


def missing(field: models.Field[Any, Any]) -> str:
    """What is said of an empty column; of a statement, that nobody has confirmed it."""
    words = (
        _("Not confirmed: %(field)s")
        if isinstance(field, models.BooleanField)
        else _("%(field)s is missing.")
    )
    return words % {"field": capfirst(str(field.verbose_name))}


def empty(value: Any) -> bool:
    return value is None or value == "" or value is False


class TaskState(models.TextChoices):
    """How far a part of the form is."""

    TODO = "todo", gettext_lazy("to do")
    ERRORS = "errors", gettext_lazy("incomplete")
    DONE = "done", gettext_lazy("complete")
    LOCKED = "locked", gettext_lazy("not asked for")


TAGS = {TaskState.TODO: "", TaskState.ERRORS: "wait", TaskState.DONE: "ok", TaskState.LOCKED: ""}
"""Which colour helps each word."""


@dataclass(frozen=True)
class Task:
    """A part of the form on the applicant's task list."""

    code: str
    title: str
    url: str
    missing: int
    state: TaskState

    @property
    def tag(self) -> str:
        return TAGS[self.state]


class Place(NamedTuple):
    """Where something of an application is written: what it is called, and its address, if it has a page."""

    title: str
    url: str


def places(application: Application) -> dict[str, Place]:
    """Code → place of each part, of the attachments, and of the sealed page, which is not written but handed in."""
    found = {
        part.code: Place(str(part.title), reverse("applications:part", args=[application.pk, part.code]))
        for part in application.parts()
    }
    if application.call.indicator_set_id is not None:
        found[INDICATORS] = Place(
            indicators_title(), reverse("applications:indicators", args=[application.pk])
        )
    found[ATTACHMENTS] = Place(_("Attachments"), reverse("applications:attachments", args=[application.pk]))
    found[SEALED_PAGE] = Place(_("Sealed page"), "")
    return found


def tasks(
    application: Application, found: list[Finding] | None = None, measured: Record | None = None
) -> list[Task]:
    """The parts in order, attachments last. `found`, `measured`: what was asked already."""
    parts = drafts(application)
    found = findings(application, parts, measured) if found is None else found
    writable = writable_parts(application)
    begun = {code: part.revision > 0 for code, part in parts.items()}
    begun[INDICATORS] = any(finding.part == INDICATORS for finding in found)
    lacking = any(finding.part == ATTACHMENTS for finding in found)
    begun[ATTACHMENTS] = lacking and application.attachments.exists()
    listed = []
    for code, place in places(application).items():
        if code == SEALED_PAGE:
            continue
        missing = sum(finding.part == code for finding in found)
        state = TaskState.ERRORS if missing and begun[code] else TaskState.TODO if missing else TaskState.DONE
        listed.append(Task(code, *place, missing, state if code in writable else TaskState.LOCKED))
    return listed
