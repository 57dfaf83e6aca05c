"""What is typed for papers: a letterhead, the ranks of a letter of recommendation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from program.applications.models import HIGHEST_RANK, Application
from program.figures import WholeField
from program.papers.models import Letterhead, LetterheadWord, PaperKind
from program.papers.rules import Stationery


class LetterheadForm(forms.ModelForm[Letterhead]):
    """A new version: names, and for each kind of paper the words before year and number."""

    class Meta:
        model = Letterhead
        fields = ["heading", "red", "signature", "issuer", "copy_to"]
        help_texts = {
            "heading": _("Stands large at the head of every paper of the office."),
            "signature": _("The office that signs notices, statements and meeting papers."),
            "issuer": _("Stands at the head and under the document by which zones are listed."),
            "copy_to": _("Whoever always gets a copy; empty for nobody."),
        }

    def __init__(self, *args: Any, used: Stationery, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {name: getattr(used, name) for name in self.Meta.fields}
        column: Any = LetterheadWord._meta.get_field("word")
        patterns = [each for each in column.validators if isinstance(each, RegexValidator)]
        note: Any = _("The year in brackets and the number follow by themselves.")  # said once, at the first
        for kind in PaperKind:
            self.fields[f"word-{kind}"] = forms.CharField(
                label=_("Words of the number: %(kind)s") % {"kind": kind.label},
                max_length=20,
                initial=used.words.get(kind),
                validators=patterns,
                help_text=note,
            )
            note = ""

    def facts(self) -> dict[str, Any]:
        """What the verb takes."""
        given = self.cleaned_data
        words = {kind: given[f"word-{kind}"] for kind in PaperKind}
        return {name: given[name] for name in self.Meta.fields} | {"words": words}


class RanksForm(forms.Form):
    """One rank a case that waits for the body's answer; without one it does not stand in the letter."""

    def __init__(self, *args: Any, cases: Iterable[Application], next_rank: int, **options: Any) -> None:
        super().__init__(*args, **options)
        for place, case in enumerate(cases):
            self.fields[f"rank-{case.pk}"] = WholeField(
                label=f"{case.subject} · {case.number}",
                min_value=1,
                max_value=HIGHEST_RANK,
                required=False,
                initial=next_rank + place,
            )

    def ranks(self) -> dict[int, int]:
        """Application id → rank."""
        return {
            int(name.partition("-")[2]): rank for name, rank in self.cleaned_data.items() if rank is not None
        }
