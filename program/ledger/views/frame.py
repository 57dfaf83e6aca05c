"""What the pages of the ledger share: an entry within reach, and its page."""

from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy

from program.journal.models import Line
from program.ledger import rules
from program.ledger.forms import EvidenceForm, ReasonForm
from program.ledger.models import Clause, Kind, LedgerEntry
from program.ledger.tables import state_tag
from program.people.http import SignedIn
from program.people.rules import standing
from program.refusals import NotYours
from program.zones.models import Zone

TITLE = gettext_lazy("Work ledger")
EFFECTS = {
    "submit": [gettext_lazy("The special office checks the entry next; until then nobody changes it.")],
    "withdraw": [gettext_lazy("The entry is given up; it stays to be read and counts nowhere.")],
    "correct": [
        gettext_lazy("A new entry begins with what this one says; change it and submit it."),
        gettext_lazy("This one counts until the new one has passed the check."),
    ],
    "accept": [gettext_lazy("The entry counts from now on, in the coverage and in the yearly reports.")],
    "return": [gettext_lazy("The entry is changed and submitted again; whoever entered it is told.")],
    "strike": [
        gettext_lazy("The entry counts no more, from now on and for good; it stays to be read with the reason."),
        gettext_lazy("Whoever entered it is told."),
    ],
}  # fmt: skip


def reachable(request: SignedIn, pk: int) -> LedgerEntry:
    rows = LedgerEntry.objects.visible_to(request.user).select_related(
        "zone", "supersedes", "entered_by", "submitted_by", "checked_by", "struck_by"
    )
    found: LedgerEntry = get_object_or_404(rows, pk=pk)
    return found


def show(request: SignedIn, shown: LedgerEntry, *, status: int = 200, **came_back: Any) -> HttpResponse:
    """`came_back`: forms with what was wrong in them; `refusal`."""
    revision = {"revision": shown.revision}
    clause = Clause(shown.clause)
    context = {
        "entry": shown,
        "clause": clause,
        "asked": rules.CLAUSES[clause],
        "asks": rules.KINDS[Kind(shown.kind)],
        "expected": rules.is_expected(shown.clause, shown.kind),
        "state": state_tag(shown.state),
        "moves": rules.moves(shown, standing(request.user)),
        "files": list(rules.files_of(shown)),
        "correction": rules.correction_of(shown),
        "forms": {
            "evidence": EvidenceForm(),
            "return": ReasonForm(initial=revision, prefix="return"),
            "strike": ReasonForm(initial=revision, prefix="strike"),
        } | came_back.pop("forms", {}),
        "effects": EFFECTS,
        "lines": Line.objects.filter(subject=shown.number).order_by("-pk"),
        **came_back,
    }  # fmt: skip
    return render(request, "program/ledger/entry.html", context, status=status)


def own_zones(request: SignedIn) -> list[Zone]:
    """Those for which one enters work, to choose from; what is part of another by now comes last."""
    zones = rules.zones_of(standing(request.user))
    return list(zones.order_by(F("closed_on").asc(nulls_first=True), "code"))


def own_zone(request: SignedIn) -> Zone | None:
    """Whose work is entered: of the zone that the address names, of one's only one, or (None) of the office itself."""
    wanted = request.GET.get("zone", "")
    zone = next((each for each in own_zones(request) if wanted in {"", each.code}), None)
    if zone is None and (wanted or not rules.writes_for(None, standing(request.user))):
        raise NotYours
    return zone
