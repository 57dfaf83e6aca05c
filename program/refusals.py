"""Refusals: one family of exceptions whose text is a sentence for the user."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The rules say no. `field` names the form field at which the sentence belongs; `status` is the HTTP answer."""

    status = 409
    sentence: str | LazyText = _("This cannot be done now.")

    def __init__(self, sentence: str | LazyText | None = None, *, field: str | None = None) -> None:
        super().__init__(sentence or self.sentence)
        self.field = field

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
