"""What the clock does to cases on notice: a step that fails is kept, told, retried; nothing is half-done."""

from datetime import timedelta

import pytest

from program import clock
from program.applications.models import Application
from program.decisions.models import PublicNotice
from program.notify.models import Message, Text
from program.people.models import User
from program.process import actions, rules, steps
from program.process.models import StageName, Trouble
from tests.decisions import casework

pytestmark = pytest.mark.django_db


def test_an_error_behind_a_timer_is_kept_and_retried(
    notice: PublicNotice,
    cases: list[Application],
    clerk: User,
    admin: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The waits end, and what they lead into breaks: nothing has moved; the administrator hears of each case once."""

    def broken(activation: object, **facts: object) -> None:
        raise RuntimeError("entering broke")

    with clock.at(notice.ends + timedelta(seconds=1)):
        with monkeypatch.context() as breaking:
            breaking.setattr(steps, "enter", broken)
            assert actions.run_due() == (0, 3)
            assert actions.run_due() == (0, 3)
        assert casework.stages(cases[:3]) == [StageName.PUBLIC_NOTICE] * 3
        assert rules.astray() == []
        assert [trouble.attempts for trouble in Trouble.objects.open()] == [2, 2, 2]
        assert Message.objects.filter(recipient=admin, text=Text.TROUBLE).count() == 3
        trouble = Trouble.objects.open().filter(proceeding__application=cases[0]).get()
        assert actions.retry(trouble, by=clerk) is True
        assert casework.stages(cases[:3]) == [
            StageName.PUBLICATION,
            StageName.PUBLIC_NOTICE,
            StageName.PUBLIC_NOTICE,
        ]
        assert actions.run_due()[1] == 0
        assert not Trouble.objects.open().exists()
        assert casework.stages(cases[:3]) == [StageName.PUBLICATION] * 3
    assert rules.astray() == []
