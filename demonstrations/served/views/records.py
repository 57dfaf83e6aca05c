"""The list of records, one record, and what whoever opened it does with it."""

from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from demonstrations.served import actions, rules, spreadsheet
from demonstrations.served.forms import RecordFilter, RecordForm
from demonstrations.served.models import WRITABLE, ServiceRecord, reads_records
from demonstrations.served.tables import RecordTable
from demonstrations.served.views.frame import TITLE, Place, place, reachable, show
from program import clock
from program.exports.http import as_file
from program.exports.models import Listing, Taken
from program.people.http import SignedIn, known_parameters, number_in, posted, say
from program.people.models import APPLICANT_ROLES, READING_ROLES, Role, User
from program.people.rules import Standing, standing
from program.refusals import Incomplete, NotYours, Refused

ROWS, CHUNK = 20, 500
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def narrowed(request: SignedIn) -> RecordFilter:
    """The records within reach, narrowed down by the address."""
    known_parameters(request, filters=RecordFilter.names(), sort=RecordTable.base_columns)
    return records_of(request.user, request.GET)


def records_of(user: User, asked: QueryDict) -> RecordFilter:
    related = ("zone", "enterprise", "provider", "calculation")
    rows = ServiceRecord.objects.visible_to(user).select_related(*related).defer("calculation__content")
    return RecordFilter(asked, queryset=rows, request=SimpleNamespace(user=user))


def to_tick(held: Standing) -> "QuerySet[Any]":
    """What the person can submit or check together with others."""
    own = Q(by_provider=True, provider__in=held.organizations(*APPLICANT_ROLES))
    own |= Q(by_provider=False, zone__in=rules.zones_of(held))
    mine = ServiceRecord.objects.filter(own, state__in=WRITABLE)
    return ServiceRecord.objects.filter(
        Q(pk__in=mine.values("pk")) | Q(pk__in=rules.to_check(held).values("pk"))
    )


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Records within reach; whoever opened some submits, and whoever checks takes in, several at once."""
    held, found = standing(request.user), narrowed(request)
    zone, provider = rules.zones_of(held).exists(), rules.providers_of(held).exists()
    ticks = zone or provider
    rows = found.qs
    if ticks:
        rows = rows.annotate(waits=Exists(to_tick(held).filter(pk=OuterRef("pk"))))
    table = RecordTable(rows, ticks=ticks)
    RequestConfig(request, paginate={"per_page": ROWS}).configure(table)
    context = {
        "table": table, "filter": found, "ticks": ticks, "zone": zone, "provider": provider,
        "office": reads_records(held),
    }  # fmt: skip
    return render(request, "demonstrations/served/list.html", context)


def taken(user: User, asked: QueryDict) -> Taken:
    """The records as rows of a file."""
    records = records_of(user, asked).qs
    rows = map(spreadsheet.cells, records.iterator(chunk_size=CHUNK))
    return Taken(f"served-{clock.today():%Y%m%d}", records.count(), spreadsheet.heads(), rows)


RECORDS = Listing(
    "demonstrations.served.views.records.RECORDS", "served", gettext_lazy("Service records"),
    READING_ROLES | {Role.SUPERVISOR, Role.ZONE_REVIEWER, *APPLICANT_ROLES}, taken,
)  # fmt: skip


@require_POST
def export(request: SignedIn) -> HttpResponse:
    """The list as xlsx or CSV; that it was taken out is journalled."""
    narrowed(request)
    return as_file(request, RECORDS)


# ---------------------------------------------------------------- one record
@require_safe
def record(request: SignedIn, pk: int) -> HttpResponse:
    """One record: what was done, how much fell and how that is computed, where it stands, what can be done."""
    return show(request, reachable(request, pk))


@get_or_post
def new(request: SignedIn) -> HttpResponse:
    """A record is opened: by the zone, or by a provider for an enterprise of a zone that it names (`?zone=`)."""
    where = place(request)
    if where.zone is None:
        return choose(request, where, _("Record a service"))
    form = RecordForm(posted(request), by_provider=where.provider is not None)
    zone = where.zone

    def act() -> ServiceRecord:
        return actions.open_record(zone, form.values(), by=request.user, provider=where.provider)

    words = {"title": _("Record a service"), "where": where}
    return form_page(request, form, act, _("The record is opened. Attach evidence, then submit it."), words)


@get_or_post
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Change what was not submitted yet, or was returned."""
    shown = reachable(request, pk)
    if not rules.writes(shown, standing(request.user)):
        raise NotYours
    form = RecordForm(posted(request), record=shown, by_provider=shown.by_provider)

    def act() -> ServiceRecord:
        seen = form.cleaned_data["revision"] or 0
        return actions.change(shown, form.values(), by=request.user, seen=seen)

    words = {"title": _("Change %(number)s") % {"number": shown.number}, "record": shown}
    return form_page(request, form, act, _("The record is saved."), words)


def choose(request: SignedIn, where: Place, title: str) -> HttpResponse:
    """A provider says first in which zone the enterprise stands."""
    return render(
        request, "demonstrations/served/choose.html", {"where": where, "title": title, "crumb": TITLE}
    )


def form_page(
    request: SignedIn, form: RecordForm, act: Any, done: str, words: dict[str, Any]
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = act()
            except Refused as refusal:
                if isinstance(refusal, NotYours):
                    raise
                say(form, refusal)
                status = refusal.status
            else:
                messages.success(request, done)
                return redirect(made)
    return render(request, "demonstrations/served/form.html", {"form": form, **words}, status=status)


@require_POST
def submit(request: SignedIn, pk: int) -> HttpResponse:
    """Without figures of both years and evidence the page comes back and says what is missing."""
    shown = reachable(request, pk)
    try:
        actions.submit(shown, seen=number_in(request, "revision"), by=request.user)
    except Incomplete as refusal:
        return show(request, reachable(request, pk), refusal=refusal, status=refusal.status)
    messages.success(request, _("The record was submitted."))
    return redirect(shown)


@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.withdraw(shown, seen=number_in(request, "revision"), by=request.user)
    messages.success(request, _("The record was withdrawn."))
    return redirect(shown)
