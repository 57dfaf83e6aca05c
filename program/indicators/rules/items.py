"""What a data item may be."""

from django.utils.translation import gettext as _

from program.indicators.models import CarrierFactor, DataItem, ItemKind, ItemValue
from program.indicators.rules.energy import DERIVED_UNITS
from program.indicators.rules.units import known


def is_declared(item: DataItem) -> bool:
    """Whether anybody declared a figure, or why there is none."""
    return ItemValue.objects.filter(item=item.code).exists()


def declared_codes() -> set[str]:
    """The items in which something was declared; one query."""
    return set(ItemValue.objects.order_by().values_list("item", flat=True).distinct())


def item_findings(item: DataItem) -> list[tuple[str, str]]:
    """Field and sentence."""
    found = []
    if item.code in DERIVED_UNITS:
        found.append(("code", _("This code belongs to a figure that is derived.")))
    if CarrierFactor.objects.filter(code=item.code).exists():
        found.append(("code", _("This code belongs to an energy carrier.")))
    if item.kind == ItemKind.YES_NO and item.unit:
        found.append(("unit", _("Yes or no has no unit.")))
    if item.kind != ItemKind.YES_NO and not item.unit:
        found.append(("unit", _("Name the unit.")))
    if item.unit != known(item.unit):
        found.append(("unit", _("This unit is written %(unit)s here.") % {"unit": known(item.unit)}))
    return found
