"""What is new in the version that an expert was given to read."""

from dataclasses import dataclass

from program.applications.models import Version
from program.applications.rules import compare, previous
from program.reviews.models import Assignment, Declaration


@dataclass(frozen=True)
class Revised:
    """The version to compare with: the one that this expert has read, else the one before; and how many parts differ."""

    before: Version
    was_read: bool
    changed: int


def revised(assignment: Assignment) -> Revised | None:
    """How the version given to read differs from an earlier one; none if it is the first."""
    if assignment.version.number == 1:
        return None
    read = last_read(assignment)
    before = read or previous(assignment.version)
    if before is None:
        return None
    return Revised(before, read is not None, compare(before.data, assignment.version.data).count)


def last_read(assignment: Assignment) -> Version | None:
    """The latest earlier version that lay open to this expert: the case was assigned anew since."""
    earlier = Assignment.objects.filter(
        expert=assignment.expert_id,
        application=assignment.application_id,
        version__number__lt=assignment.version.number,
        declaration=Declaration.NO_CONFLICT,
    )
    found = earlier.select_related("version").order_by("-version__number").first()
    return found.version if found else None
