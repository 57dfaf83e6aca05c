"""viewflow, wrapped: the nodes where a case rests write where it rests. Flows of tracks are made of these."""

from collections.abc import Callable
from datetime import date
from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.activation import Activation
from viewflow.workflow.nodes.events import ConditionalCatchActivation

from program import clock
from program.people.models import Role
from program.process import steps
from program.process.models import Outcomes, Proceeding
from program.process.rules import Question
from program.rulesets.models import Key
from program.rulesets.rules import Limit, limit

Deadline = Callable[[Any], Limit | None]
Awaited = Callable[[Any], tuple[Role, Limit] | None]
"""Whose move it is in a case (an application), and until when; none if it is nobody's."""


class Resting:
    """A node where a case rests: entering it writes the projection, in the same transaction."""

    role: str = ""
    outcome: str = ""

    def _create(self, prev_activation: Any, token: Any, data: Any = None, seed: Any = None) -> Any:
        activation = super()._create(prev_activation, token, data, seed)  # type: ignore[misc]
        role, limit = self.awaited(activation, clock.today())
        steps.enter(activation, role=role, limit=limit, outcome=self.outcome)
        return activation

    def awaited(self, activation: Any, since: date) -> tuple[str, Limit | None]:
        """Whose move it is, and until when, if the case rests here since that day."""
        return self.role, self.deadline(activation, since)

    def deadline(self, activation: Any, since: date) -> Limit | None:
        """Until when the case may rest here; none if nobody set a limit."""
        return None


class Stage(Resting, flow.Handle):
    """Somebody must act: `by` a role, `within` the days of a rule, or `until` a date the call has set."""

    def __init__(self, *, by: Role, within: Key | None = None, until: Deadline | None = None) -> None:
        super().__init__()
        self.role, self.within, self.until = by, within, until

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.until = this.resolve(instance, self.until)

    def deadline(self, activation: Any, since: date) -> Limit | None:
        if self.until is not None:
            return self.until(activation)
        if self.within is not None:
            return limit(activation.process.application.rule_set, self.within, since)
        return None


class Wait(Resting, flow.Timer):
    """Nobody need act: the case goes on when the moment has come."""

    def __init__(self, *, until: Deadline) -> None:
        super().__init__(delay=lambda activation: activation.process.application.due)
        self.until: Any = until

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.until = this.resolve(instance, self.until)

    def deadline(self, activation: Any, since: date) -> Limit | None:
        answer: Limit | None = self.until(activation)
        return answer


class HoldActivation(ConditionalCatchActivation):
    """Passes at once when its question is answered already on arrival."""

    @Activation.status.super()
    def activate(self) -> None:
        if self.condition_met():
            self.start()


class Hold(Resting, flow.ConditionalCatch):
    """The case rests until a question is answered with yes; where somebody must act for that, `by` names who, and by when."""

    activation_class = HoldActivation

    def __init__(self, *, until: Question, by: Awaited | None = None) -> None:
        super().__init__(condition=until)
        self.by = by

    def awaited(self, activation: Any, since: date) -> tuple[str, Limit | None]:
        found = self.by(activation.process.application) if self.by is not None else None
        return found or ("", None)


class Outcome(Resting, flow.End):
    """The end of a proceeding."""

    def __init__(self, outcome: Outcomes) -> None:
        super().__init__()
        self.outcome = outcome


class CaseFlow(flow.Flow):
    """What all tracks' flows share. It holds no nodes: an inherited node would point at this class."""

    process_class = Proceeding
    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)

    def open(self, activation: Any, *, application: Any) -> Any:
        """Begin a proceeding of an application."""
        activation.process.application = application
        activation.process.number = application.proceedings.count() + 1
        return activation.process
