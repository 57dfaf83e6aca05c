"""Two at once, on the database that takes many writers: one effect, and the other is told that somebody was faster."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models

from program.applications.models import Application
from program.decisions import actions, tasks
from program.decisions.models import Batch, Objection, PublicNotice
from program.people.models import User
from program.process import actions as clockwork
from program.process.models import StageName
from program.refusals import SomebodyWasFaster
from tests.decisions import casework
from tests.races import ON_POSTGRESQL, at_once

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]


def signatures(batch: Batch, directors: list[User]) -> list[Any]:
    return at_once(
        *(lambda by=by: actions.sign_batch(batch, revision=batch.revision, by=by) for by in directors)
    )


def test_two_directors_sign_one_batch_once(
    batch: Batch, clerk: User, director: User, second_director: User
) -> None:
    prepared = casework.prepare(batch, clerk)
    answers = signatures(prepared, [director, second_director] * 4)
    assert sum(isinstance(answer, Batch) for answer in answers) == 1
    assert sum(isinstance(answer, SomebodyWasFaster) for answer in answers) == 7
    assert PublicNotice.objects.count() == 1


def test_without_the_lock_the_same_race_breaks(
    batch: Batch, clerk: User, director: User, second_director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = casework.prepare(batch, clerk)
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **_options: rows)
    answers = signatures(prepared, [director, second_director] * 4)
    assert any(not isinstance(answer, Batch | SomebodyWasFaster) for answer in answers)


def test_each_objection_has_its_own_number(
    notice: PublicNotice, cases: list[Application], settings: Any
) -> None:
    settings.OBJECTIONS_AN_HOUR = 3
    answers = at_once(*(lambda: casework.object_to(notice, cases[0]) for _ in range(8)))
    made = [answer for answer in answers if isinstance(answer, Objection)]
    assert len(made) == len({objection.number for objection in made}) == 3


def test_the_clock_and_a_settlement_lead_a_case_on_once(
    notice: PublicNotice, cases: list[Application], clerk: User, director: User
) -> None:
    objection = actions.accept_objection(casework.confirmed(notice, cases[0]), summary="情况", by=clerk)
    casework.after_notice(notice)
    settle: Callable[[], Any] = lambda: actions.dismiss_objection(objection, finding="不成立", by=director)  # noqa: E731
    at_once(settle, clockwork.run_due, clockwork.run_due, settle)
    assert casework.stages(cases[:1]) == [StageName.PUBLICATION]


def test_two_workers_carry_out_one_batch_once(signed: Batch, cases: list[Application]) -> None:
    assert at_once(*(lambda: tasks.carry_out(signed.pk) for _ in range(4))) == [None] * 4
    signed.refresh_from_db()
    assert signed.carried_out_at is not None
    assert casework.stages(cases) == [StageName.PUBLIC_NOTICE] * 3 + [StageName.UNLISTED] * 3
