"""What happened: one line a verb, and the seals."""

from program.journal.models.lines import Audience, BearsHead, Line, LineQuerySet, Seal
from program.journal.models.verbs import ACCOUNT_VERBS, Verb

__all__ = ["ACCOUNT_VERBS", "Audience", "BearsHead", "Line", "LineQuerySet", "Seal", "Verb"]
