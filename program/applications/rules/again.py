"""Questions about coming back: who has acted on a check, whether a case was ever recommended, until when it may be now."""

from datetime import datetime

from program.applications.models import (
    Application,
    Attachment,
    Checked,
    FormalityCheck,
    Recommendation,
    Recommended,
    Reopening,
    ResumedAt,
)
from program.applications.rules.content import drafts
from program.people.models import User
from program.process.models import Proceeding


def last_check(proceeding: Proceeding) -> FormalityCheck | None:
    """The check that brought the case where it is; one that was undone brought it nowhere."""
    found: FormalityCheck | None = (
        FormalityCheck.objects.filter(proceeding=proceeding, undone=None).order_by("-pk").first()
    )
    return found


def corrections_asked(proceeding: Proceeding) -> int:
    """How often corrections were asked for in a proceeding, answered or lapsed; what was undone was not asked for."""
    asked = FormalityCheck.objects.filter(proceeding=proceeding, verdict=Checked.CORRECTION, undone=None)
    return int(asked.count())


def acted_on(application: Application, check: FormalityCheck) -> bool:
    """Whether the next stage has begun: a panel drawn; or, of a correction, something answered, written or attached."""
    if drawn(application, check):
        return True
    if check.verdict != Checked.CORRECTION:
        return False
    return (
        check.items.exclude(answer="").exists()
        or Attachment.objects.filter(application=application, added_at__gt=check.at).exists()
        or any(part.edited_at > check.at and part.revision for part in drafts(application).values())
    )


def may_undo(application: Application, user: User) -> bool:
    """Whether to offer it: this person made the check that brought the case here, and no panel is drawn. The verb asks all."""
    check = last_check_of(application)
    return check is not None and check.by_id == user.pk and not drawn(application, check)


def last_check_of(application: Application) -> FormalityCheck | None:
    """The last check of the open proceeding."""
    found = FormalityCheck.objects.filter(
        proceeding__application=application, proceeding__closed_at=None, undone=None
    )
    last: FormalityCheck | None = found.order_by("-pk").first()
    return last


def drawn(application: Application, check: FormalityCheck) -> bool:
    """Whether a panel has been drawn since."""
    return bool(application.panel_cases.filter(proceeding=check.proceeding_id).exists())


def was_recommended(application: Application) -> bool:
    """Whether it has a recommendation that stands. Of a version corrected since it is still that of the version before."""
    given = Recommendation.objects.filter(version__application=application, verdict=Recommended.RECOMMENDED)
    return given.filter(superseded_at=None).exists()


def resumable_at(application: Application) -> list[ResumedAt]:
    """Where a refused case may go on: one that was never recommended only at its recommendation, if there is one."""
    if not application.call.recommends:
        return [stage for stage in ResumedAt if stage != ResumedAt.RECOMMENDATION]
    return list(ResumedAt) if was_recommended(application) else [ResumedAt.RECOMMENDATION]


def recommendation_closes(application: Application) -> datetime:
    """Until when the recommending body may answer: the call's own deadline, or that of the reopening."""
    reopened = Reopening.objects.filter(
        application=application, ended__application=application, until__isnull=False
    ).order_by("-number")
    until: datetime | None = reopened.values_list("until", flat=True).first()
    return max(until or application.call.recommend_until, application.call.recommend_until)
