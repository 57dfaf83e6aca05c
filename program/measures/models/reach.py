"""Who may open the files of measures: a lead's the office; a measure's whoever sees it, its documents once signed."""

from django.db.models import Exists, OuterRef, Q

from program.files.models import Anyone
from program.files.rules import register_reach
from program.measures.models.leads import Lead, supervises
from program.measures.models.measures import Appeal, Decision, Defence, Measure, Reversal
from program.measures.models.rectification import ItemEvidence, Rectification


def files_of_leads(user: Anyone) -> Q:
    seen = Lead.objects.visible_to(user)
    return Q(Exists(seen.filter(file=OuterRef("pk")))) | Q(
        Exists(seen.filter(finding__document=OuterRef("pk")))
    )


def files_of_measures(user: Anyone) -> Q:
    seen = Measure.objects.visible_to(user)
    signed = Q() if supervises(user) else Q(signed_at__isnull=False)
    within = Rectification.objects.visible_to(user)
    found = Q(Exists(ItemEvidence.objects.filter(item__rectification__in=within, file=OuterRef("pk"))))
    for said in (Defence, Appeal):
        found |= Q(Exists(said.objects.filter(measure__in=seen, file=OuterRef("pk"))))
    for decided in (Decision, Reversal):
        found |= Q(Exists(decided.objects.filter(signed, measure__in=seen, document=OuterRef("pk"))))
    return found


register_reach("leads", files_of_leads)
register_reach("measures", files_of_measures)
