"""Which files lie open to an expert: those of the versions that were assigned, after confidentiality and no conflict."""

from django.db.models import Q

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
