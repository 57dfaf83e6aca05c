"""The demonstration: forms in every state, of the enterprises that were certified before this year."""

from datetime import date

from program.management.demo.cast import Cast


def tell(cast: Cast, today: date) -> None:
    raise NotImplementedError
