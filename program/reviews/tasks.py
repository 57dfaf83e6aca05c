"""In the background: one PDF a version for its readers; a closed panel's cases concluded one by one."""

from collections.abc import Sequence

from program.applications.models import ApplicationForm, Version, VersionFile
from program.applications.rules import compare, previous
from program.background.steps import one_by_one
from program.files.confined import Confined, Ended
from program.files.documents import render_pdf
from program.files.fonts import printable
from program.files.models import File, MediaType
from program.refusals import Refused
from program.reviews import actions
from program.reviews.merge import PDF, PICTURE
from program.reviews.models import Bundle, PanelCase
from program.switches.models import Name
from program.switches.rules import held_by

KINDS = {MediaType.PDF: PDF, MediaType.JPEG: PICTURE, MediaType.PNG: PICTURE}
_merger = Confined("program.reviews.merge", seconds=120, memory=2 * 2**30, children=1)


@held_by(Name.PRINTING_PAUSED)
def make_bundle(version_pk: int) -> None:
    """Cover, what is new since the version before, application form and every attachment that can be printed; made once."""
    version = Version.objects.select_related("application__zone", "application__applicant").get(pk=version_pk)
    if Bundle.objects.filter(version=version).exists():
        return
    form = ApplicationForm.objects.select_related("file").get(
        version=version
    )  # not there yet: the promise comes back
    attached = list(version.files.select_related("file"))
    body, left_out = merge_all(form, attached)
    before = previous(version)
    facts = {
        "version": version,
        "lines": [(printable(row.title), row.pk not in left_out) for row in attached],
        "before": before,
        "comparison": compare(before.data, version.data) if before else None,
    }
    cover = render_pdf("program/reviews/bundle.html", facts, title=version.application.subject.name_zh)
    _facts, (content,) = ask([(PDF, "", cover), (PDF, "", body)])
    actions.keep_bundle(version, content, left_out=sorted(left_out))


def merge_all(form: ApplicationForm, attached: Sequence[VersionFile]) -> tuple[bytes, set[int]]:
    """The form and what can be merged behind it; ids of what cannot. If merging itself gives up, the form alone."""
    left_out = {row.pk for row in attached if row.file.media_type not in KINDS}
    printable = [row for row in attached if row.pk not in left_out]
    first = (PDF, form.file.name, content_of(form.file))
    try:
        found, (body,) = ask(
            [
                first,
                *(
                    (KINDS[MediaType(row.file.media_type)], row.title, content_of(row.file))
                    for row in printable
                ),
            ]
        )
    except Ended:
        return ask([first])[1][0], {row.pk for row in attached}
    return body, left_out | {printable[index - 1].pk for index in found["left_out"]}


def ask(parts: Sequence[tuple[str, str, bytes]]) -> tuple[dict[str, list[int]], list[bytes]]:
    """Parts as (kind, title of the bookmark, content)."""
    facts = {"parts": [{"kind": kind, "title": title} for kind, title, _content in parts]}
    return _merger.ask(facts, [content for _kind, _title, content in parts])


def content_of(file: File) -> bytes:
    with file.open() as stream:
        return stream.read()


def conclude_panel(panel_pk: int) -> None:
    """Conclude what a closed panel has read, one case a transaction; killed half-way and run again, it ends the same."""
    closed = PanelCase.objects.filter(panel=panel_pk, closed_at__isnull=False)
    one_by_one(closed.select_related("application").order_by("application_id"), conclude_case)


def conclude_case(case: PanelCase) -> None:
    """A sheet that was set aside since keeps the case: the clerk reads why, and assigns somebody further."""
    try:
        actions.carry_out(case)
    except Refused as refusal:
        actions.hold_up(case, str(refusal))
