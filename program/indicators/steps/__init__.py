"""What happens to declared figures inside somebody else's transaction."""

from program.indicators.steps.freezing import Declared, derived, freeze, hand_in, state
from program.indicators.steps.loading import load_indicators
from program.indicators.steps.versions import begin, lock
from program.indicators.steps.writing import count_by, enter

__all__ = [
    "Declared",
    "begin",
    "count_by",
    "derived",
    "enter",
    "freeze",
    "hand_in",
    "load_indicators",
    "lock",
    "state",
]
