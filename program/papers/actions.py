"""Verbs on letterheads, papers and archives."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application, of_recommender
from program.background.steps import promise
from program.calls.models import Call
from program.files.models import MediaType
from program.files.steps import keep, keep_written
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.journal.rules import Head
from program.papers import rules, steps
from program.papers.models import SUBJECTS, Archive, Letterhead, LetterheadWord, Paper, PaperKind
from program.people.models import DECIDING_ROLES, Role, User
from program.people.rules import require_role
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones.models import Zone

ZIP = "application/zip"
"""Of archives alone: nobody hands one in."""
MOST_BYTES = 2 * 1024**3


# ---------------------------------------------------------------- letterheads
@transaction.atomic(durable=True)
def draft_letterhead(
    *,
    heading: str,
    red: bool,
    signature: str,
    issuer: str,
    copy_to: str,
    words: Mapping[PaperKind, str],
    by: User,
) -> Letterhead:
    """A new version of the letterhead; in use once a director has signed it."""
    require_role(by, Role.CLERK)
    made = Letterhead.objects.create(
        heading=heading.strip(), red=red, signature=signature.strip(), issuer=issuer.strip(),
        copy_to=copy_to.strip(), drafted_by=by, drafted_at=clock.now(),
    )  # fmt: skip
    LetterheadWord.objects.bulk_create(
        LetterheadWord(letterhead=made, kind=kind, word=words[kind]) for kind in PaperKind
    )
    journal.record(Verb.DRAFT_LETTERHEAD, by=by, subject=made.subject, audience=Audience.OFFICE)
    return made


def lock_letterhead(letterhead: Letterhead) -> Letterhead:
    """A version that nobody has signed, locked and read again."""
    rows = Letterhead.objects.select_for_update(of=("self",))
    locked: Letterhead | None = rows.filter(pk=letterhead.pk, signed_at=None).first()
    if locked is None:
        raise SomebodyWasFaster
    return locked


@transaction.atomic(durable=True)
def sign_letterhead(letterhead: Letterhead, *, by: User) -> Letterhead:
    """Put it into use: every paper drafted from now on bears it."""
    letterhead = lock_letterhead(letterhead)
    require_role(by, Role.DIRECTOR)
    if letterhead.drafted_by_id == by.pk:
        raise NotYours(_("Whoever drafted a letterhead does not sign it."))
    letterhead.signed_by, letterhead.signed_at = by, clock.now()
    letterhead.save(update_fields=["signed_by", "signed_at"])
    journal.record(Verb.SIGN_LETTERHEAD, by=by, subject=letterhead.subject, audience=Audience.OFFICE)
    return letterhead


@transaction.atomic(durable=True)
def discard_letterhead(letterhead: Letterhead, *, by: User) -> None:
    """Throw a draft away."""
    letterhead = lock_letterhead(letterhead)
    require_role(by, Role.CLERK, Role.DIRECTOR)
    journal.record(Verb.DISCARD_LETTERHEAD, by=by, subject=letterhead.subject, audience=Audience.OFFICE)
    letterhead.delete()


# ---------------------------------------------------------------- papers
@transaction.atomic(durable=True)
def draft_paper(kind: PaperKind, subject: Any, *, by: User) -> Paper:
    """Draft one of the office's papers from its data as they stand now; drafting again makes another, with its own number."""
    require_role(by, Role.CLERK)
    row = rules.subjects(kind).filter(pk=subject.pk).first()
    if row is None:
        raise SomebodyWasFaster
    if wrong := rules.obstacle(kind, row):
        raise Refused(wrong)
    ((column,),) = SUBJECTS[kind]
    application = row.version.application if column == "check_row" else None
    about = application or getattr(row, "subject", row)
    return steps.draft(
        kind,
        lambda issue: rules.BUILDERS[kind](row, issue),
        by=by,
        subject=about,
        application=application,
        **{column: row},
    )


@transaction.atomic(durable=True)
def draft_recommendation_letter(
    call: Call, author: rules.Author, *, ranks: Mapping[int, int], by: User
) -> Paper:
    """The letter of a body or a zone: everybody it has recommended and those whom it is about to (application id → rank)."""
    organization = rules.organization_of(author)
    if organization is None:
        raise NotYours
    written_by: dict[str, Any] = of_recommender(author)
    role = Role.ZONE_REVIEWER if isinstance(author, Zone) else Role.RECOMMENDER
    require_role(by, role, organization=organization)
    given = dict(rules.given(call, author))
    if wrong := rules.findings(call, given, ranks):
        raise Invalid(findings=[(f"rank-{pk}", sentence) for pk, sentence in wrong.items()])
    waiting = {case.pk: case for case in rules.waiting(call, author)}
    if not ranks.keys() <= waiting.keys():
        raise SomebodyWasFaster
    ranked = sorted((given | {rank: waiting[pk] for pk, rank in ranks.items()}).items())
    if not ranked:
        raise Refused(_("Give at least one applicant a rank: the letter would name nobody."))
    return steps.draft(
        PaperKind.RECOMMENDATION,
        lambda issue: rules.recommendation(call, organization.name_zh, ranked, issue),
        by=by,
        subject=f"{author.name_zh} {call.code}",
        on_behalf=organization.name_zh,
        call=call,
        **written_by,
    )


@transaction.atomic(durable=True)
def keep_paper(paper: Paper, pdf: bytes, docx: bytes) -> Paper:
    """Keep both prints, once."""
    locked: Paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if locked.pdf_id is not None:
        return locked
    name = f"{locked.number}-{locked.title}"[:100]
    locked.pdf = keep(pdf, name=f"{name}.pdf", media_type=MediaType.PDF, organization=locked.author)
    locked.docx = keep(docx, name=f"{name}.docx", media_type=MediaType.DOCX, organization=locked.author)
    locked.save(update_fields=["pdf", "docx"])
    return locked


# ---------------------------------------------------------------- archives
@transaction.atomic(durable=True)
def archive_case(application: Application, *, by: User) -> Archive:
    """归档: one file with everything of the case, made in the background; its record ends with the line of this verb."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    require_role(by, *DECIDING_ROLES)
    if application.first_submitted_at is None:
        raise Refused(_("Nothing of this case has been handed in: there is nothing to archive."))
    if rules.size_of(kept for _path, kept in rules.contents(application)) > MOST_BYTES:
        raise Refused(_("The files of this case are larger than 2 GB together: archive them one by one."))
    number = Archive.objects.filter(application=application).count() + 1
    line = journal.record(
        Verb.ARCHIVE_CASE,
        by=by,
        subject=application,
        application=application,
        audience=Audience.OFFICE,
        count=number,
    )
    made = Archive.objects.create(
        application=application, number=number, line=line, made_by=by, made_at=clock.now()
    )
    promise("program.papers.tasks.make_archive", made.pk)
    return made


@transaction.atomic(durable=True)
def keep_archive(archive: Archive, written: Path, *, head: Head) -> Archive:
    """Keep the file that was written, once, with the head of the journal that its index bears."""
    locked: Archive = (
        Archive.objects.select_for_update(of=("self",)).select_related("application").get(pk=archive.pk)
    )
    if locked.file_id is None:
        locked.file = keep_written(written, name=f"{locked}.zip", media_type=ZIP)
        locked.seal_number, locked.seal_head = head.number, head.head
        locked.save(update_fields=["file", "seal_number", "seal_head"])
    return locked
