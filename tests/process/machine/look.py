"""What must be true after each step, whatever was done."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from program import clock
from program.applications.models import Application
from program.background.models import Promise
from program.decisions.models import Designation, Objection
from program.journal.models import Line
from program.notify.models import Message
from program.process.models import CLOSED_STAGES, Proceeding
from program.process.models import StageName as S
from program.process.rules import astray
from program.reviews.models import ScoreSheet
from tests.process.machine.model import Case
from tests.process.machine.table import WAITS, WITHOUT_DUE

STANDING = (
    "program_specialday",
    "program_calendaryear",
    "program_zone",
    "django_",
    "auth_",
    "axes_",
    "sqlite_",
)
"""Tables that no verb on a case writes."""


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table: what a refusal leaves as it was."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = (
                sorted(cursor.fetchall(), key=repr)
                if connection.vendor == "postgresql"
                else cursor.fetchall()
            )
    return found


def tables() -> list[str]:
    if not _tables:
        _tables.extend(
            name for name in connection.introspection.table_names() if not name.startswith(STANDING)
        )
    return _tables


_tables: list[str] = []


def provisional() -> Counter[int]:
    """Limits of each case that run into a year nobody has published; a notice's is counted with the notice."""
    due = Application.objects.filter(due_provisional=True).exclude(stage__in=(S.PUBLIC_NOTICE, S.OBJECTIONS))
    objections = Objection.objects.open().filter(due_provisional=True)
    return Counter(
        [*due.values_list("pk", flat=True), *objections.values_list("item__application", flat=True)]
    )


def at_everything(cases: Mapping[int, Case]) -> None:
    assert astray() == []
    no_score_under_a_conflict()
    no_designation_without_a_signed_document()
    no_message_without_a_promise()
    open_ones = Proceeding.objects.open().filter(application=OuterRef("pk")).order_by().values("application")
    rows = Application.objects.filter(pk__in=cases).annotate(
        open_ones=Subquery(open_ones.annotate(number=Count("pk")).values("number")),
        designated=Exists(Designation.objects.filter(application=OuterRef("pk"))),
    )
    moment = clock.now()
    for row in rows.select_related("zone__recommending_body__organization", "applicant", "waiting_org"):
        projection(row, cases[row.pk], moment)


def projection(row: Any, case: Case, moment: datetime) -> None:
    """Stage, holder, due date and outcome are what they may be where the model says that the case rests."""
    assert row.stage == case.stage, f"{case.name} rests at {row.stage}, not at {case.stage}"
    closed = row.stage in CLOSED_STAGES
    assert row.waiting_role in WAITS[S(row.stage)]
    assert row.waiting_org == (row.holder(row.waiting_role) if row.waiting_role else None)
    assert (row.due is None) == (row.stage in WITHOUT_DUE)
    assert row.outcome == (row.stage if closed else "")
    assert row.stage_since <= moment
    assert (row.open_ones or 0) == (0 if closed else 1)
    assert row.designated == (row.stage == S.LISTED)


def no_score_under_a_conflict() -> None:
    in_doubt = ~Q(assignment__conflict="") | Q(assignment__voided_at__isnull=False)
    assert not ScoreSheet.objects.counted().filter(in_doubt).exists()


def no_designation_without_a_signed_document() -> None:
    signed = Q(
        document__signed_at__isnull=False, document__publications__proceeding__application=F("application")
    )
    assert not Designation.objects.exclude(signed).exists()


def no_message_without_a_promise() -> None:
    """Each is mailed by a promise of its own, made with it."""
    mails = Promise.objects.filter(name="program.notify.tasks.mail_message").count()
    assert mails == Message.objects.count()
    assert not Line.objects.filter(stamp="").exists()
