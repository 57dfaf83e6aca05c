"""What the flows ask of a case: gates, each reading the verdict of the task just finished and no other; and until when."""

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
from program.applications.rules.limits import recommend_limit, submit_limit
from program.process.rules import finished_task, verdict
from program.rulesets.rules import Limit


def apply_until(activation: Any) -> Limit:
    """A draft may be handed in until the call's own deadline; one that was returned, until recommendations close."""
    return Limit(submit_limit(activation.process.application), provisional=False)


def recommend_until(activation: Any) -> Limit:
    """Within the days of the rule, and not beyond the day on which recommendations close."""
    return recommend_limit(activation.process.application)


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
