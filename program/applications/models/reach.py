"""Who sees the files of a case: what was handed in, whoever sees the case; what is drafted, its applicant alone."""

from django.db.models import Exists, OuterRef, Q

from program.applications.models.case import Application
from program.applications.models.parts import Attachment
from program.applications.models.verdicts import Abandonment, Recommendation
from program.applications.models.versions import ApplicationForm, SealedPage, VersionFile
from program.files.models import Anyone
from program.files.rules import register_reach
from program.people.models import Role
from program.people.rules import standing


def handed_in(user: Anyone) -> Q:
    """Files of versions, printed forms, sealed pages, letters of giving up."""
    cases = Application.objects.visible_to(user)
    of_file = {"file": OuterRef("pk")}
    return (
        Q(Exists(VersionFile.objects.filter(**of_file, version__application__in=cases)))
        | Q(Exists(ApplicationForm.objects.filter(**of_file, version__application__in=cases)))
        | Q(Exists(SealedPage.objects.filter(**of_file, version__application__in=cases)))
        | Q(Exists(Abandonment.objects.filter(letter=OuterRef("pk"), application__in=cases)))
    )


def drafted(user: Anyone) -> Q:
    """Attachments of a draft: the applicant's people."""
    own = Application.objects.written_by(user)
    return Q(Exists(Attachment.objects.filter(file=OuterRef("pk"), application__in=own)))


def letters(user: Anyone) -> Q:
    """Letters of recommendation list other zones and their ranks: the office, and the body that wrote it."""
    held = standing(user)
    written = Recommendation.objects.filter(letter=OuterRef("pk"))
    if not held.reads_everything:
        written = written.filter(body__organization__in=held.organizations(Role.RECOMMENDER))
    return Q(Exists(written))


register_reach("applications", handed_in)
register_reach("drafts", drafted)
register_reach("recommendations", letters)
