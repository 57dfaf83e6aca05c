"""形式审查: the clerk's pages; the sealed page against its version; who is in charge."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.applications import actions, rules
from program.applications.forms import AssignForm, ReasonForm, correction_rows, requests
from program.applications.models import (
    Application,
    Checked,
    FormalityCheck,
    Recommendation,
    Recommended,
    SealedPage,
    Version,
)
from program.applications.views.comparing import attached
from program.applications.views.frame import form_page, reachable, require_stage, sent
from program.applications.views.recommending import with_reason
from program.people.http import SignedIn
from program.people.models import DECIDING_ROLES, Role
from program.people.rules import people_with, require_role, standing
from program.process.models import StageName
from program.refusals import Refused
from program.rulesets.models import Key
from program.rulesets.rules import value


def to_check(request: SignedIn, pk: int) -> Application:
    """A case that waits for its formality check, for a clerk."""
    application = reachable(request, pk)
    require_role(request.user, Role.CLERK)
    require_stage(application, StageName.FORMALITY_CHECK)
    return application


@require_safe
def check(request: SignedIn, pk: int) -> HttpResponse:
    """What the version holds, the sealed page, the recommendation; then accept, ask, or do not accept."""
    return render(request, "program/applications/check.html", check_context(to_check(request, pk)))


def check_context(application: Application) -> dict[str, Any]:
    """What is new stands first: the parts and files that differ from the version before."""
    version = application.latest_version()
    before = rules.previous(version)
    comparison = rules.compare(before.data, version.data) if before else None
    sections = rules.sections(version.data, before.data if before else None)
    pages = list(version.sealed_pages.select_related("file", "uploaded_by", "confirmed_by"))
    asked = FormalityCheck.objects.filter(proceeding__application=application, verdict=Checked.CORRECTION)
    allowed = value(application.rule_set, Key.CORRECTIONS_ALLOWED)
    return {
        "application": application,
        "version": version,
        "before": before,
        "comparison": comparison,
        "sections": sorted(sections, key=lambda section: not section.changes),
        "pages": pages,
        "confirmed": any(page.confirmed_at for page in pages),
        "recommendation": standing_recommendation(application),
        "requests": asked.select_related("undone").prefetch_related("items").order_by("-pk"),
        "may_ask": rules.corrections_asked(application.proceedings.get(closed_at=None)) < allowed,
        "allowed": allowed,
        "answer": rules.eligibility(application),
        "ground_lost": rules.ground_lost(application),
        "belonging": rules.belonging(application),
        "accept_effects": [
            _("The application is accepted, and the applicant is told."),
            _("The case goes to expert review; the applicant can no longer take it back."),
        ],
        **files_to_check(version, comparison),
    }


def files_to_check(version: Version, comparison: rules.Comparison | None) -> dict[str, Any]:
    """(document asked for, its files, whether they are others than before), and (further file, whether it is new)."""
    kept = list(version.files.select_related("file"))
    changes = comparison.changed_files if comparison else []
    touched, new = {change.either.document for change in changes}, {change.after for change in changes}
    documents = [
        (document, [row for row in kept if row.document == document.title_zh], document.title_zh in touched)
        for document in version.application.call.documents.all()
    ]
    others = [(row, attached(row) in new) for row in kept if not row.document]
    return {
        "documents": sorted(documents, key=lambda each: not each[2]),
        "others": sorted(others, key=lambda each: not each[1]),
    }


def standing_recommendation(application: Application) -> Recommendation | None:
    found = Recommendation.objects.filter(
        proceeding__application=application, verdict=Recommended.RECOMMENDED, superseded_at=None
    )
    return found.select_related("body", "zone", "letter", "by").order_by("-pk").first()


@require_POST
def accept(request: SignedIn, pk: int) -> HttpResponse:
    """受理; a refusal is said on the page of the check."""
    application = to_check(request, pk)
    try:
        actions.accept(application, by=request.user)
    except Refused as refusal:
        application = reachable(request, pk)
        require_stage(application, StageName.FORMALITY_CHECK)
        context = check_context(application) | {"refusal": refusal}
        return render(request, "program/applications/check.html", context, status=refusal.status)
    messages.success(request, _("The application was accepted."))
    return redirect(application)


def ask_correction(request: SignedIn, pk: int) -> HttpResponse:
    """一次性告知补正: all items at once."""
    application = to_check(request, pk)
    rows, form = correction_rows(application, sent(request)), forms.Form(sent(request))
    valid = request.method != "POST" or rows.is_valid()
    if not valid:
        form.add_error(None, _("Some rows are not complete."))
    return form_page(
        request,
        application,
        form,
        lambda: actions.ask_correction(application, requests(rows), by=request.user),
        done=_("The applicant was asked for the corrections."),
        template="program/applications/ask_correction.html",
        title=_("Ask for corrections, once and completely"),
        lead=_("The applicant has %(days)s working days and can change only the parts that you name.")
        % {"days": value(application.rule_set, Key.CORRECTION_DAYS)},
        submit=_("Send the request"),
        rows=rows,
    )


def not_accept(request: SignedIn, pk: int) -> HttpResponse:
    """不予受理."""
    return with_reason(
        request,
        to_check(request, pk),
        actions.not_accept,
        label=_("Reasons"),
        done=_("The application was not accepted; the case is closed."),
        title=_("Do not accept the application"),
        lead=_("The case ends, and the applicant is told the reasons."),
        submit=_("Do not accept"),
    )


# The sealed page.


def page_of(request: SignedIn, pk: int) -> SealedPage:
    """A sealed page, for the office's readers."""
    if not standing(request.user).reads_everything:
        raise Http404
    reach = SealedPage.objects.filter(version__application__in=Application.objects.visible_to(request.user))
    return get_object_or_404(
        reach.select_related(
            "version__application__zone", "version__application__applicant", "file", "uploaded_by"
        ),
        pk=pk,
    )


@require_safe
def page(request: SignedIn, pk: int) -> HttpResponse:
    """The scan beside the data of the version that it must belong to."""
    return render(request, "program/applications/page.html", page_context(request, page_of(request, pk)))


def page_context(request: SignedIn, shown: SealedPage, form: ReasonForm | None = None) -> dict[str, Any]:
    judged = shown.confirmed_at or shown.rejected_at
    return {
        "page": shown,
        "version": shown.version,
        "application": shown.version.application,
        "sections": rules.sections(shown.version.data),
        "judges": not judged and standing(request.user).has(Role.CLERK),
        "form": form or ReasonForm(label=_("Why is it not accepted?")),
    }


@require_POST
def confirm_page(request: SignedIn, pk: int) -> HttpResponse:
    """Scan and version agree."""
    shown = page_of(request, pk)
    actions.confirm_sealed_page(shown, by=request.user)
    messages.success(request, _("The sealed page was confirmed."))
    return redirect(shown.version.application)


@require_POST
def reject_page(request: SignedIn, pk: int) -> HttpResponse:
    """Another scan is needed."""
    shown = page_of(request, pk)
    form = ReasonForm(request.POST, label=_("Why is it not accepted?"))
    if not form.is_valid():
        return render(
            request, "program/applications/page.html", page_context(request, shown, form), status=422
        )
    actions.reject_sealed_page(shown, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("The applicant was asked for another scan."))
    return redirect(shown.version.application)


# What the office does beside the check.


def assign(request: SignedIn, pk: int) -> HttpResponse:
    """Put a clerk in charge of a case."""
    application = reachable(request, pk)
    require_role(request.user, *DECIDING_ROLES)
    form = AssignForm(sent(request), clerks=people_with(Role.CLERK), initial={"clerk": application.clerk})
    return form_page(
        request,
        application,
        form,
        lambda: actions.assign_clerk(application, form.cleaned_data["clerk"], by=request.user),
        done=_("The clerk is in charge of the case now."),
        title=_("Who is in charge of %(case)s?") % {"case": application},
        submit=_("Put in charge"),
    )


def close_unrecommended(request: SignedIn, pk: int) -> HttpResponse:
    """End a case that nobody recommended in time."""
    application = reachable(request, pk)
    require_role(request.user, *DECIDING_ROLES)
    require_stage(application, StageName.RECOMMENDATION)
    return form_page(
        request,
        application,
        forms.Form(sent(request)),
        lambda: actions.close_unrecommended(application, by=request.user),
        done=_("The case was closed: it was not recommended by the deadline."),
        title=_("Close a case that was not recommended"),
        lead=_("Recommendations closed on %(day)s. The case ends, and the zone is told.")
        % {"day": clock.beijing_date(application.call.recommend_until)},
        submit=_("Close the case"),
    )


def lapse_correction(request: SignedIn, pk: int) -> HttpResponse:
    """Go on with the check when the correction period has passed unanswered."""
    application = reachable(request, pk)
    require_role(request.user, Role.CLERK)
    require_stage(application, StageName.CORRECTION)
    return form_page(
        request,
        application,
        forms.Form(sent(request)),
        lambda: actions.lapse_correction(application, by=request.user),
        done=_("The correction period is closed; the check goes on with what there is."),
        title=_("Close the correction period"),
        lead=_(
            "The applicant has not answered in time. The formality check goes on with the version handed in before."
        ),
        submit=_("Close the period"),
    )
