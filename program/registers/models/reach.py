"""Who sees the files of the registers: whoever sees the entry; screenshots the office."""

from django.db.models import Exists, OuterRef, Q

from program.files.models import Anyone
from program.files.rules import register_reach
from program.registers.models.checks import CreditCheck
from program.registers.models.decided import reads_registers
from program.registers.models.restricted import ProjectLifting, RestrictedProject
from program.registers.models.restrictions import Restriction, RestrictionLifting


def documents(user: Anyone) -> Q:
    """The document of an entry, and that of its lifting; to outsiders once that is signed."""
    seen, told = Q(pk__in=[]), Q() if reads_registers(user) else Q(signed_at__isnull=False)
    for entries, liftings in ((Restriction, RestrictionLifting), (RestrictedProject, ProjectLifting)):
        within = entries.objects.visible_to(user)
        lifted = liftings.objects.filter(told, entry__in=within)
        seen |= Q(Exists(within.filter(document=OuterRef("pk"))))
        seen |= Q(Exists(lifted.filter(document=OuterRef("pk"))))
    return seen


def screenshots(user: Anyone) -> Q:
    return Q(Exists(CreditCheck.objects.visible_to(user).filter(screenshot=OuterRef("pk"))))


register_reach("registers", documents)
register_reach("credit checks", screenshots)
