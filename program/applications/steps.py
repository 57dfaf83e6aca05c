"""What happens to a case file inside a verb's transaction."""

from typing import Any

from django.db import connection
from django.utils.module_loading import import_string

from program import clock, tracks
from program.applications import rules
from program.applications.models import (
    Abandonment,
    Application,
    ApplicationForm,
    Part,
    Recommendation,
    Version,
    VersionFile,
)
from program.background.steps import promise
from program.files.models import File, MediaType
from program.files.steps import keep
from program.indicators.rules import Record
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with
from program.process.models import Outcomes
from program.process.steps import Turn, close, next_number
from program.rulesets.rules import Limit


def number_for(track: tracks.Track) -> str:
    """The next number of a track in this year: YQ-2026-0017."""
    year = clock.today().year
    return f"{track.number_prefix}-{year}-{next_number(f'{track.number_prefix}-{year}'):04d}"


def begin_parts(application: Application) -> None:
    """The parts of a new draft: empty, or as the applicant's last of this track had them, to be brought up to date."""
    whose = {"zone": application.zone} if application.for_zone else {"applicant": application.applicant}
    earlier = (
        Application.objects.filter(call__track=application.track, first_submitted_at__isnull=False, **whose)
        .exclude(pk=application.pk)
        .order_by("-started_at", "-pk")
        .first()
    )
    if earlier is not None:
        application.prefilled_from = earlier
        application.save(update_fields=["prefilled_from"])
    for part in application.parts():
        begun = rules.part_model(part)(application=application)
        if earlier is None or not part.prefilled:
            begun.save()
        else:
            copy_part(rules.draft(earlier, part), begun)
    if begins := tracks.get(application.track).begins:
        import_string(begins)(application)


def copy_part(known: Part, begun: Part) -> None:
    """Columns and rows of one part into a new one, unsaved as yet: its revision stays at 0 until somebody has looked."""
    for field in rules.columns(type(begun)):
        setattr(begun, field.attname, getattr(known, field.attname))
    begun.save()
    for rows in rules.tables(known).values():
        for row in rows:
            row.pk, row._state.adding, row.part = None, True, begun  # type: ignore[attr-defined]
            row.save()


def freeze(application: Application, *, by: User, corrects: bool, measured: Record | None = None) -> Version:
    """Freeze what is written now as the next version, with what was `measured`, and promise its printed form."""
    assert connection.in_atomic_block
    last = application.latest_version()
    number = last.number + 1 if last else 1
    text, sha256 = rules.canonical(rules.content(application, measured))
    version = Version.objects.create(
        application=application,
        number=number,
        content=text,
        sha256=sha256,
        code=rules.version_code(sha256, number),
        corrects=corrects,
        submitted_by=by,
        submitted_at=clock.now(),
    )
    attached = application.attachments.select_related("document")
    VersionFile.objects.bulk_create(
        VersionFile(
            version=version,
            document=row.document.title_zh if row.document else "",
            title=row.title,
            file_id=row.file_id,
        )
        for row in attached
    )
    promise("program.applications.tasks.make_form", version.pk)
    return version


def tell_applicant(application: Application, text: Text, **facts: Any) -> None:
    """A message to every manager and contact of the applicant."""
    people = [
        *people_with(Role.MANAGER, application.applicant),
        *people_with(Role.CONTACT, application.applicant),
    ]
    tell(people, text, application=application, case=application.subject.name_zh, **facts)


def tell_clerks(application: Application, text: Text, **facts: Any) -> None:
    """A message to the case's clerk, or to all clerks while it has none."""
    people = [application.clerk] if application.clerk else people_with(Role.CLERK)
    tell(people, text, application=application, case=str(application), **facts)


def due_text(application: Application) -> str:
    """The due date as it stands in a message."""
    return Limit(application.due, application.due_provisional).fact if application.due else "—"


def give_up(held: Turn, *, reason: str, letter: File | None, by: User) -> Abandonment:
    """End a locked case as given up; its place among the recommended is free again."""
    made = Abandonment.objects.create(
        application=held.application,
        proceeding=held.proceeding,
        reason=reason,
        letter=letter,
        by=by,
        at=clock.now(),
    )
    free_rank(held.application)
    close(held, Outcomes.ABANDONED)
    return made


def free_rank(application: Application) -> None:
    """The recommendation no longer stands, and its rank can be given again; of a reopened case it may be an earlier one's."""
    standing = Recommendation.objects.filter(version__application=application, superseded_at=None)
    standing.update(superseded_at=clock.now())


def take_charge(application: Application, clerk: User) -> None:
    """Whoever first acts on a case becomes its clerk."""
    if application.clerk_id is None:
        application.clerk = clerk
        application.save(update_fields=["clerk"])


def keep_form(version: Version, content: bytes) -> None:
    """Keep the printed form of a version, if nobody has kept it meanwhile."""
    assert connection.in_atomic_block
    Version.objects.select_for_update().get(pk=version.pk)
    if ApplicationForm.objects.filter(version=version).exists():
        return
    name = f"{version.application.number}-v{version.number}.pdf"
    file = keep(content, name=name, media_type=MediaType.PDF, organization=version.application.applicant)
    ApplicationForm.objects.create(version=version, file=file, made_at=clock.now())
