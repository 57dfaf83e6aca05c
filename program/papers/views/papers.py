"""Pages of papers: what was drafted from a case, a call or a batch; one paper; the archive of a case."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program.applications.models import Application, of_recommender
from program.background.models import Promise
from program.calls.models import Call
from program.decisions.models import Batch
from program.papers import actions, rules
from program.papers.forms import RanksForm
from program.papers.models import CASE_KINDS, Archive, Paper, PaperKind
from program.people.http import SignedIn, blame, number_in, posted, status_of
from program.people.models import Role
from program.people.rules import require_role, standing
from program.refusals import Refused


def office_only(request: SignedIn) -> None:
    """Nobody else learns that there is such a page."""
    if not standing(request.user).reads_everything:
        raise Http404


def is_clerk(request: SignedIn) -> bool:
    return standing(request.user).has(Role.CLERK)


def list_page(request: SignedIn, papers: Any, **shown: Any) -> HttpResponse:
    """Papers, the newest first, and what else can be drafted here."""
    context = {"papers": papers.newest_first(), "clerk": is_clerk(request), **shown}
    return render(request, "program/papers/list.html", context)


@require_safe
def of_case(request: SignedIn, pk: int) -> HttpResponse:
    """What the office wrote to the applicant; for the office also what can be drafted, and the archives."""
    cases = Application.objects.visible_to(request.user).select_related("zone", "applicant", "call__rule_set")
    application = get_object_or_404(cases, pk=pk)
    held = standing(request.user)
    archives = Archive.objects.visible_to(request.user).filter(application=application)
    return list_page(
        request,
        Paper.objects.visible_to(request.user).of_case(application),
        title=_("Papers of %(case)s") % {"case": application.subject},
        back=application.get_absolute_url(),
        back_label=str(application.subject),
        offers=rules.offers_of_case(application) if is_clerk(request) else [],
        application=application,
        archives=with_progress(archives.select_related("file", "made_by", "application")),
        reads=held.reads_everything,
        archiving=held.is_office and application.first_submitted_at is not None,
    )


@require_safe
def of_call(request: SignedIn, pk: int) -> HttpResponse:
    """Statement, draft of the official document, public notices."""
    office_only(request)
    call = get_object_or_404(Call.objects.published().select_related("rule_set"), pk=pk)
    visible = Paper.objects.visible_to(request.user)
    return list_page(
        request,
        visible.filter(call=call) | visible.filter(notice__batch__call=call),
        title=_("Papers of %(call)s") % {"call": call.title},
        back=call.get_absolute_url(),
        back_label=call.title,
        offers=rules.offers_of_call(call) if is_clerk(request) else [],
    )


@require_safe
def of_batch(request: SignedIn, pk: int) -> HttpResponse:
    """Meeting papers."""
    batch = get_object_or_404(Batch.objects.visible_to(request.user).select_related("call"), pk=pk)
    return list_page(
        request,
        Paper.objects.visible_to(request.user).filter(batch=batch),
        title=_("Papers of %(batch)s") % {"batch": batch.title},
        back=batch.get_absolute_url(),
        back_label=batch.title,
        offers=rules.offers_of_batch(batch) if is_clerk(request) else [],
    )


@require_POST
def draft(request: SignedIn) -> HttpResponse:
    """Draft a paper of the office from its subject."""
    office_only(request)
    kind = request.POST.get("kind", "")
    if kind not in rules.BUILDERS:
        require_role(request.user, Role.CLERK)
        raise Http404
    chosen = PaperKind(kind)
    subject = rules.subjects(chosen).filter(pk=number_in(request, "subject")).first()
    require_role(request.user, Role.CLERK)
    if subject is None:
        raise Http404
    made = actions.draft_paper(chosen, subject, by=request.user)
    messages.success(
        request, _("%(number)s is drafted; its prints are being made.") % {"number": made.number}
    )
    return redirect(made)


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: SignedIn, pk: int) -> HttpResponse:
    """The letter of a recommending body or a zone: who stands in it at which rank, and what was drafted before."""
    call = get_object_or_404(Call.objects.visible_to(request.user).published(), pk=pk)
    author = rules.author_for(request.user, call)
    if author is None:
        raise Http404
    given = rules.given(call, author)
    next_rank = max((rank for rank, _case in given), default=0) + 1
    cases = list(rules.waiting(call, author))
    form = RanksForm(posted(request), cases=cases, next_rank=next_rank)
    if form.is_valid():
        try:
            made = actions.draft_recommendation_letter(call, author, ranks=form.ranks(), by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            return redirect(made)
    earlier = Paper.objects.visible_to(request.user).filter(
        call=call, kind=PaperKind.RECOMMENDATION, **of_recommender(author)
    )
    context = {
        "call": call,
        "given": given,
        "cases": cases,
        "form": form,
        "papers": earlier.newest_first(),
    }
    return render(request, "program/papers/letter.html", context, status=status_of(form))


# ---------------------------------------------------------------- one paper
def reachable(request: SignedIn, pk: int) -> Paper:
    rows = Paper.objects.visible_to(request.user).select_related(
        "pdf",
        "docx",
        "made_by",
        "call",
        "batch",
        "notice__batch__call",
        "check_row__version__application__zone",
        "check_row__version__application__applicant",
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def paper(request: SignedIn, pk: int) -> HttpResponse:
    """What the paper says, its prints with their hashes, and how to draft it anew."""
    shown = reachable(request, pk)
    address, label = belongs_to(shown)
    context = {
        "paper": shown,
        "blocks": rules.loaded(shown.content),
        "back": address,
        "back_label": label,
        "failed": failure("make_paper", shown.pk),
    }
    return render(request, "program/papers/page.html", context)


def belongs_to(paper: Paper) -> tuple[str, str]:
    """The list on which a paper stands: its address and words."""
    if paper.kind in CASE_KINDS and paper.check_row is not None:
        application = paper.check_row.version.application
        return resolved("of_case", application.pk), str(application.subject)
    if paper.kind == PaperKind.DEDUCTION:
        measure = paper.effect.measure
        return measure.get_absolute_url(), measure.number
    if paper.batch is not None:
        return resolved("of_batch", paper.batch.pk), paper.batch.title
    call = paper.call or (paper.notice.batch.call if paper.notice else None)
    assert call is not None, "a paper has its subject"
    return resolved("letter" if paper.kind == PaperKind.RECOMMENDATION else "of_call", call.pk), call.title


def resolved(name: str, pk: int) -> str:
    return reverse(f"papers:{name}", args=[pk])


@require_safe
def prints(request: SignedIn, pk: int) -> HttpResponse:
    """Whether the prints are made."""
    shown = reachable(request, pk)
    context = {"paper": shown, "failed": failure("make_paper", shown.pk)}
    return render(request, "program/papers/_prints.html", context)


def failure(task: str, pk: int) -> str:
    """What the background said of a promise that is not kept yet."""
    kept = Promise.objects.filter(name=f"program.papers.tasks.{task}", arguments=[pk], kept_at=None)
    said = kept.exclude(error="").values_list("error", flat=True).first()
    return _("It stopped and is tried again by itself: %(error)s") % {"error": said} if said else ""


# ---------------------------------------------------------------- archives
@require_POST
def archive(request: SignedIn, pk: int) -> HttpResponse:
    """Make an archive of a case, in the background."""
    application = get_object_or_404(Application.objects.visible_to(request.user), pk=pk)
    actions.archive_case(application, by=request.user)
    messages.success(request, _("The archive is being made; you may leave this page."))
    return redirect("papers:of_case", application.pk)


def with_progress(archives: Any) -> list[tuple[Archive, str]]:
    """Each with what stopped it, where something did."""
    return [(made, "" if made.file_id else failure("make_archive", made.pk)) for made in archives]


@require_safe
def archive_progress(request: SignedIn, pk: int) -> HttpResponse:
    rows = Archive.objects.visible_to(request.user).select_related("file", "made_by", "application")
    shown = get_object_or_404(rows, pk=pk)
    context = {"archive": shown, "failed": failure("make_archive", shown.pk)}
    return render(request, "program/papers/_archive.html", context)
