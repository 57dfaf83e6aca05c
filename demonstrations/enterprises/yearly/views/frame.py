"""What the pages share: a form within reach, and its page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy

from demonstrations.enterprises.rules import Declared
from demonstrations.enterprises.yearly import rules
from demonstrations.enterprises.yearly.forms import ReasonForm
from demonstrations.enterprises.yearly.models import (
    CHANGES,
    TEXTS,
    WRITABLE,
    YearlyFigures,
    YearlyForm,
    reads_forms,
)
from demonstrations.enterprises.yearly.tables import state_tag
from program import clock
from program.journal.models import Line
from program.people.http import SignedIn
from program.people.models import APPLICANT_ROLES
from program.people.rules import standing

EFFECTS = {
    "submit": [gettext_lazy("The zone checks the form next; until then nobody changes it.")],
    "correct": [
        gettext_lazy("A new version is begun with what was accepted; the accepted one stays in force until then."),
    ],
    "drop": [gettext_lazy("The form says again what was accepted last.")],
    "pass": [gettext_lazy("The form goes to the special office, which accepts it.")],
    "return": [gettext_lazy("The enterprise changes the form and hands it in again; it is told the reason.")],
    "accept": [
        gettext_lazy("The form is frozen as it stands, with its SHA-256."),
        gettext_lazy("The public profile of the enterprise says that the form of this year was accepted, and no more."),
    ],
    "lead": [gettext_lazy("The supervisor verifies the lead; nothing else follows by itself.")],
}  # fmt: skip


def reachable(request: SignedIn, pk: int) -> YearlyForm:
    rows = YearlyForm.objects.visible_to(request.user).select_related(
        "organization", "zone", "designation", "rule_set", "evidence", "submitted_by", "passed_by", "accepted_by", "lead"
    )  # fmt: skip
    found: YearlyForm = get_object_or_404(rows, pk=pk)
    return found


def show(request: SignedIn, form: YearlyForm, *, status: int = 200, **came_back: Any) -> HttpResponse:
    """`came_back`: forms with what was wrong in them."""
    held, moment = standing(request.user), clock.now()
    revision, lines = {"revision": form.revision}, Line.objects.filter(subject=form.number).order_by("-pk")
    context = {
        "form_of": form,
        "state": state_tag(form, moment),
        "awaited": rules.awaited(form),
        "moves": rules.moves(form, held, moment),
        "office": reads_forms(held),
        "versions": list(form.accepted.defer("content").select_related("accepted_by")),
        "forms": {name: ReasonForm(initial=revision, prefix=name) for name in ("return", "correct")}
        | came_back.pop("forms", {}),
        "effects": EFFECTS,
        "lines": lines if reads_forms(held) else lines.readable_by_case(),
        **written(form, held),
        **came_back,
    }
    return render(request, "demonstrations/yearly/form.html", context, status=status)


def written(form: YearlyForm, held: Any) -> dict[str, Any]:
    """The figures as they stand, for whoever may read them; what keeps them from being handed in, for whoever writes."""
    remarks = remarks_of(form)
    whole = remarks.get("", [])
    if not rules.reads_figures(form, held):
        return {"reads": False, "whole": whole}
    row, last = YearlyFigures.objects.get(form=form), rules.before(form)
    # Not to the zone that checks: the sites of an enterprise stand in the statistics of other zones too.
    tells = held.reads_everything or form.organization_id in held.organizations(*APPLICANT_ROLES)
    stated = rules.declared(form) if tells else Declared()
    return {
        "reads": True,
        "whole": whole,
        "shown": rules.shown(rules.figures_of(row), last, stated.sums, remarks),
        "declared": stated,
        "has_last": bool(last),
        "changes": [change(row, name, remarks) for name in CHANGES],
        "texts": [text(row, name, remarks) for name in TEXTS],
        "open": rules.findings(row, last, rules.jump_of(form)) if form.state in WRITABLE else [],
    }


def change(row: YearlyFigures, name: str, remarks: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "label": YearlyFigures._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
        "answer": getattr(row, f"get_{name}_display")(),
        "note": getattr(row, f"{name}_note"),
        "remarks": remarks.get(name, []),
    }


def text(row: YearlyFigures, name: str, remarks: dict[str, list[str]]) -> dict[str, Any]:
    label = YearlyFigures._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return {"label": label, "text": getattr(row, name), "remarks": remarks.get(name, [])}


def remarks_of(form: YearlyForm) -> dict[str, list[str]]:
    """Item → what is to be changed still. One query."""
    found: dict[str, list[str]] = {}
    for each in form.remarks.filter(is_open=True):
        found.setdefault(each.item, []).append(each.text)
    return found
