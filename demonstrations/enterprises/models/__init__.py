"""What an enterprise declares of itself."""

from demonstrations.enterprises.models.basics import Basics
from demonstrations.enterprises.models.benefits import Benefits, Client
from demonstrations.enterprises.models.conduct import Commitment, Conduct
from demonstrations.enterprises.models.performance import Metric, Performance, Result, Where
from demonstrations.enterprises.models.technology import (
    Maturity,
    Patent,
    PatentKind,
    Share,
    Standard,
    StandardLevel,
    Technology,
)
from demonstrations.enterprises.models.term import Term
from demonstrations.enterprises.yearly.models import AcceptedForm, Remark, YearlyFigures, YearlyForm

__all__ = [
    "AcceptedForm",
    "Basics",
    "Benefits",
    "Client",
    "Commitment",
    "Conduct",
    "Maturity",
    "Metric",
    "Patent",
    "PatentKind",
    "Performance",
    "Remark",
    "Result",
    "Share",
    "Standard",
    "StandardLevel",
    "Technology",
    "Term",
    "Where",
    "YearlyFigures",
    "YearlyForm",
]
