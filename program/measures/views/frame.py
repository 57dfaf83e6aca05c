"""What the pages of supervision share."""

from django.http import Http404
from django.views.decorators.http import require_http_methods

from program.measures.models import supervises
from program.people.http import SignedIn
from program.people.models import Role
from program.people.rules import require_role
from program.refusals import NotYours, SomebodyWasFaster

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def office_only(request: SignedIn) -> None:
    """Nobody else learns that there is such a page."""
    if not supervises(request.user):
        raise Http404


def require_move(request: SignedIn, open_now: bool, *roles: Role, own: bool = True) -> None:
    """The role first (or that it is one's `own` matter), then whether it still stands where it can be done."""
    if roles:
        require_role(request.user, *roles)
    if not own:
        raise NotYours
    if not open_now:
        raise SomebodyWasFaster
