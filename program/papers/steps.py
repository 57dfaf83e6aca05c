"""Drafting a paper inside a verb's transaction: number, frozen text, journal line, prints promised."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import translation

from program import clock
from program.applications.models import Application
from program.applications.rules import canonical
from program.background.steps import promise
from program.files.documents import require_printable
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.papers import rules
from program.papers.models import CASE_KINDS, Paper, PaperKind
from program.people.models import User
from program.process.steps import next_number


def draft(
    kind: PaperKind,
    build: Callable[[rules.Issue], list[rules.Block]],
    *,
    by: User,
    subject: object,
    application: Application | None = None,
    on_behalf: object = "",
    **columns: Any,
) -> Paper:
    """Write the paper as its data stand now, under the next number of its series. Refused where a character cannot be printed."""
    assert connection.in_atomic_block
    names, day = rules.in_use(), clock.today()
    series = names.series(kind, day.year)
    number = f"{series}{next_number(series)}号"
    with translation.override(settings.LANGUAGE_CODE):
        blocks = build(rules.Issue(names, number, day))
    require_printable("".join(rules.texts(blocks)))
    text, sha256 = canonical(rules.written(kind, blocks))
    paper = Paper.objects.create(
        kind=kind,
        number=number,
        title=rules.title_of(blocks)[:200],
        content=text,
        sha256=sha256,
        letterhead=names.letterhead,
        made_by=by,
        made_at=clock.now(),
        **columns,
    )
    promise("program.papers.tasks.make_paper", paper.pk)
    journal.record(
        Verb.DRAFT_PAPER,
        by=by,
        subject=subject,
        application=application,
        on_behalf=on_behalf,
        audience=Audience.CASE if kind in CASE_KINDS else Audience.OFFICE,
        paper=kind,
        number=number,
        sha256=sha256,
    )
    return paper
