"""What people do about news, each thing by its verb."""

from datetime import date
from typing import Any

from program.people.models import User
from program.portal import actions
from program.portal.models import News, NewsKind
from program.zones.models import Zone
from tests.files import samples

DAY = date(2026, 3, 2)


def values(**fields: Any) -> dict[str, Any]:
    """A forum of two days, without a picture."""
    known: dict[str, Any] = {
        "kind": NewsKind.FORUM, "title": "绿色技术论坛", "day": DAY, "until": date(2026, 3, 3), "place": "示例会议中心",
        "text": "论坛在园区举行。", "clause": "5.3.5", "picture": None, "picture_words": "",
    }  # fmt: skip
    return known | fields


def pictured(**fields: Any) -> dict[str, Any]:
    upload = samples.upload(samples.picture(), "photo.jpg")
    return values(picture=upload, picture_words="会场", **fields)


def entered(zone: Zone | None, by: User, **fields: Any) -> News:
    return actions.enter(zone, values(**fields), by=by)


def submitted(zone: Zone | None, by: User, **fields: Any) -> News:
    return actions.submit(entered(zone, by, **fields), by=by)


def released(zone: Zone | None, by: User, clerk: User, **fields: Any) -> News:
    return actions.release(submitted(zone, by, **fields), by=clerk)
