"""My work, and the page of a case."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from program import clock
from program.applications.models import Application
from program.background import actions as background
from program.desk import actions, feed, office, rules, work
from program.desk.forms import JournalFilter
from program.desk.health import health
from program.desk.tables import JournalTable
from program.journal.rules import newest, unsealed
from program.notify.models import Message
from program.papers.tasks import as_csv
from program.people.http import SignedIn, known_parameters, number_in
from program.people.models import Role
from program.people.rules import require_role, standing
from program.process import actions as process
from program.process.models import Trouble

NEWEST, PAGE, MATTERS = 10, 30, 20
LINES = 10_000
"""Lines of the journal that can be paged through: counting more costs more than anybody reads."""
"""Messages on the desk, and on a page of all of them; matters on a page of the desk."""


@require_safe
def desk(request: SignedIn) -> HttpResponse:
    """What waits for me, what I wait for, deadlines, messages."""
    moment = clock.now()
    waiting = work.waiting_for(request.user, moment)
    others = Paginator(work.i_wait_for(request.user), MATTERS).get_page(request.GET.get("others"))
    context = {
        "waiting": Paginator(waiting, MATTERS).get_page(request.GET.get("page")),
        "more_wait": len(waiting) >= office.MOST and standing(request.user).reads_everything,
        "others": others,
        "awaited": work.awaited_in(others, request.user),
        "moment": moment,
        "calls": rules.open_calls(moment),
        "inbox": Message.objects.visible_to(request.user)[:NEWEST],
        "sees_clockwork": standing(request.user).has(*work.CLOCKWORK_ROLES),
        "troubles": work.troubles(request.user),
        "keeps_roles": standing(request.user).has(Role.SECURITY),
        "feed": request.build_absolute_uri(reverse("desk:feed", args=[feed.token_of(request.user)])),
    }
    return render(request, "program/desk/desk.html", context)


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """One person's due dates for a calendar program, which cannot sign in: the address itself is the key."""
    person = feed.person_of(token)
    if person is None:
        raise Http404
    answer = HttpResponse(feed.feed(person), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def inbox(request: SignedIn) -> HttpResponse:
    """All messages to this person, the newest first."""
    known_parameters(request)
    mine = Message.objects.visible_to(request.user)
    context = {
        "page": Paginator(mine, PAGE).get_page(request.GET.get("page")),
        "newest": mine.first(),
    }
    return render(request, "program/desk/inbox.html", context)


@require_POST
def follow(request: SignedIn, pk: int) -> HttpResponse:
    """Go where a message leads; from then on it is read."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    Message.objects.unread().filter(pk=message.pk).update(read_at=clock.now())
    return redirect(message.path or "desk:inbox")


@require_POST
def read_messages(request: SignedIn) -> HttpResponse:
    """All messages are read, up to the newest that the page had shown: what has come since stays new."""
    mine = Message.objects.visible_to(request.user)
    newest = mine.filter(pk=number_in(request, "newest")).first()
    if newest is not None:
        mine.unread().filter(sent_at__lte=newest.sent_at).update(read_at=clock.now())
    return redirect("desk:inbox")


@require_safe
def case(request: SignedIn, pk: int) -> HttpResponse:
    """The case: where it stands, what can be done, what was handed in, what happened."""
    reach = Application.objects.visible_to(request.user).select_related(
        "call__rule_set",
        "call__indicator_set",
        "zone__recommending_body__organization",
        "applicant",
        "waiting_org",
        "clerk",
    )
    application = get_object_or_404(reach, pk=pk)
    lines = rules.lines(application, request.user)
    return render(request, "program/desk/case.html", work.case_page(application, lines, request.user))


def narrowed(request: SignedIn) -> JournalFilter:
    """The lines that this person reads, narrowed down by the address."""
    if not standing(request.user).has(Role.AUDITOR, Role.SECURITY):
        raise Http404
    known_parameters(request, filters=JournalFilter.names())
    return JournalFilter(request.GET, queryset=rules.journal_of(request.user), user=request.user)


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


@require_POST
def export_journal(request: SignedIn) -> HttpResponse:
    """The lines as CSV, with stamps and seals, the first first; a POST, because it is journalled."""
    found = narrowed(request)
    if not found.form.is_valid():
        raise BadRequest("a filter that cannot be read")
    filters = ", ".join(f"{name}={value}" for name, value in sorted(request.GET.items()) if value)
    taken = actions.export_journal(found.qs, filters=filters, by=request.user)
    response = HttpResponse(as_csv(taken, newest()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="journal-{clock.today():%Y%m%d}.csv"'
    return response


@require_safe
def clockwork(request: SignedIn) -> HttpResponse:
    """How the engine is: what failed, what is late, what is stuck, who works."""
    if not standing(request.user).has(*work.CLOCKWORK_ROLES):
        raise Http404
    context = {
        "health": health(),
        "unsealed": unsealed().count(),
        "may_retry": standing(request.user).has(*work.RETRYING_ROLES),
    }
    return render(request, "program/desk/clockwork.html", context)


@require_POST
def retry(request: SignedIn, pk: int) -> HttpResponse:
    """Try a failed step again; an error stays on the page."""
    require_role(request.user, *work.RETRYING_ROLES)
    trouble = get_object_or_404(Trouble.objects.open(), pk=pk)
    try:
        fired = process.retry(trouble, by=request.user)
    except Exception as error:  # kept in the row by the verb; said here
        messages.error(request, _("It failed again: %(error)s") % {"error": error})
    else:
        messages.success(request, _("The step went through.") if fired else _("Nothing was due."))
    return redirect("desk:clockwork")


@require_POST
def retry_promise(request: SignedIn, pk: int) -> HttpResponse:
    require_role(request.user, *work.RETRYING_ROLES)
    if not background.retry(pk):
        raise Http404
    messages.success(request, _("The work is in the queue again."))
    return redirect("desk:clockwork")
