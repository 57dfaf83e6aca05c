"""Who may open the files of changes: of a zone's the approval, of an organisation's report its notice and the decision."""

from django.db.models import Q

from program.alterations.models.firms import ChangeDecision, ChangeReport
from program.alterations.models.zones import Alteration
from program.files.models import Anyone
from program.files.rules import register_reach
from program.registers.models import reads_registers


def approvals(user: Anyone) -> Q:
    """Their scans: the office's readers and the supervisor; once it is signed, whoever sees the change."""
    return Q(pk__in=Alteration.objects.visible_to(user).values("document"))


def files_of_changes(user: Anyone) -> Q:
    """The notice: whoever reads the report; the decision's document once it is signed, before that the office."""
    seen = ChangeReport.objects.visible_to(user)
    decided = ChangeDecision.objects.filter(report__in=seen.values("pk"))
    if not reads_registers(user):
        decided = decided.exclude(signed_at=None)
    read = ChangeReport.objects.read_by(user)
    return Q(pk__in=read.values("notice")) | Q(pk__in=decided.values("document"))


register_reach("approvals of renamings and mergers", approvals)
register_reach("reports of changes", files_of_changes)
