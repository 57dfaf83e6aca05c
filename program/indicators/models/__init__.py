"""Declared figures and what judges them; docs/indicators.md tells how the one becomes the other."""

from program.indicators.models.declarations import (
    FIRST_YEAR,
    LAST_YEAR,
    OPEN_STATES,
    WRITABLE_STATES,
    Declaration,
    PriceBase,
    Source,
    State,
)
from program.indicators.models.evidence import Evidence
from program.indicators.models.factors import CarrierFactor, FactorSet, GridFactor, PublishedGridFactor
from program.indicators.models.figures import (
    DerivedFigure,
    EnergyLine,
    Explanation,
    ItemValue,
    Missing,
    Remark,
    Use,
)
from program.indicators.models.sets import (
    Comparison,
    DataItem,
    Formula,
    Indicator,
    IndicatorSet,
    ItemKind,
    Level,
    Requirement,
    Scope,
)
from program.indicators.models.versions import Certainty, Versioned, VersionedQuerySet

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "OPEN_STATES",
    "WRITABLE_STATES",
    "CarrierFactor",
    "Certainty",
    "Comparison",
    "DataItem",
    "Declaration",
    "DerivedFigure",
    "EnergyLine",
    "Evidence",
    "Explanation",
    "FactorSet",
    "Formula",
    "GridFactor",
    "Indicator",
    "IndicatorSet",
    "ItemKind",
    "ItemValue",
    "Level",
    "Missing",
    "PriceBase",
    "PublishedGridFactor",
    "Remark",
    "Requirement",
    "Scope",
    "Source",
    "State",
    "Use",
    "Versioned",
    "VersionedQuerySet",
]
