"""News in every state: for the zones that file it and the office that releases it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program.files.http import uploads
from program.journal.models import Line
from program.people.http import SignedIn, known_parameters, number_in, posted
from program.people.rules import standing
from program.portal import actions, rules
from program.portal.forms import FiledFilter, NewsForm
from program.portal.models import News
from program.refusals import NotYours
from program.registers.forms import ReasonForm
from program.registers.views.frame import form_page
from program.zones.models import Zone

ROWS = 30
TITLE = gettext_lazy("News of zones and office")
EFFECTS = {
    "submit": [gettext_lazy("The special office reads it next; until then nobody changes it.")],
    "release": [
        gettext_lazy("Everybody can read it from now on, with its picture: on the site, in the feed, by search engines.")
    ],
    "return": [gettext_lazy("It is changed and submitted again; whoever files for the zone is told.")],
    "withdraw": [gettext_lazy("Nobody outside reads it any more, for good; it stays here, with the reason.")],
}  # fmt: skip
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """What is within reach, the newest first."""
    known_parameters(request, filters=FiledFilter.names())
    rows = News.objects.visible_to(request.user).select_related("zone").order_by("-pk")
    narrowed, held = FiledFilter(request.GET, queryset=rows), standing(request.user)
    context = {
        "page": Paginator(narrowed.qs, ROWS).get_page(request.GET.get("page")),
        "filter": narrowed,
        "files": rules.files_for(None, held) or rules.zones_of(held).exists(),
    }
    return render(request, "program/portal/newsroom.html", context)


@require_safe
def filed(request: SignedIn, pk: int) -> HttpResponse:
    """One piece of news as it would be read, where it stands, what happened to it."""
    return show(request, reachable(request, pk))


@get_or_post
def new(request: SignedIn) -> HttpResponse:
    """News is written; whoever works for several zones says of which (`?zone=`)."""
    zone = own_zone(request)
    form = NewsForm(posted(request), uploads(request))
    whose = zone or _("the special office")
    return form_page(
        request, form, lambda: actions.enter(zone, form.values(), by=request.user),
        done=_("It is saved. Read it as others will, then submit it."),
        title=_("News of %(whose)s") % {"whose": whose},
        lead=_("Everybody reads it once the special office has released it."),
        back=reverse("portal:newsroom"), back_label=TITLE, template="program/portal/news_form.html",
        zone=zone, zones=own_zones(request),
    )  # fmt: skip


@get_or_post
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Change what was not submitted yet, or was returned."""
    shown = reachable(request, pk)
    if not rules.files_for(shown.zone, standing(request.user)):
        raise NotYours
    form = NewsForm(posted(request), uploads(request), news=shown)
    return form_page(
        request, form,
        lambda: actions.change(shown, form.values(), seen=form.cleaned_data["revision"] or 0, by=request.user),
        done=_("It is saved."), title=_("Change %(number)s") % {"number": shown.number},
        back=shown.get_absolute_url(), back_label=shown.number, template="program/portal/news_form.html",
        news=shown,
    )  # fmt: skip


@require_POST
def submit(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.submit(shown, seen=number_in(request, "revision"), by=request.user)
    messages.success(request, _("It was submitted."))
    return redirect(shown)


@require_POST
def release(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.release(shown, seen=number_in(request, "revision"), by=request.user)
    messages.success(request, _("It is public."))
    return redirect(shown)


@require_POST
def send_back(request: SignedIn, pk: int) -> HttpResponse:
    return with_reason(request, pk, "return", actions.send_back, _("It was returned for change."))


@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    return with_reason(request, pk, "withdraw", actions.withdraw, _("The news was withdrawn."))


# ---------------------------------------------------------------- what they share
def with_reason(request: SignedIn, pk: int, name: str, verb: Callable[..., Any], done: str) -> HttpResponse:
    shown, form = reachable(request, pk), ReasonForm(request.POST, prefix=name)
    if not form.is_valid():
        return show(request, shown, forms={name: form}, status=422)
    verb(shown, reason=form.cleaned_data["reason"], seen=form.cleaned_data["revision"], by=request.user)
    messages.success(request, done)
    return redirect(shown)


def reachable(request: SignedIn, pk: int) -> News:
    rows = News.objects.visible_to(request.user).select_related(
        "zone", "picture", "entered_by", "submitted_by", "checked_by", "withdrawn_by"
    )
    found: News = get_object_or_404(rows, pk=pk)
    return found


def show(
    request: SignedIn, shown: News, *, status: int = 200, forms: dict[str, Any] | None = None
) -> HttpResponse:
    """`forms`: those that came back with what was wrong in them."""
    initial = {"revision": shown.revision}
    context = {
        "news": shown,
        "html": rules.as_html(shown.text),
        "moves": rules.news_moves(shown, standing(request.user)),
        "forms": {name: ReasonForm(initial=initial, prefix=name) for name in ("return", "withdraw")} | (forms or {}),
        "effects": EFFECTS,
        "lines": Line.objects.filter(subject=shown.number).order_by("-pk"),
    }  # fmt: skip
    return render(request, "program/portal/filed.html", context, status=status)


def own_zones(request: SignedIn) -> list[Zone]:
    """Those for which one files news, to choose from."""
    return list(rules.zones_of(standing(request.user)))


def own_zone(request: SignedIn) -> Zone | None:
    """Whose news it is: of the zone that the address names, of one's only one, or (None) of the office itself."""
    wanted = request.GET.get("zone", "")
    zone = next((each for each in own_zones(request) if wanted in {"", each.code}), None)
    if zone is None and (wanted or not rules.files_for(None, standing(request.user))):
        raise NotYours
    return zone
