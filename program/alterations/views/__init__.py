"""Pages of changes: of zones, and of organisations."""

from program.alterations.views.firms import (
    change,
    change_decide,
    change_discard,
    change_new,
    change_return,
    change_sign,
    change_submit,
    change_withdraw,
    change_write,
    changes,
)
from program.alterations.views.zones import alteration, discard, index, merge, rename, sign, withdraw

__all__ = [
    "alteration",
    "change",
    "change_decide",
    "change_discard",
    "change_new",
    "change_return",
    "change_sign",
    "change_submit",
    "change_withdraw",
    "change_write",
    "changes",
    "discard",
    "index",
    "merge",
    "rename",
    "sign",
    "withdraw",
]
