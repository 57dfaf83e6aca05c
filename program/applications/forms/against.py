"""Which two versions of a case are held against each other."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock
from program.applications.models import Version
from program.calls.rules import long_day


class AgainstForm(forms.Form):
    """Two versions, in either order."""

    version = forms.TypedChoiceField(label=gettext_lazy("Version"), coerce=int)
    against = forms.TypedChoiceField(label=gettext_lazy("held against"), coerce=int)

    def __init__(self, *args: Any, versions: Iterable[Version], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(version.number, called(version)) for version in versions]
        for name in ("version", "against"):
            field: Any = self.fields[name]
            field.choices = choices


def called(version: Version) -> str:
    day = long_day(clock.beijing_date(version.submitted_at))
    return _("Version %(number)s of %(day)s") % {"number": version.number, "day": day}


def against_form(
    versions: Sequence[Version], newer: Version | None = None, older: Version | None = None
) -> AgainstForm | None:
    """The choice as it stands on a page: what is shown there, else the newest and the one before. None if there is only one."""
    if len(versions) < 2:
        return None
    newest_first = sorted(versions, key=lambda version: -version.number)
    newer = newer or newest_first[0]
    older = older or next(each for each in [*newest_first, newest_first[0]] if each.number != newer.number)
    return AgainstForm(versions=newest_first, initial={"version": newer.number, "against": older.number})
