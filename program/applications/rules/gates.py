"""Gates of the flow: each reads the verdict of the task just finished, and no other."""

from collections.abc import Callable
from typing import Any

from program.applications.models import (
    Checked,
    CheckUndone,
    FormalityCheck,
    Recall,
    Recommendation,
    Recommended,
    Reopening,
    ResumedAt,
)
from program.process.rules import finished_task, verdict


def was_recalled(activation: Any) -> bool:
    return Recall.objects.filter(task=finished_task(activation)).exists()


def was_returned(activation: Any) -> bool:
    """撤回修改 by the applicant, or returned for change by the recommending body."""
    return was_recalled(activation) or verdict(activation, Recommendation).verdict == Recommended.RETURNED


def was_not_recommended(activation: Any) -> bool:
    return bool(verdict(activation, Recommendation).verdict == Recommended.REFUSED)


def was_undone(activation: Any) -> bool:
    """The clerk took the own check back before anybody had acted on it."""
    return CheckUndone.objects.filter(task=finished_task(activation)).exists()


def goes_on_at(stage: ResumedAt) -> Callable[[Any], bool]:
    """Whether a reopened case goes on at that stage; none without its reopening."""

    def asked(activation: Any) -> bool:
        process = activation.process
        reopening = Reopening.objects.get(application=process.application, number=process.number)
        return bool(reopening.stage == stage)

    return asked


def was_to_correct(activation: Any) -> bool:
    return bool(verdict(activation, FormalityCheck).verdict == Checked.CORRECTION)


def was_not_accepted(activation: Any) -> bool:
    return bool(verdict(activation, FormalityCheck).verdict == Checked.NOT_ACCEPTED)
