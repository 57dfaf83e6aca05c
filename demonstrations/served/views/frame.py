"""What the pages share: a record within reach and its page; for which zone, and by which provider, something is recorded."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy

from demonstrations.served import rules
from demonstrations.served.forms import EvidenceForm, ReasonForm
from demonstrations.served.models import Provider, ServiceRecord, State, reads_records
from demonstrations.served.tables import state_tag
from program.claims import rules as claims
from program.indicators.models import CarrierFactor
from program.journal.models import Line
from program.people.http import SignedIn
from program.people.rules import standing
from program.refusals import NotYours
from program.zones.models import Zone

TITLE = gettext_lazy("Served enterprises")
EFFECTS = {
    "submit": [gettext_lazy("The zone checks the record next; until then nobody changes it.")],
    "withdraw": [gettext_lazy("The record is given up; it stays to be read and counts nowhere.")],
    "accept": [
        gettext_lazy("The calculation is frozen with the record, by the factor set of today for both years."),
        gettext_lazy("It counts if a metric falls by the threshold and no other record of the enterprise counts."),
    ],
    "return": [gettext_lazy("The record is changed and submitted again; whoever opened it is told.")],
    "strike": [
        gettext_lazy("A director decides; nothing changes before the signature."),
        gettext_lazy("Signed, the record counts no more, and the board shows it at its next count."),
    ],
    "restore": [gettext_lazy("A director decides; signed, the record stands again as it was checked.")],
    "sign": [
        gettext_lazy("In force at once; whoever opened the record is told the reason."),
        gettext_lazy("Another checked record of the enterprise that reaches the threshold takes the place of one struck out."),
    ],
    "decline": [gettext_lazy("The record stays as it is.")],
}  # fmt: skip


def reachable(request: SignedIn, pk: int) -> ServiceRecord:
    rows = ServiceRecord.objects.visible_to(request.user).select_related(
        "zone", "enterprise", "provider", "opened_by", "submitted_by", "checked_by", "calculation__factor_set"
    )
    found: ServiceRecord = get_object_or_404(rows, pk=pk)
    return found


def show(request: SignedIn, record: ServiceRecord, *, status: int = 200, **came_back: Any) -> HttpResponse:
    """`came_back`: forms with what was wrong in them; `refusal`."""
    held, revision = standing(request.user), {"revision": record.revision}
    office = reads_records(held)
    decisions = list(record.decisions.select_related("proposed_by", "signed_by").order_by("-pk"))
    waiting = next((each for each in decisions if each.is_open), None)
    lines = Line.objects.filter(subject=record.number).order_by("-pk")
    context = {
        "record": record,
        "state": state_tag(State(record.state)),
        "awaited": rules.awaited(record),
        "moves": rules.moves(record, held, waiting),
        "waiting": waiting,
        "belonging": belonging(record) if office or rules.reviews_for(record.zone, held) else [],
        "decisions": decisions if office else [each for each in decisions if each.signed_at],
        "inspection": record.inspections.select_related("sample", "inspected_by").first() if office else None,
        "files": list(record.files.select_related("file").order_by("taken_off", "pk")),
        "office": office,
        "forms": {
            "evidence": EvidenceForm(),
            **{name: ReasonForm(initial=revision, prefix=name) for name in ("return", "strike", "restore", "decline")},
        } | came_back.pop("forms", {}),
        "effects": EFFECTS,
        "lines": lines if office else lines.readable_by_case(),
        **calculated(record),
        **came_back,
    }  # fmt: skip
    return render(request, "demonstrations/served/record.html", context, status=status)


def belonging(record: ServiceRecord) -> list[str]:
    """While it waits for the zone's check: whether another zone claims a site of the enterprise."""
    if record.state != State.SUBMITTED:
        return []
    found = claims.dispute(record.enterprise, record.zone, [record.result_year])
    return [claims.disputed_words(found)] if found else []


def calculated(record: ServiceRecord) -> dict[str, Any]:
    """The frozen calculation; before the check what the record comes to today."""
    if (kept := getattr(record, "calculation", None)) is not None:
        data, factor_set = kept.data, kept.factor_set
    else:
        found = rules.compute(record, list(record.figures.all()))
        data, factor_set = rules.data(record, found), found.factor_set
    carriers = {row.code: str(row) for row in CarrierFactor.objects.filter(factor_set=factor_set)}
    return {
        "calculation": kept, "factor_set": factor_set, "data": data, "metrics": rules.shown(data, carriers),
        "output": rules.output_words(data),
    }  # fmt: skip


# ---------------------------------------------------------------- for whom something is recorded
@dataclass(frozen=True)
class Place:
    """The zone (none: to be chosen), the provider that records it (none: the zone itself), the zones to choose from."""

    zone: Zone | None
    provider: Provider | None
    zones: list[Zone]

    @property
    def query(self) -> str:
        by = "&provider=1" if self.provider else ""
        return f"?zone={self.zone.code}{by}" if self.zone else ""


def place(request: SignedIn) -> Place:
    """Of the address: one's own zone, or with a released entry of the directory any zone."""
    held, code = standing(request.user), request.GET.get("zone", "")
    own = list(rules.zones_of(held).order_by("code"))
    provider = None
    if not own or "provider" in request.GET:
        provider = rules.providers_of(held).select_related("organization").first()
        if provider is None:
            raise NotYours
    zones = own if provider is None else list(Zone.objects.open().order_by("code"))
    zone = next((each for each in zones if each.code == code), None) if code else None
    if zone is None and (code or provider is None):
        if code:
            raise NotYours
        zone = own[0]
    return Place(zone, provider, zones)
