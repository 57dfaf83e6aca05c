"""What support does with promises that were given up."""

from django.db import transaction

from program import clock
from program.background.models import Promise
from program.background.steps import keep


@transaction.atomic(durable=True)
def retry(pk: int) -> bool:
    """Give a promise that was given up another round of attempts; answer whether there was one."""
    revived = (
        Promise.objects.given_up()
        .filter(pk=pk)
        .update(given_up_at=None, attempts=0, leased_until=None, queued_at=clock.now(), error="")
    )
    if revived:
        keep.enqueue(pk)
    return bool(revived)
