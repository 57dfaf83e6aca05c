"""推荐函: which cases a recommending body, or a zone, may name in it, and at which ranks."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from program import tracks
from program.applications.models import (
    HIGHEST_RANK,
    Application,
    Recommendation,
    Recommended,
    of_recommender,
)
from program.calls.models import Call
from program.people.models import Organization, Role
from program.people.rules import standing
from program.process.models import StageName
from program.zones.models import RecommendingBody, Zone, managing_organization

Author = RecommendingBody | Zone


def author_for(user: object, call: Call) -> Author | None:
    """For whom a person recommends under the call: the recommending body its zones, a zone its enterprises."""
    held = standing(user)
    if not tracks.get(call.track).for_zones:
        managing = held.organizations(Role.ZONE_REVIEWER)
        mine = Zone.objects.filter(managements__organization__in=managing, managements__until=None)
        waits = Application.objects.filter(call=call, zone=OuterRef("pk"), stage=StageName.RECOMMENDATION)
        return mine.annotate(waits=Exists(waits)).order_by("-waits", "pk").first()
    bodies = RecommendingBody.objects.filter(organization__in=held.organizations(Role.RECOMMENDER))
    return bodies.select_related("organization").order_by("pk").first()


def organization_of(author: Author) -> Organization | None:
    """Who seals the letter; none while it has not joined."""
    return managing_organization(author) if isinstance(author, Zone) else author.organization


def given(call: Call, author: Author) -> list[tuple[int, Application]]:
    """Who is recommended already, by rank."""
    rows = Recommendation.objects.filter(
        call=call, verdict=Recommended.RECOMMENDED, superseded_at=None, **of_recommender(author)
    ).select_related("version__application__zone", "version__application__applicant")
    ranked = rows.defer("version__content").order_by("rank")
    return [(row.rank, row.version.application) for row in ranked if row.rank is not None]


def waiting(call: Call, author: Author) -> QuerySet[Application]:
    """Who waits for the answer."""
    asked = {"zone": author} if isinstance(author, Zone) else {"zone__recommending_body": author}
    cases: QuerySet[Application] = Application.objects.filter(
        **asked, call=call, stage=StageName.RECOMMENDATION
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
            found[pk] = _("Two applicants stand at one rank.")
    return found
