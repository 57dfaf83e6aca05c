"""Who opens a list that was taken out: whoever asked for it, in the same role, while it is kept."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from program.background.models import Promise
from program.exports.models import Export
from program.files.models import Anyone
from program.files.rules import register_reach
from program.people.rules import standing

MOST_WAITING = 5
"""Lists that are being made for one person at a time."""
TASK = "program.exports.tasks.make"


def own_files(user: Anyone) -> Q:
    mine = Export.objects.visible_to(user).filter(file=OuterRef("pk"), role__in=list(standing(user).roles))
    return Q(Exists(mine))


register_reach("exports", own_files)


def is_long(rows: int) -> bool:
    return rows > int(settings.EXPORT_AT_ONCE)


def failed(exports: list[Export]) -> set[int]:
    """Keys of those that could not be made. One query."""
    keys = [each.pk for each in exports if each.made_at is None]
    found = Promise.objects.given_up().filter(name=TASK, arguments__in=[[key] for key in keys])
    return {arguments[0] for arguments in found.values_list("arguments", flat=True)} if keys else set()
