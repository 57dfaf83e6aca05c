"""What eight can do at one moment before a deadline: switch, take a list out, make it, send the mail of the week."""

from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from django.test import override_settings

from program import clock
from program.applications.views.listing import CASES
from program.desk import actions as desk
from program.exports import actions as exports
from program.exports.models import Export, Form
from program.files.models import File
from program.files.steps import being_written
from program.notify.models import Message, Text
from program.people.models import Role, User
from program.process.models import StageName
from program.switches import actions as switches
from program.switches.models import Name, Switch
from tests import factories
from tests.races import EVERYBODY, ON_POSTGRESQL, THREADS
from tests.races.situations import NUMBERS, Office
from tests.races.table import Race, by_all, race, run_all

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
WHY = "截止前高峰"
MONDAY = date(2026, 3, 2)


def administrators(on: Office) -> list[User]:
    return [factories.member(on.office, Role.ADMIN) for _ in range(THREADS)]


@race
def turn_on(on: Office) -> Race:
    Switch.objects.all().delete()
    moves = by_all(switches.turn_on, Name.EXPORTS_OFF, administrators(on), reason=WHY)
    return Race(moves, Switch.objects.on().count)


@race
def turn_off(on: Office) -> Race:
    Switch.objects.all().delete()
    by = administrators(on)
    held = switches.turn_on(Name.PRINTING_PAUSED, reason=WHY, by=by[0])
    return Race(by_all(switches.turn_off, held, by, reason=WHY), Switch.objects.exclude(off_at=None).count)


def a_long_list(on: Office) -> tuple[str, list[partial[Export | None]]]:
    question = f"q={next(NUMBERS)}"
    take = partial(exports.take_out, CASES, Form.XLSX, question=question, rows=10_000, by=on.clerk)
    return question, [take] * THREADS


@race
def take_out(on: Office) -> Race:
    """Eight clicks of one person are one list."""
    Export.objects.all().delete()
    question, moves = a_long_list(on)
    effect = Export.objects.filter(question=question).count
    return Race(moves, effect, [Counter(done=1, Refused=THREADS - 1)])


def kept(export: Export) -> None:
    with being_written() as written:
        Path(written).write_bytes(b"number\r\n")
        exports.keep_export(export, written, name=f"{export.pk}.csv", rows=0)


@race
def keep_export(on: Office) -> Race:
    """Eight workers have made it; one keeps it, and the person hears of it once."""
    Export.objects.all().delete()
    _question, moves = a_long_list(on)
    export = moves[0]()
    assert export is not None
    name = f"{export.pk}.csv"
    told = Message.objects.filter(text=Text.EXPORT_READY, facts__name=name)

    def effect() -> int:
        assert told.count() == 1
        return File.objects.filter(name=name).count()

    return Race([partial(kept, export)] * THREADS, effect, [EVERYBODY])


@race
def send_digest(on: Office) -> Race:
    person = factories.member(on.office, Role.CLERK)
    on.case(StageName.FORMALITY_CHECK)
    moves = [partial(desk.send_digest, person, MONDAY)] * THREADS
    return Race(moves, Message.objects.filter(recipient=person, text=Text.WEEKLY).count, [EVERYBODY])


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    with override_settings(EXPORT_AT_ONCE=1):
        run_all(__name__, everybody, subtests)


def test_eight_sweeps_forget_a_list_once(everybody: Office) -> None:
    _question, moves = a_long_list(everybody)
    with override_settings(EXPORT_AT_ONCE=1):
        export = moves[0]()
    assert export is not None
    kept(export)
    with clock.at(clock.now() + clock.days(8)):
        for _ in range(2):
            exports.forget(export)
    assert not Export.objects.filter(pk=export.pk).exists()
