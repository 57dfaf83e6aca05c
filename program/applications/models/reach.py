"""Who sees the files of a case: what was handed in, whoever sees the case; what is drafted, its applicant alone."""

from django.db.models import Exists, OuterRef, Q

from program.applications.models.case import Application
from program.applications.models.parts import Attachment
from program.applications.models.verdicts import Abandonment, Recommendation
from program.applications.models.versions import ApplicationForm, SealedPage, Version, VersionFile
from program.files.models import Anyone
from program.files.rules import register_reach
from program.people.models import Role
from program.people.rules import standing
from program.zones.models import Management


def handed_in(user: Anyone) -> Q:
    """Files of versions, printed forms, sealed pages, letters of giving up.

    商业秘密: its applicant's people and the office. To its experts their own reach opens it; a recommending body never reads it.
    """
    cases = Application.objects.visible_to(user)
    of_file = {"file": OuterRef("pk")}
    told = cases if standing(user).reads_everything else Application.objects.written_by(user)
    return (
        Q(Exists(VersionFile.objects.filter(**of_file, version__application__in=cases)), trade_secret=False)
        | Q(Exists(VersionFile.objects.filter(**of_file, version__application__in=told)))
        | Q(Exists(ApplicationForm.objects.filter(**of_file, version__application__in=cases)))
        | Q(Exists(SealedPage.objects.filter(**of_file, version__application__in=cases)))
        | Q(Exists(Abandonment.objects.filter(letter=OuterRef("pk"), application__in=cases)))
    )


def visited(user: Anyone) -> Q:
    """Form and files of the versions that an inspector goes to see; no trade secrets."""
    of_file = {"file": OuterRef("pk"), "version__in": Version.objects.to_visit(user)}
    return Q(Exists(ApplicationForm.objects.filter(**of_file))) | Q(
        Exists(VersionFile.objects.filter(**of_file)), trade_secret=False
    )


def drafted(user: Anyone) -> Q:
    """Attachments of a draft: the applicant's people."""
    own = Application.objects.written_by(user)
    return Q(Exists(Attachment.objects.filter(file=OuterRef("pk"), application__in=own)))


def letters(user: Anyone) -> Q:
    """Letters of recommendation list other applicants and their ranks: the office, and whoever wrote it."""
    held = standing(user)
    written = Recommendation.objects.filter(letter=OuterRef("pk"))
    if not held.reads_everything:
        zones = Management.objects.filter(organization__in=held.organizations(Role.ZONE_REVIEWER), until=None)
        bodies = Q(body__organization__in=held.organizations(Role.RECOMMENDER))
        written = written.filter(bodies | Q(zone__in=zones.values("zone")))
    return Q(Exists(written))


register_reach("applications", handed_in)
register_reach("versions to visit", visited)
register_reach("drafts", drafted)
register_reach("recommendations", letters)
