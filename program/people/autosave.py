"""A page that saves itself (static/js/autosave.js): what it was opened at, and what it is told where it was overtaken."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import JsonResponse
from django.template.loader import render_to_string

from program.people.http import SignedIn


@dataclass(frozen=True)
class Difference:
    """One field: what it is called, what was saved elsewhere, what this page says."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Unsaved:
    """Why what stands on a page was not saved, and what can be done about it (templates/program/_unsaved.html).

    `revision`: the one that the person may decide to write over; none where nothing can be written any more.
    """

    sentence: str
    stored: str  # address of the page as it is stored
    save: str  # address to which this page is saved all the same
    differences: Sequence[Difference] = ()
    revision: int | None = None


def unsaved_answer(request: SignedIn, unsaved: Unsaved, status: int) -> JsonResponse:
    """For the autosave: the sentence, and the box that it puts above the form."""
    said = {
        "error": unsaved.sentence,
        "box": render_to_string("program/_unsaved.html", {"unsaved": unsaved}, request),
    }
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})


def revision_of(request: SignedIn) -> int:
    """The revision that the page was opened at, or the newer one that the person has decided to write over."""
    text = request.POST.get("over", request.POST.get("revision", ""))
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest("revision")
    return int(text)


def wants_json(request: SignedIn) -> bool:
    """Whether the autosave asks, and not the button."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
