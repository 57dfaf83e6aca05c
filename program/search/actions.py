"""Keep a view and forget it. Like reading one's messages, nobody else's business: no line in the journal."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program.people.models import User
from program.refusals import Invalid, Refused, SomebodyWasFaster
from program.search import rules
from program.search.models import SavedView


@transaction.atomic(durable=True)
def save_view(*, name: str, address: str, by: User) -> SavedView:
    """Keep the address of a list under a name of one's own."""
    User.objects.select_for_update().get(pk=by.pk)
    if not rules.is_a_list(address):
        raise Refused(_("Only a list can be kept as a view."))
    if rules.own_views(by).count() >= rules.MOST_VIEWS:
        raise Refused(_("You keep %(most)d views already: forget one first.") % {"most": rules.MOST_VIEWS})
    try:
        with transaction.atomic():
            return SavedView.objects.create(owner=by, name=name, address=address)
    except IntegrityError as error:
        raise Invalid(_("You have a view of this name already."), field="name") from error


@transaction.atomic(durable=True)
def forget_view(view: SavedView, *, by: User) -> None:
    """Forget one's own view."""
    if not rules.own_views(by).filter(pk=view.pk).delete()[0]:
        raise SomebodyWasFaster
