"""Pages of site visits: who is drawn, the inspector's list, the office's plan, the record."""

from program.visits.views.sampling import sample
from program.visits.views.visiting import conclude, hand_in, mine, paper, plan, sign, unsign, visit

__all__ = ["conclude", "hand_in", "mine", "paper", "plan", "sample", "sign", "unsign", "visit"]
