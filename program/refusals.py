"""Refusals: one family of exceptions whose text is a sentence for the user."""

from collections.abc import Sequence

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

Sentence = str | LazyText
Finding = tuple[str | None, Sentence]
"""The form field at which a sentence belongs, or none; and the sentence."""


class Refused(Exception):
    """The rules say no. `field` names the form field at which the sentence belongs; `status` is the HTTP answer.

    Where several things are wrong, `findings` has each of them, and sentence and field are the first one's.
    """

    status = 409
    sentence: Sentence = _("This cannot be done now.")

    def __init__(
        self,
        sentence: Sentence | None = None,
        *,
        field: str | None = None,
        findings: Sequence[Finding] = (),
    ) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings) or ((field, sentence or self.sentence),)
        self.field = self.findings[0][0]
        super().__init__(self.findings[0][1])

    def __str__(self) -> str:
        return str(self.args[0])


class NotYours(Refused):
    """The person may see the thing, but this move belongs to another role or organisation."""

    status = 403
    sentence = _("This step belongs to another role.")


class SomebodyWasFaster(Refused):
    """The stage or the version has moved on since the page was opened."""

    sentence = _(
        "Somebody was faster: this has already been dealt with. Reload the page to see where it stands."
    )


class Overtaken(SomebodyWasFaster):
    """What would be written over was saved elsewhere since the page was opened: whoever wrote here decides which text stays."""


class TooLate(Refused):
    """The deadline passed, by the database's clock."""

    sentence = _("The deadline has passed.")


class TooEarly(Refused):
    """The window is not open yet."""

    sentence = _("This is not open yet.")


class TooOften(Refused):
    """Throttled: the same again and again from one place."""

    status = 429
    sentence = _("Too many attempts. Try again later.")


class Gone(Refused):
    """A one-time link that was used, taken back or has run out."""

    status = 410
    sentence = _("This link is no longer valid.")


class Incomplete(Refused):
    """Something that must be there is missing."""

    status = 422
    sentence = _("Something is still missing.")


class Invalid(Refused):
    """What was entered is not acceptable."""

    status = 422
    sentence = _("This entry is not acceptable.")
