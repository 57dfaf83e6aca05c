"""Where each province stands on the tiles: a scheme of nine columns without borders."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise as LazyText
from django.utils.translation import pgettext_lazy

from program.people.provinces import Province

WITHOUT_ZONES = (Province.TAIWAN, Province.HONG_KONG, Province.MACAO)
"""There are no such zones."""


class Tile(NamedTuple):
    column: int
    row: int
    short: LazyText


TILES: Mapping[Province, Tile] = {
    Province.HEILONGJIANG: Tile(9, 1, pgettext_lazy("tile", "HL")),
    Province.INNER_MONGOLIA: Tile(6, 2, pgettext_lazy("tile", "NM")),
    Province.JILIN: Tile(9, 2, pgettext_lazy("tile", "JL")),
    Province.XINJIANG: Tile(1, 3, pgettext_lazy("tile", "XJ")),
    Province.GANSU: Tile(3, 3, pgettext_lazy("tile", "GS")),
    Province.NINGXIA: Tile(4, 3, pgettext_lazy("tile", "NX")),
    Province.SHANXI: Tile(5, 3, pgettext_lazy("tile", "SX")),
    Province.HEBEI: Tile(6, 3, pgettext_lazy("tile", "HE")),
    Province.BEIJING: Tile(7, 3, pgettext_lazy("tile", "BJ")),
    Province.TIANJIN: Tile(8, 3, pgettext_lazy("tile", "TJ")),
    Province.LIAONING: Tile(9, 3, pgettext_lazy("tile", "LN")),
    Province.QINGHAI: Tile(2, 4, pgettext_lazy("tile", "QH")),
    Province.SHAANXI: Tile(4, 4, pgettext_lazy("tile", "SN")),
    Province.HENAN: Tile(5, 4, pgettext_lazy("tile", "HA")),
    Province.SHANDONG: Tile(6, 4, pgettext_lazy("tile", "SD")),
    Province.JIANGSU: Tile(7, 4, pgettext_lazy("tile", "JS")),
    Province.SHANGHAI: Tile(8, 4, pgettext_lazy("tile", "SH")),
    Province.TIBET: Tile(1, 5, pgettext_lazy("tile", "XZ")),
    Province.SICHUAN: Tile(2, 5, pgettext_lazy("tile", "SC")),
    Province.CHONGQING: Tile(3, 5, pgettext_lazy("tile", "CQ")),
    Province.HUBEI: Tile(4, 5, pgettext_lazy("tile", "HB")),
    Province.ANHUI: Tile(5, 5, pgettext_lazy("tile", "AH")),
    Province.ZHEJIANG: Tile(6, 5, pgettext_lazy("tile", "ZJ")),
    Province.YUNNAN: Tile(2, 6, pgettext_lazy("tile", "YN")),
    Province.GUIZHOU: Tile(3, 6, pgettext_lazy("tile", "GZ")),
    Province.HUNAN: Tile(4, 6, pgettext_lazy("tile", "HN")),
    Province.JIANGXI: Tile(5, 6, pgettext_lazy("tile", "JX")),
    Province.FUJIAN: Tile(6, 6, pgettext_lazy("tile", "FJ")),
    Province.TAIWAN: Tile(7, 6, pgettext_lazy("tile", "TW")),
    Province.GUANGXI: Tile(3, 7, pgettext_lazy("tile", "GX")),
    Province.GUANGDONG: Tile(4, 7, pgettext_lazy("tile", "GD")),
    Province.HAINAN: Tile(5, 7, pgettext_lazy("tile", "HI")),
    Province.HONG_KONG: Tile(6, 7, pgettext_lazy("tile", "HK")),
    Province.MACAO: Tile(7, 7, pgettext_lazy("tile", "MO")),
}
