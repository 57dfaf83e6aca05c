"""Lists that are read within the question about what they belong to: as the models give them, in their order, and no more."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import OuterRef

from program.within import Rows, hanging
from program.zones.models import FormerName, Management, RecommendingBody, Subzone, SubzoneKind, Zone
from tests import factories
from tests.conftest import Asks

pytestmark = pytest.mark.django_db
WORDS = "引号\"、撇号'、反斜线\\、换行\n、百分号%s"


def told(model: Any, rows: Rows) -> dict[int, list[Any]]:
    """Key → its list. One query."""
    return {each.pk: each.told for each in model.objects.annotate(told=rows)}


def test_values_are_those_of_the_models_in_the_order_of_the_rows(zone: Zone, asks: Asks) -> None:
    for name, area in (("乙园", "0.1"), (WORDS, "123456.789"), ("甲园", "12")):
        factories.subzone(zone, name_zh=name, area_km2=area)
    rows = Subzone.objects.filter(zone=OuterRef("pk"))
    for order in ("pk", "-pk", "-area_km2"):
        with asks(1):
            found = told(Zone, Rows(rows.order_by(order), "name_zh", "kind", "area_km2"))[zone.pk]
            read = [(each.pk, each.name_zh, each.area_km2, each.get_kind_display()) for each in found]
        assert read == [
            (each.pk, each.name_zh, each.area_km2, SubzoneKind(each.kind).label)
            for each in Subzone.objects.order_by(order)
        ]
        assert all(type(each.area_km2) is Decimal for each in found)


def test_the_order_of_the_model_holds_where_none_is_asked_for(zone: Zone) -> None:
    for year in (2019, 2021, 2020):
        FormerName.objects.create(
            zone=zone, name_zh=f"旧称{year}", until=date(year, 1, 1), approval_number="函"
        )
    found = told(Zone, Rows(hanging(Zone, "former_names"), "until"))[zone.pk]
    assert [each.until for each in found] == [date(2021, 1, 1), date(2020, 1, 1), date(2019, 1, 1)]


def test_only_so_many(zone: Zone) -> None:
    for name in "甲乙丙":
        factories.subzone(zone, name_zh=name)
    rows = Subzone.objects.filter(zone=OuterRef("pk")).order_by("-pk")[:2]
    assert [each.name_zh for each in told(Zone, Rows(rows, "name_zh"))[zone.pk]] == ["丙", "乙"]


def test_each_has_its_own_and_who_has_none_an_empty_list(zone: Zone, other_zone: Zone) -> None:
    factories.subzone(zone)
    rows = Rows(hanging(Zone, "subzones"), "name_zh")
    assert {key: len(found) for key, found in told(Zone, rows).items()} == {zone.pk: 1, other_zone.pk: 0}


def test_what_is_beyond_a_relation_is_read_along(zone: Zone, asks: Asks) -> None:
    names = ("since", "zone__code", "zone__recommending_body__name_zh", "organization__name_en")
    real = Management.objects.select_related("zone__recommending_body", "organization").get(zone=zone)
    with asks(1):
        [one] = told(Zone, Rows(hanging(Zone, "managements"), *names))[zone.pk]
        read = (one.pk, one.zone, one.zone.recommending_body.name_zh, one.organization.name_en)
    assert read == (real.pk, zone, real.zone.recommending_body.name_zh, real.organization.name_en)
    assert one.since == real.since, "a moment, and of a time zone"


def test_what_is_not_there_beyond_a_relation_is_none(zone: Zone, other_zone: Zone, asks: Asks) -> None:
    Zone.objects.filter(pk=other_zone.pk).update(
        merged_into=zone, goes_on_as=zone, closed_on=date(2026, 1, 1)
    )
    rows = Rows(hanging(RecommendingBody, "zones").order_by("pk"), "merged_into__code")
    with asks(1):
        found = {
            each.pk: each.merged_into for zones in told(RecommendingBody, rows).values() for each in zones
        }
    assert found == {zone.pk: None, other_zone.pk: zone}


def test_a_column_that_was_not_named_is_asked_for_when_it_is_read(zone: Zone, asks: Asks) -> None:
    factories.subzone(zone, name_zh="示例东园")
    [one] = told(Zone, Rows(hanging(Zone, "subzones"), "kind"))[zone.pk]
    with asks(1):
        assert one.name_zh == "示例东园"
