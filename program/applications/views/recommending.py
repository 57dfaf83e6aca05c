"""推荐: the pages of the recommending body, and of the zone that recommends its enterprises."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from program.applications import actions, rules
from program.applications.forms import ReasonForm, RecommendForm
from program.applications.models import Application, Recommendation, Recommended, of_recommender
from program.applications.views.frame import form_page, reachable, require_stage, sent
from program.files.http import uploads
from program.people.http import SignedIn
from program.people.rules import require_role
from program.process.models import StageName
from program.refusals import NotYours


def to_recommend(request: SignedIn, pk: int) -> Application:
    """A case that waits for the recommendation of the organisation for which this person works."""
    application = reachable(request, pk)
    organization = application.holder(application.recommending_role)
    if organization is None:
        raise NotYours
    require_role(request.user, application.recommending_role, organization=organization)
    require_stage(application, StageName.RECOMMENDATION)
    return application


def recommend(request: SignedIn, pk: int) -> HttpResponse:
    """Letter and rank; the ranks given already stand beside the form."""
    application = to_recommend(request, pk)
    form = RecommendForm(sent(request), uploads(request), call=application.call)
    return form_page(
        request,
        application,
        form,
        lambda: actions.recommend(application, **form.cleaned_data, by=request.user),
        done=_("%(zone)s is recommended.") % {"zone": application.subject},
        template="program/applications/recommend.html",
        title=_("Recommend %(zone)s") % {"zone": application.subject},
        submit=_("Recommend"),
        version=application.latest_version(),
        ranks=ranks(application),
        recommending=rules.recommending(application),
        belonging=rules.belonging(application),
    )


def ranks(application: Application) -> Any:
    """The ranks that it has given in this call, in order."""
    standing = Recommendation.objects.filter(
        call=application.call,
        verdict=Recommended.RECOMMENDED,
        superseded_at=None,
        **of_recommender(application.recommender),
    )
    cases = standing.select_related("version__application__zone", "version__application__applicant")
    return cases.order_by("rank")


def return_for_change(request: SignedIn, pk: int) -> HttpResponse:
    """Give the application back to its applicant."""
    application = to_recommend(request, pk)
    return with_reason(
        request,
        application,
        actions.return_for_change,
        label=_("What must be changed?"),
        done=_("The application was returned for change."),
        title=_("Return %(zone)s for change") % {"zone": application.subject},
        lead=_("The applicant can change it and submit it again until recommendations close."),
        submit=_("Return for change"),
    )


def refuse(request: SignedIn, pk: int) -> HttpResponse:
    """不予推荐."""
    application = to_recommend(request, pk)
    return with_reason(
        request,
        application,
        actions.refuse_recommendation,
        label=_("Why is it not recommended?"),
        done=_("It is not recommended; the case is closed."),
        title=_("Do not recommend %(zone)s") % {"zone": application.subject},
        lead=_("The case ends, and the applicant is told the reason."),
        submit=_("Do not recommend"),
    )


def with_reason(
    request: SignedIn, application: Application, act: Callable[..., object], *, label: str, **shown: Any
) -> HttpResponse:
    """A move that needs nothing but its reason."""
    form = ReasonForm(sent(request), label=label, length=2000)
    return form_page(
        request,
        application,
        form,
        lambda: act(application, reason=form.cleaned_data["reason"], by=request.user),
        **shown,
    )
