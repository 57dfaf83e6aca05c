"""Who may open the prints of papers, and archives; registered with the models, so that it always holds."""

from django.db.models import Exists, OuterRef, Q

from program.files.models import Anyone
from program.files.rules import register_reach
from program.papers.models.archives import Archive
from program.papers.models.papers import Paper


def drafted_papers(user: Anyone) -> Q:
    """PDF and DOCX of a paper: whoever sees the paper."""
    seen = Paper.objects.visible_to(user)
    return Q(Exists(seen.filter(pdf=OuterRef("pk")))) | Q(Exists(seen.filter(docx=OuterRef("pk"))))


def archives(user: Anyone) -> Q:
    return Q(Exists(Archive.objects.visible_to(user).filter(file=OuterRef("pk"))))


register_reach("papers", drafted_papers)
register_reach("archives", archives)
