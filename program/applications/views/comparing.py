"""Two versions of a case held against each other."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from program.applications import rules
from program.applications.forms import AgainstForm, against_form
from program.applications.models import Version, VersionFile
from program.applications.rules.comparing import Attached, FileChange
from program.applications.views.frame import reachable
from program.files.models import File
from program.people.http import SignedIn


@require_safe
def versions(request: SignedIn, pk: int) -> HttpResponse:
    """Two versions were chosen: on to the page that shows how they differ. Nothing chosen: back to the case."""
    application = reachable(request, pk)
    if not request.GET:
        return redirect(application)
    form = AgainstForm(request.GET, versions=application.versions.defer("content"))
    if not form.is_valid():
        raise Http404
    chosen = form.cleaned_data
    return redirect("applications:comparison", pk, chosen["version"], chosen["against"])


@require_safe
def comparison(request: SignedIn, pk: int, one: int, other: int) -> HttpResponse:
    """Part by part, field by field, what became of the older version in the newer; the address names them in either order."""
    application = reachable(request, pk)
    handed_in = list(application.versions.all())
    older, newer = two_of(handed_in, one, other)
    context = {
        "application": application,
        "against": against_form(handed_in, newer, older),
        **comparison_context(older, newer, request.user),
    }
    return render(request, "program/applications/comparison.html", context)


def two_of(handed_in: Sequence[Version], one: int, other: int) -> tuple[Version, Version]:
    """The older and the newer of two versions within reach; 404 where one of them is not."""
    found = {version.number: version for version in handed_in}
    if not {one, other} <= found.keys():
        raise Http404
    return found[min(one, other)], found[max(one, other)]


def comparison_context(older: Version, newer: Version, user: Any) -> dict[str, Any]:
    """What templates/program/applications/_comparison.html shows to this person."""
    found = rules.compare(older.data, newer.data)
    read = {section.code: section for data in (older.data, newer.data) for section in rules.sections(data)}
    return {
        "older": older,
        "newer": newer,
        "both": (older, newer),
        "comparison": found,
        "parts": [(part, read[part.code]) for part in found.parts],
        **files_compared(found.files, older, newer, user),
    }


def files_compared(
    changes: Sequence[FileChange], older: Version, newer: Version, user: Any
) -> dict[str, Any]:
    """The files with their rows in either version; a trade secret that the person may not open is not even named."""
    rows = list(VersionFile.objects.filter(version__in=[older, newer]).select_related("file"))
    files = File.objects.visible_to(user).filter(version_files__in=rows)
    open_to = set(files.values_list("pk", flat=True))
    known: dict[tuple[int, Attached | None], VersionFile] = {
        (row.version_id, attached(row)): row for row in rows
    }
    lines, withheld = [], 0
    for change in changes:
        before, after = known.get((older.pk, change.before)), known.get((newer.pk, change.after))
        if any(row and row.file.trade_secret and row.file_id not in open_to for row in (before, after)):
            withheld += change.fate != rules.Fate.KEPT
        else:
            lines.append((change, before, after))
    return {
        "changed_files": [line for line in lines if line[0].fate != rules.Fate.KEPT],
        "kept_files": [line for line in lines if line[0].fate == rules.Fate.KEPT],
        "open_to": open_to,
        "withheld": withheld,
    }


def attached(row: VersionFile) -> Attached:
    """A file as the version's own text names it."""
    return Attached(row.document, row.title, row.file.name, row.file.sha256)
