"""What lies open to an expert, after confidentiality and no conflict: the versions that were assigned, and their files."""

from django.db.models import Q, QuerySet

from program.applications.models import Version
from program.files.models import Anyone
from program.people.rules import standing
from program.reviews.models.panels import Assignment


def files_to_review(user: Anyone) -> Q:
    """A Q over File. The office's readers see every bundle; experts what they may read, as long as it is assigned to them."""
    if standing(user).reads_everything:
        return Q(bundles__isnull=False)
    versions = Assignment.objects.visible_to(user).readable().values("version")
    return (
        Q(bundles__version__in=versions)
        | Q(version_files__version__in=versions)
        | Q(application_forms__version__in=versions)
    )


def versions_to_read(assignment: Assignment) -> QuerySet[Version]:
    """What its expert may hold against each other: the version given to read, and those before it; never what came later."""
    versions: QuerySet[Version] = Version.objects.filter(
        application=assignment.application_id, number__lte=assignment.version.number
    )
    return versions
