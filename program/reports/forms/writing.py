"""What is typed in a report, and remarked on one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from program.people.autosave import Difference
from program.registers.forms.fields import amount_field, prose
from program.reports.actions import Told
from program.reports.models import CHAPTERS, Piece, ReportTask, Section, TaskState
from program.reports.rules import Shown

UNTOLD = [("", "–")]


class BeginForm(forms.Form):
    """Why an accepted report is corrected; whoever reads the older version reads it too."""

    reason = forms.CharField(label=_("What was wrong, in a sentence for all readers"), max_length=300)


class DiscardForm(forms.Form):
    """As what the version was seen that is thrown away."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class ChapterForm(forms.Form):
    """A chapter, and whether it is kept from the public."""

    trade_secret = forms.BooleanField(
        label=_("This chapter holds a trade secret: the office reads it, it is not published"), required=False
    )

    def __init__(self, piece: Piece, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = CHAPTERS[piece]
        text = prose(piece.label, asked.length, 14, required=False, help_text=asked.hint)
        self.fields = {"text": text, **self.fields}

    def differences(self, stored: Section) -> list[Difference]:
        mine = (self["text"].value() or "").replace("\r\n", "\n").strip()
        return [Difference(str(self["text"].label), stored.text, mine)] if stored.text != mine else []


class TasksForm(forms.Form):
    """State, result and money of each task."""

    def __init__(self, tasks: Sequence[ReportTask], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tasks = tasks
        for task in tasks:
            self.fields |= {
                f"state-{task.position}": forms.ChoiceField(
                    label=_("How far it has come"), choices=[*UNTOLD, *TaskState.choices], required=False,
                    initial=task.state,
                ),
                f"result-{task.position}": prose(_("Result so far"), 300, 2, required=False, initial=task.result),
                f"money-{task.position}": amount_field(
                    _("Money spent so far, 10,000 yuan"), required=False, initial=task.money
                ),
            }  # fmt: skip

    @property
    def rows(self) -> Iterator[tuple[ReportTask, list[BoundField]]]:
        for task in self.tasks:
            yield task, [self[f"{name}-{task.position}"] for name in ("state", "result", "money")]

    def told(self) -> dict[int, Told]:
        typed = self.cleaned_data
        return {
            task.position: Told(*(typed[f"{name}-{task.position}"] for name in ("state", "result", "money")))
            for task in self.tasks
        }

    def differences(self, stored: Iterable[ReportTask]) -> list[Difference]:
        found = []
        for task in stored:
            theirs = [task.state, task.result, task.money]
            mine = [self.cleaned_data.get(f"{name}-{task.position}") for name in ("state", "result", "money")]
            if theirs != mine:
                found.append(Difference(task.title, words(theirs), words(mine)))
        return found


def words(told: Iterable[Any]) -> str:
    state, result, money = told
    known = TaskState(state).label if state in TaskState.values else ""
    return "\n".join(str(part) for part in (known, result, money) if part)


class RemarksForm(forms.Form):
    """What is to be changed: on the whole, and on each chapter and table."""

    def __init__(self, pieces: Iterable[Shown], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places: list[str] = [""]
        self.fields["remark"] = prose(_("The whole report"), 500, 2, required=False)
        for shown in pieces:
            self.places.append(shown.piece.value)
            self.fields[f"remark-{shown.piece.value}"] = prose(
                f"{shown.number}. {shown.piece.label}", 500, 2, required=False
            )

    def remarks(self) -> list[tuple[str, str]]:
        """(piece or nothing, what is to be changed), of what was written."""
        typed = {
            place: self.cleaned_data.get(f"remark-{place}" if place else "remark", "")
            for place in self.places
        }
        return [(place, text) for place, text in typed.items() if text.strip()]
