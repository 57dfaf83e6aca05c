"""Beginning and changing a version of whatever kind, inside a transaction that somebody else opened."""

from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program import clock
from program.indicators import rules
from program.indicators.models import Versioned
from program.people.models import Role, User
from program.people.rules import require_role
from program.refusals import SomebodyWasFaster

Version = TypeVar("Version", bound=Versioned)


def begin(made: Versioned, base: Versioned, by: User) -> None:
    """Save the head of a new version."""
    made.cloned_from, made.drafted_by, made.drafted_at = base, by, clock.now()
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:  # two clerks took the same number
        raise SomebodyWasFaster(_("This version exists already."), field="code") from error


def lock(version: Version, seen: int | None, role: Role, by: User) -> Version:
    """The locked row of a draft that nobody has signed, or changed since it was `seen`, for somebody of the role."""
    held: Version = type(version)._default_manager.select_for_update().get(pk=version.pk)
    require_role(by, role)
    rules.require_draft(held)
    if seen is not None and seen != held.revision:
        raise SomebodyWasFaster(
            _("This draft was changed since you opened the page. Reload it to see it as it is.")
        )
    return held
