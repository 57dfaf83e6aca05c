"""Questions about a flow: its stages in order, its waits and holds, the task just finished."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.apps import apps as django_apps
from django.db.models import Q
from viewflow.workflow.base import Flow
from viewflow.workflow.models import Task
from viewflow.workflow.nodes import End, Switch
from viewflow.workflow.status import STATUS

from program import tracks
from program.process.models import CLOSED_STAGES, StageName

Question = Callable[[Any], bool]
"""What a hold waits for: asked of an activation."""


def finished_task(activation: Any) -> Any:
    """The task that led to a gateway: a verdict is read from its row and from no other."""
    return activation.task.previous.get()


def verdict(activation: Any, model: Any) -> Any:
    """The verdict row of the task just finished; none is an error, never a default."""
    return model.objects.get(task=finished_task(activation))


def astray() -> list[tuple[str, str, list[str]]]:
    """Cases whose projected stage is not their one open node: (number, stage, open nodes). None, unless there is a bug.

    Two queries over everything that is open, or projected so.
    """
    cases = django_apps.get_model("program.Application").objects
    nodes: dict[int, list[str]] = defaultdict(list)
    tasks = Task.objects.exclude(status__in=(STATUS.DONE, STATUS.CANCELED)).filter(finished=None)
    for case, node in tasks.values_list("process__proceeding__application", "flow_task"):
        nodes[case].append(node.name)
    projected = cases.filter(Q(pk__in=nodes) | ~Q(stage__in=CLOSED_STAGES)).values_list(
        "pk", "number", "stage"
    )
    return [
        (number, stage, nodes[pk])
        for pk, number, stage in projected.iterator()
        if nodes[pk] != ([] if stage in CLOSED_STAGES else [stage])
    ]


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


def has_stage(track: str, stage: StageName) -> bool:
    """Whether the straight way of a track goes through that stage."""
    return stage in main_stages(tracks.get(track).flow_class)


def last_stage(application: Any) -> StageName:
    """The stage in which a closed case rested last: since then its projection names the outcome."""
    tasks = Task.objects.filter(process__proceeding__application=application).order_by("-pk")
    names = (task.flow_task.name for task in tasks if not isinstance(task.flow_task, End))
    return StageName(next(name for name in names if name in StageName.values))


def nodes_of_type(task_type: str) -> Iterator[Any]:
    """The nodes of all tracks of that type (TIMER, CONDITION)."""
    for track in tracks.everyone():
        yield from (node for node in track.flow_class.instance.nodes() if node.task_type == task_type)


@cache
def stages_of_type(task_type: str) -> frozenset[str]:
    """Names of the stages of all tracks whose node is of that type (TIMER, CONDITION)."""
    return frozenset(node.name for node in nodes_of_type(task_type))


def answered_only(narrowed: Callable[[], Q]) -> Callable[[Question], Question]:
    """Tell by which proceedings a hold's question can be answered with yes at all, so that the sweep asks no others."""

    def mark(question: Question) -> Question:
        question.narrowed = narrowed  # type: ignore[attr-defined]
        return question

    return mark


def at_answered_holds() -> Q:
    """Proceedings that rest at a hold and may pass it; the question itself is asked with the case locked."""
    found = Q(pk__in=())
    for node in nodes_of_type("CONDITION"):
        narrowed: Callable[[], Q] = getattr(node._condition, "narrowed", Q)
        found |= Q(application__stage=node.name) & narrowed()
    return found
