"""Who may open which file of a decision; registered with the models, so that it always holds."""

from django.db.models import Exists, OuterRef, Q

from program.applications.models import Application
from program.decisions.models.withdrawals import WithdrawalRequest
from program.files.models import Anyone
from program.files.rules import register_reach
from program.people.models import APPLICANT_ROLES
from program.people.rules import standing


def public_papers(user: Anyone) -> Q:
    """Printed notices, and signed documents: everybody."""
    return Q(notices__isnull=False) | Q(official_documents__signed_at__isnull=False)


def office_papers(user: Anyone) -> Q:
    """Documents before their signature, and what objectors handed in: the office alone."""
    if not standing(user).reads_everything:
        return Q(pk__in=[])
    return Q(official_documents__isnull=False) | Q(objections__isnull=False)


def letters(user: Anyone) -> Q:
    """A letter: whoever sees its case, and the applicant's people of whoever holds the designation now, after a merger."""
    held_by = standing(user).organizations(*APPLICANT_ROLES)
    return Q(designation_letters__designation__application__in=Application.objects.visible_to(user)) | Q(
        designation_letters__designation__organization__in=held_by
    )


def withdrawals(user: Anyone) -> Q:
    """Sealed letters that ask to withdraw: the office, and the applicant's people."""
    return Q(Exists(WithdrawalRequest.objects.visible_to(user).filter(letter=OuterRef("pk"))))


register_reach("withdrawals", withdrawals)
register_reach("public papers of decisions", public_papers)
register_reach("office papers of decisions", office_papers)
register_reach("letters", letters)
