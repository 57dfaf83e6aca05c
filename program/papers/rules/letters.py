"""推荐函: which cases a body may name in it, and at which ranks."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from program.applications.models import HIGHEST_RANK, Application, Recommendation, Recommended
from program.calls.models import Call
from program.people.models import Role
from program.people.rules import standing
from program.process.models import StageName
from program.zones.models import RecommendingBody


def body_of(user: object) -> RecommendingBody | None:
    """The recommending body for which a person works."""
    organizations = standing(user).organizations(Role.RECOMMENDER)
    found: RecommendingBody | None = (
        RecommendingBody.objects.filter(organization__in=organizations)
        .select_related("organization")
        .order_by("pk")
        .first()
    )
    return found


def given(call: Call, body: RecommendingBody) -> list[tuple[int, Application]]:
    """Who is recommended already, by rank."""
    rows = Recommendation.objects.filter(
        call=call, body=body, verdict=Recommended.RECOMMENDED, superseded_at=None
    ).select_related("version__application__zone", "version__application__applicant")
    return [(row.rank, row.version.application) for row in rows.order_by("rank") if row.rank is not None]


def waiting(call: Call, body: RecommendingBody) -> QuerySet[Application]:
    """Who waits for the body's answer."""
    cases: QuerySet[Application] = Application.objects.filter(
        call=call, zone__recommending_body=body, stage=StageName.RECOMMENDATION
    )
    return cases.select_related("zone", "applicant").order_by("number")


def findings(call: Call, taken: Mapping[int, Application], ranks: Mapping[int, int]) -> dict[int, str]:
    """What is wrong with the ranks proposed (application id → rank): id → a sentence."""
    highest = call.recommendation_quota or HIGHEST_RANK
    found: dict[int, str] = {}
    for pk, rank in ranks.items():
        if not 1 <= rank <= highest:
            found[pk] = _("Ranks run from 1 to %(highest)s.") % {"highest": highest}
        elif rank in taken:
            found[pk] = _("This rank has been given to another applicant already.")
        elif list(ranks.values()).count(rank) > 1:
            found[pk] = _("Two zones stand at one rank.")
    return found
