"""My work, my messages, my due dates as a feed, and the page of a case."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.applications.models import Application
from program.desk import feed, office, rules, work
from program.notify.models import Message
from program.people.http import SignedIn, known_parameters, number_in
from program.people.models import Role
from program.people.rules import standing

NEWEST, PAGE, MATTERS = 10, 30, 20
"""Messages on the desk, and on a page of all of them; matters on a page of the desk."""


@require_safe
def desk(request: SignedIn) -> HttpResponse:
    """What waits for me, what I wait for, deadlines, messages."""
    known_parameters(request, filters=["others"])
    moment = clock.now()
    waiting = work.waiting_for(request.user, moment)
    inbox = list(Message.objects.visible_to(request.user).with_unread(request.user)[:NEWEST])
    request.unread = inbox[0].unread if inbox else 0
    others = Paginator(work.i_wait_for(request.user), MATTERS).get_page(request.GET.get("others"))
    context = {
        "waiting": Paginator(waiting, MATTERS).get_page(request.GET.get("page")),
        "more_wait": len(waiting) >= office.MOST and standing(request.user).reads_everything,
        "others": others,
        "awaited": work.awaited_in(others, request.user),
        "moment": moment,
        "calls": rules.open_calls(moment),
        "inbox": inbox,
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
