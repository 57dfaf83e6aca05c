"""What the journal may have kept with a line, in words."""

from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy

from program.alterations.models import ChangeKind
from program.calls.models import Deadline, QuotaBy
from program.measures.models import EffectKind, Grade, Ground
from program.papers.models import PaperKind
from program.people.models import Role
from program.process.models import StageName
from program.registers.models import ExitKind, FinanceOutcome
from program.reports.models import Piece
from program.rulesets.models import Level, MeasureKind
from program.supervision.models import AlertRule, Duty, DutyState, Ending

FACTS: dict[str, str | LazyText] = {
    "letter": gettext_lazy("Letter"),
    "rank": gettext_lazy("Rank"),
    "reason": gettext_lazy("Reason"),
    "reasons": gettext_lazy("Reasons"),
    "count": gettext_lazy("Count"),
    "due": gettext_lazy("Due"),
    "until": gettext_lazy("Until"),
    "date": gettext_lazy("Date"),
    "minutes": gettext_lazy("Minutes"),
    "document": gettext_lazy("Document"),
    "number": gettext_lazy("Document number"),
    "issuer": gettext_lazy("Issuer"),
    "receipt": gettext_lazy("Objection number"),
    "quota": gettext_lazy("Quota"),
    "quota_by": gettext_lazy("Further quota for each"),
    "each_quota": gettext_lazy("At most of each"),
    "result": gettext_lazy("Result"),
    "role": gettext_lazy("Role"),
    "kind": gettext_lazy("Second factor"),
    "left": gettext_lazy("Recovery codes left"),
    "email": gettext_lazy("E-mail"),
    "person": gettext_lazy("Person"),
    "before": gettext_lazy("Before"),
    "after": gettext_lazy("After"),
    "clerk": gettext_lazy("Clerk"),
    "body": gettext_lazy("Recommending body"),
    "standing": gettext_lazy("Standing"),
    "rows": gettext_lazy("Rows"),
    "stage": gettext_lazy("Stage"),
    "consent": gettext_lazy("With consent"),
    "code": gettext_lazy("Version code"),
    "revision": gettext_lazy("Revision"),
    "rules": gettext_lazy("Rule set"),
    "weights": gettext_lazy("Weights"),
    "deadline": gettext_lazy("Deadline"),
    "paper": gettext_lazy("Paper"),
    **{each.value: each.label for each in Deadline},
    "changes": gettext_lazy("Changes"),
    "holidays": gettext_lazy("Rest days on weekdays"),
    "working_weekend_days": gettext_lazy("Working days on weekends"),
    "panel": gettext_lazy("Panel"),
    "expert": gettext_lazy("Expert"),
    "sheet_set_aside": gettext_lazy("Score sheet set aside"),
    "institution": gettext_lazy("Institution"),
    "outcome": gettext_lazy("Outcome"),
    "exit": gettext_lazy("Way out"),
    "entry": gettext_lazy("Entry concerned"),
    "files": gettext_lazy("Files"),
    "ground": gettext_lazy("Ground"),
    "grade": gettext_lazy("Grade of the accident"),
    "measure": gettext_lazy("Measure"),
    "lead": gettext_lazy("Lead verified"),
    "effects": gettext_lazy("Effects"),
    "passed": gettext_lazy("Passed"),
    "year": gettext_lazy("Year"),
    "duty": gettext_lazy("Duty"),
    "level": gettext_lazy("Level"),
    "ending": gettext_lazy("Closed because"),
    "now": gettext_lazy("Where it stands now"),
    "chapter": gettext_lazy("Chapter"),
    "publication": gettext_lazy("Published as"),
    "change": gettext_lazy("Change reported"),
}
"""What the journal may have kept with a line, as it reads. A key that is not here is not shown: experts' names never are."""

CODES: dict[str, dict[str, Any]] = {
    "role": {each.value: each.label for each in Role},
    "kind": {"totp": gettext_lazy("authenticator app"), "webauthn": gettext_lazy("passkey")},
    "stage": {each.value: each.label for each in StageName},
    "quota_by": {each.value: each.label for each in QuotaBy},
    "deadline": {each.value: each.label for each in Deadline},
    "paper": {each.value: each.label for each in PaperKind},
    "outcome": {each.value: each.label for each in FinanceOutcome},
    "exit": {each.value: each.label for each in ExitKind},
    "ground": {each.value: each.label for each in Ground},
    "grade": {each.value: each.label for each in Grade},
    "measure": {each.value: each.label for each in MeasureKind},
    "effects": {each.value: each.label for each in EffectKind},
    "duty": {each.value: each.label for each in Duty},
    "level": {each.name.lower(): each.label for each in Level},
    "ending": {each.value: each.label for each in Ending},
    "now": {each.value: each.label for each in DutyState},
    "chapter": {each.value: each.label for each in Piece},
    "change": {each.value: each.label for each in ChangeKind},
}
"""The facts that are codes, and the word of each, in the language in which it is read."""
SUBJECTS: dict[str, str | LazyText] = {each.value: each.label for each in (*Duty, *AlertRule)}
"""What stands in the name of a duty or an alert."""


def coded(key: str, value: Any) -> Any:
    """Codes that stand for words in the reader's language."""
    if isinstance(value, list):
        return [coded(key, part) for part in value]
    return CODES[key].get(value, value) if key in CODES and isinstance(value, str) else value
