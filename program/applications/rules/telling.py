"""Which stages a reader may tell apart, and what is overdue: asked by the list, the search and the statistics alike."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from program.process.models import StageName

NOT_TOLD = StageName.UNLISTED
"""For everybody outside the office this stage reads 审议中; it can be neither filtered nor sorted apart."""


def stages_told(asked: Iterable[str], *, reads: bool) -> set[str]:
    """The stages that an outsider means by those words; ValueError where one of them is not told."""
    stages = set(asked)
    if reads:
        return stages
    if NOT_TOLD in stages:
        raise ValueError(NOT_TOLD)
    return stages | {NOT_TOLD} if StageName.DELIBERATION in stages else stages


def overdue(moment: datetime) -> Q:
    """Past a day that is certain; a provisional (暂定) one is never overdue."""
    return Q(due__lt=moment, due_provisional=False)
