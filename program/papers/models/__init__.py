"""Papers drafted from data, the letterhead they bear, and archives of cases."""

from program.papers.models.archives import Archive
from program.papers.models.kinds import CASE_KINDS, SUBJECTS, PaperKind
from program.papers.models.letterheads import Letterhead, LetterheadWord
from program.papers.models.papers import Paper
from program.papers.models.reach import archives, drafted_papers

__all__ = [
    "CASE_KINDS",
    "SUBJECTS",
    "Archive",
    "Letterhead",
    "LetterheadWord",
    "Paper",
    "PaperKind",
    "archives",
    "drafted_papers",
]
