"""The whole journal, as a page and as a file."""

from django.core.exceptions import BadRequest
from django.db.models import Max
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from program import clock
from program.desk import rules
from program.desk.forms import JournalFilter
from program.desk.tables import JournalTable
from program.exports.http import as_file
from program.exports.models import Form, Listing, Taken
from program.journal.rules import newest
from program.papers.tasks import HEADS, journal_rows
from program.people.http import SignedIn, known_parameters
from program.people.models import Role, User
from program.people.rules import standing
from program.refusals import Refused

PAGE, LINES, CHUNK = 30, 10_000, 1_000
"""Lines on a page; that can be paged through: counting more costs more than anybody reads; fetched at a time for a file."""
MOST = 50_000
"""Lines in one file."""


def narrowed(request: SignedIn) -> JournalFilter:
    """The lines that this person reads, narrowed down by the address."""
    known_parameters(request, filters=JournalFilter.names())
    return lines_of(request.user, request.GET)


def lines_of(user: User, asked: QueryDict) -> JournalFilter:
    if not standing(user).has(Role.AUDITOR, Role.SECURITY):
        raise Http404
    return JournalFilter(asked, queryset=rules.journal_of(user), user=user)


@require_safe
def journal(request: SignedIn) -> HttpResponse:
    """The whole journal, also what belongs to no case; as many of its newest lines as one can page through."""
    found = narrowed(request)
    table = JournalTable(found.qs.select_related("seal")[:LINES])
    RequestConfig(request, paginate={"per_page": PAGE}).configure(table)
    context = {
        "table": table,
        "filter": found,
        "more": table.paginator.count >= LINES,
        "lines": LINES,
        "accounts_only": not standing(request.user).has(Role.AUDITOR),
    }
    return render(request, "program/desk/journal.html", context)


def taken(user: User, asked: QueryDict) -> Taken:
    """The lines with stamps and seals, the first first; that they are taken out is a line that comes after them."""
    found = lines_of(user, asked)
    if not found.form.is_valid():
        raise BadRequest("a filter that cannot be read")
    last = found.qs.aggregate(last=Max("pk"))["last"] or 0
    lines = found.qs.filter(pk__lte=last).select_related("seal").order_by("pk")
    count = lines.count()
    if count > MOST:
        raise Refused(_("More than %(most)s lines: choose fewer days.") % {"most": f"{MOST:,}"})
    rows = journal_rows(lines.iterator(chunk_size=CHUNK), newest())
    return Taken(f"journal-{clock.today():%Y%m%d}", count, HEADS, rows)


JOURNAL = Listing(
    "program.desk.views.journal.JOURNAL", "journal", gettext_lazy("Platform journal"),
    frozenset({Role.AUDITOR, Role.SECURITY}), taken, (Form.CSV,),
)  # fmt: skip


@require_POST
def export_journal(request: SignedIn) -> HttpResponse:
    """The lines as CSV; a POST, because it is journalled."""
    narrowed(request)
    return as_file(request, JOURNAL)
