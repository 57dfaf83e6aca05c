"""How much may hang on one application."""

from django.conf import settings
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from program.applications.models import Application
from program.refusals import Invalid

MOST_ATTACHMENTS = 60


def require_room(application: Application, size: int) -> None:
    """Refuse one attachment too many, or too many bytes in all: an expert must be able to open the whole file."""
    if application.attachments.count() >= MOST_ATTACHMENTS:
        raise Invalid(
            _("An application has at most %(count)s attachments.") % {"count": MOST_ATTACHMENTS}, field="file"
        )
    held = application.attachments.aggregate(bytes=Sum("file__size"))["bytes"] or 0
    if held + size > settings.APPLICATION_MAX_BYTES:
        raise Invalid(
            _(
                "All attachments together may have %(limit)s; they have %(held)s already. Take something off first."
            )
            % {"limit": filesizeformat(settings.APPLICATION_MAX_BYTES), "held": filesizeformat(held)},
            field="file",
        )
