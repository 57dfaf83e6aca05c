"""One walk: tries what the machine chooses, holds it against the model, and looks at everything after each step."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import Max

from program import clock
from program.applications.models import Application
from program.background import steps as background
from program.background.models import Promise
from program.calls.models import Call
from program.decisions.models import NoticeItem
from program.decisions.tasks import recount_notices, recount_objections
from program.journal.models import Line, Verb
from program.notify.models import Message, Text
from program.people.models import Membership
from program.process import actions as clockwork
from program.process.models import StageName as S
from program.process.models import Trouble
from program.refusals import Refused
from tests import factories
from tests.process.machine import look
from tests.process.machine.effects import EFFECTS, Lines, nothing, work
from tests.process.machine.effects import sweep as swept
from tests.process.machine.model import Case, Model
from tests.process.machine.moves import MOVES, World
from tests.process.machine.needs import NEEDS, THERE, Try
from tests.process.machine.table import CALL_WIDE, ROLES, TABLE

WORK = ("carry_out", "publish_document", "tell_results", "conclude_panel", "lapse_drafts", "follow_extension")
"""Promises that move cases; papers, bundles and mail have tests of their own."""
A_MINUTE = timedelta(minutes=1)


class Killed(BaseException):
    """As by the kernel: nothing catches it."""


@contextmanager
def breaks(after: int, error: BaseException) -> Iterator[None]:
    """The `after`-th write to the database from now on raises, once."""
    left = [after]

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            left[0] -= 1
            if left[0] == 0:
                raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield


@contextmanager
def outermost() -> Iterator[None]:
    """A transaction in which a verb may open its own as if it were the first."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]
    with around:
        yield


@dataclass
class Walk:
    world: World
    moment: datetime
    model: Model = field(default_factory=Model)
    seen: int = 0  # the last journal line looked at
    heard: int = 0  # …and the last message

    # ---------------------------------------------------------------- what could be tried
    def about(self, case: Case, who: str) -> Try:
        row = Application.objects.select_related("call").get(pk=self.world.cases[case.name])
        on = NoticeItem.objects.filter(application=row).select_related("notice").order_by("-pk").first()
        call: Call = row.call
        return Try(
            self.model,
            case,
            who,
            self.moment,
            call.apply_until,
            call.recommend_until,
            call.paper_until,
            row.due,
            on.notice.ends if on else None,
            bool(on and on.notice.provisional),
        )

    def allowed(self, verb: str, it: Try) -> bool:
        row = TABLE[verb]
        return (
            it.case.stage in row.at
            and bool(self.model.words(it.who, it.case) & set(row.by))
            and all(NEEDS[need](it) for need in row.needs)
        )

    def possible(self, *, straight: bool = False) -> list[tuple[str, str, str]]:
        """All that would succeed now; with `straight` only what leads on."""
        found = []
        for name, case in self.model.cases.items():
            it = self.about(case, "")
            tries = {who: replace(it, who=who) for who in self.model.roles}
            for verb, row in TABLE.items():
                if (straight and not row.straight) or case.stage not in row.at:
                    continue
                if (verb in CALL_WIDE and name == "B") or not THERE[row.there](self.model, case):
                    continue
                found += [(verb, who, name) for who, it in tries.items() if self.allowed(verb, it)]
        return found

    # ---------------------------------------------------------------- a step
    def attempt(self, verb: str, who: str, name: str) -> None:
        """Try it; what the table allows succeeds, anything else is refused and leaves nothing behind."""
        case, row = self.model.cases[name], TABLE[verb]
        if not THERE[row.there](self.model, case):
            return
        who = row.by[0] if row.by[0] in {"public", "the program"} else who  # these ask nobody who they are
        self.moment += A_MINUTE
        it = self.about(case, who)
        if self.allowed(verb, it):
            self.succeeds(verb, it)
        else:
            self.is_refused(verb, it)
        self.look()

    def succeeds(self, verb: str, it: Try) -> None:
        row, case = TABLE[verb], it.case
        line, to = row.says(case.stage), row.leads(case.stage)
        lines = self.lines_of(verb, it, [(case.name, line)] if line else [])
        self.act(verb, it)
        EFFECTS.get(verb, nothing)(it)
        case.stage = to or case.stage
        self.said(lines)

    def lines_of(self, verb: str, it: Try, lines: Lines) -> Lines:
        """Where a verb is about more than the case at hand, or says more than one thing."""
        if verb == "hand over":
            closed = {S.LISTED, S.REFUSED, S.ABANDONED}
            mine = (c for c in self.model.cases.values() if c.clerk == "clerk" and c.stage not in closed)
            return [(case.name, Verb.HAND_OVER) for case in mine]
        if verb == "promote reserve" and (case := self.model.reserves()[0]).stage == S.UNLISTED:
            return [(case.name, Verb.PROMOTE)]
        if verb == "confirm objection" and not NEEDS["notice runs"](it):
            return [(it.case.name, Verb.KEEP_LEAD)]
        return lines

    def act(self, verb: str, it: Try) -> object:
        with clock.at(self.moment):
            return MOVES[verb](self.world, it, self.world.person(it.who))

    def is_refused(self, verb: str, it: Try) -> None:
        before = look.everything()
        with pytest.raises(Refused):
            self.act(verb, it)
        assert look.everything() == before, f"refused, and yet something was written: {verb}"

    def killed(self, verb: str, who: str, name: str, *, after: int) -> None:
        self.moment += A_MINUTE
        it = self.about(self.model.cases[name], who)
        known = len(it.case.objections)
        before = look.everything()
        try:
            with outermost(), breaks(after, Killed()):
                self.act(verb, it)
                raise Killed  # at the latest before its commit
        except Killed:
            pass
        del it.case.objections[known:]
        assert look.everything() == before, f"killed, and yet something was written: {verb}"

    # ---------------------------------------------------------------- the program's own work
    def tries(self, case: Case) -> Try:
        return self.about(case, "the program")

    def worker(self, killed_after: int | None = None) -> None:
        """Keep what was promised. Killed half-way and run again when its lease is over, it ends the same."""
        self.moment += A_MINUTE
        lines = work(self.model, self.tries)
        if killed_after is not None:
            self.die_at_work(killed_after)
        with clock.at(self.moment):
            while waiting := self.waiting():
                for promise in waiting:
                    background.keep.func(promise)
                assert not Promise.objects.filter(pk__in=waiting, kept_at=None).exists(), self.errors(waiting)
        self.said(lines)
        self.look()

    def die_at_work(self, after: int) -> None:
        for promise in self.waiting()[:1]:
            with clock.at(self.moment):
                try:
                    if after == 0:
                        background.claim(promise)
                    else:
                        with breaks(after, Killed()):
                            background.keep.func(promise)
                except Killed:
                    assert Promise.objects.get(pk=promise).kept_at is None
            self.moment += background.LEASE + A_MINUTE
            with clock.at(self.moment):
                background.sweep()

    def waiting(self) -> list[int]:
        rows = Promise.objects.open().order_by("pk").values_list("pk", "name")
        return [pk for pk, name in rows if name.rsplit(".", 1)[1] in WORK]

    def errors(self, promises: list[int]) -> list[str]:
        return list(Promise.objects.filter(pk__in=promises).exclude(error="").values_list("error", flat=True))

    def sweep(self) -> None:
        """What the worker does each minute: limits of a year published since, notices that ran out."""
        self.moment += A_MINUTE
        with clock.at(self.moment):
            before = look.provisional()
            clockwork.recount_due()
            recount_notices()
            recount_objections()
            fixed = before - look.provisional()
            lines = swept(self.model, self.tries)
            _fired, failed = clockwork.run_due()
        assert failed == 0
        self.said([*lines, *[(name, Verb.RECOUNT) for name in self.names(fixed)]])
        assert self.model.calendar or not fixed
        self.look()

    def names(self, fixed: Counter[int]) -> list[str]:
        return [name for name, pk in self.world.cases.items() for _ in range(fixed[pk])]

    def trouble(self, who: str) -> None:
        """A write of the timer fails: it is kept in a row, and whoever may tries it again."""
        for name, case in self.model.cases.items():
            if case.stage != S.PUBLIC_NOTICE:
                continue
            self.moment += A_MINUTE
            with clock.at(self.moment):
                with breaks(2, OperationalError("the disk is full")):
                    fired, failed = clockwork.run_due()
                if failed:
                    self.try_again(who, name)
                assert failed or not fired

    def try_again(self, who: str, name: str) -> None:
        trouble = Trouble.objects.open().get(proceeding__application=self.world.cases[name])
        may = self.model.roles.get(who) in {"clerk", "director"}
        before = look.everything()
        try:
            clockwork.retry(trouble, by=self.world.person(who))
        except Refused:
            assert not may
            assert look.everything() == before
            clockwork.run_due()
        lines = swept(self.model, self.tries)
        assert not Trouble.objects.open().exists()
        self.said(lines)
        self.look()

    # ---------------------------------------------------------------- time and people
    def jump(self, jump: str) -> None:
        call = self.world.the_call()
        dues = [due for due in self.dues() if due is not None and due > self.moment]
        to = {
            "an hour": self.moment + timedelta(hours=1),
            "a day": self.moment + timedelta(days=1),
            "a week": self.moment + timedelta(days=8),
            "a month": self.moment + timedelta(days=31),
            "the window": call.apply_until + A_MINUTE,
            "recommendations": call.recommend_until + A_MINUTE,
            "what is due": min(dues, default=self.moment) + A_MINUTE,
        }
        self.moment = max(self.moment, to[jump])

    def dues(self) -> list[datetime | None]:
        return list(Application.objects.values_list("due", flat=True))

    def change_role(self, who: str) -> None:
        """Taken away as if by the verb, whose own rules have their own tests; given back the same way."""
        held = Membership.objects.filter(user=self.world.people[who])
        if self.model.stands(who):
            del self.model.roles[who]
            factories.end(held.latest("pk"))
        else:
            self.model.roles[who] = ROLES[who]
            held.update(ended_at=None, ended_by=None)

    # ---------------------------------------------------------------- after each step
    def said(self, expected: Lines) -> None:
        """Every verb wrote its one line about the case, no more and no less."""
        rows = Line.objects.filter(pk__gt=self.seen, application__isnull=False).values_list(
            "application", "verb"
        )
        names = {pk: name for name, pk in self.world.cases.items()}
        found = Counter((names[pk], verb) for pk, verb in rows)
        assert found == Counter((name, verb.value) for name, verb in expected)
        told = Message.objects.filter(pk__gt=self.heard, application__isnull=False)
        told = told.exclude(
            text__in=(Text.DEADLINE_EXTENDED, Text.TROUBLE)
        )  # of what is journalled elsewhere
        without = set(told.values_list("application", flat=True)) - {pk for pk, _verb in rows}
        assert not without, "a message without its change"

    def look(self) -> None:
        self.seen = Line.objects.aggregate(last=Max("pk"))["last"] or 0
        self.heard = Message.objects.aggregate(last=Max("pk"))["last"] or 0
        with clock.at(self.moment):
            look.at_everything({self.world.cases[case.name]: case for case in self.model.cases.values()})
