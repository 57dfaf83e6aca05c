"""Questions about a flow: its stages in order, its waits and holds, the task just finished."""

from functools import cache
from typing import Any

from viewflow.workflow.base import Flow
from viewflow.workflow.nodes import End, Switch

from program import tracks
from program.process.models import StageName


def finished_task(activation: Any) -> Any:
    """The task that led to a gateway: a verdict is read from its row and from no other."""
    return activation.task.previous.get()


def verdict(activation: Any, model: Any) -> Any:
    """The verdict row of the task just finished; none is an error, never a default."""
    return model.objects.get(task=finished_task(activation))


@cache
def main_stages(flow_class: type[Flow]) -> tuple[StageName, ...]:
    """The stages of the straight way through, read off the flow: at each gateway its default branch."""
    instance: Any = flow_class.instance
    node = instance.opened._next
    stages: list[StageName] = []
    while True:
        if isinstance(node, Switch):
            node = next(target for target, condition in node._branches if condition is None)
            continue
        stages.append(StageName(node.name))
        if isinstance(node, End):
            return tuple(stages)
        node = node._next


@cache
def stages_of_type(task_type: str) -> frozenset[str]:
    """Names of the stages of all tracks whose node is of that type (TIMER, CONDITION)."""
    return frozenset(
        node.name
        for track in tracks.everyone()
        for node in track.flow_class.instance.nodes()
        if node.task_type == task_type
    )
