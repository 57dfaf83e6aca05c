"""Public notices and news as Atom feeds; what search engines are told of the site."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from program import tracks
from program.calls.models import Call
from program.clock import beijing_date
from program.decisions.models import Designation, PublicNotice
from program.people.models import Organization
from program.portal.models import News
from program.portal.rules import as_html, certified
from program.reports.models import Report
from program.zones.models import Zone

NEWEST = 30


class NoticeFeed(Feed[PublicNotice, None]):
    """The newest notices, each with the day until which one may object."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Public notices")

    def link(self) -> str:
        return reverse("decisions:notices")

    def author_name(self) -> str:
        return str(settings.OFFICE["name"])

    def items(self) -> Iterable[PublicNotice]:
        return PublicNotice.objects.select_related("batch__call")[:NEWEST]

    def item_title(self, item: PublicNotice) -> str:
        return f"{item.number} {item.title}"

    def item_description(self, item: PublicNotice) -> str:
        return _("Objections until %(day)s.") % {"day": f"{beijing_date(item.ends):%Y-%m-%d}"}

    def item_pubdate(self, item: PublicNotice) -> datetime:
        return item.published_at

    def item_updateddate(self, item: PublicNotice) -> datetime:
        return item.published_at


class NewsFeed(Feed[News, None]):
    """The newest news of zones and office."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return pgettext("public site", "News")

    def link(self) -> str:
        return reverse("portal:news_list")

    def author_name(self) -> str:
        return str(settings.OFFICE["name"])

    def items(self) -> Iterable[News]:
        found: Iterable[News] = News.objects.released().select_related("zone")[:NEWEST]
        return found

    def item_link(self, item: News) -> str:
        return item.public_url

    def item_title(self, item: News) -> str:
        return str(item.title)

    def item_description(self, item: News) -> str:
        return as_html(item.text)

    def item_author_name(self, item: News) -> str:
        return item.whose

    def item_pubdate(self, item: News) -> Any:
        return item.checked_at

    def item_updateddate(self, item: News) -> Any:
        return item.checked_at


# ---------------------------------------------------------------- for search engines: lists, one query each, none to count
class Pages(Sitemap[str]):
    """The pages that are always there."""

    def items(self) -> list[str]:
        return [
            "portal:home", "progress:board", "progress:definitions", "progress:goals", "portal:calls", "decisions:notices",
            "decisions:designations", "reports:public", "portal:parks", "portal:enterprises", "portal:news_list",
            "monitoring:results", "portal:open_data", *(tally.page for tally in tracks.tallies()),
        ]  # fmt: skip

    def location(self, item: str) -> str:
        return reverse(item)


class Calls(Sitemap[Call]):
    def items(self) -> Iterable[Any]:
        return list(Call.objects.published().order_by("-pk"))

    def location(self, item: Call) -> str:
        return reverse("portal:call", args=[item.pk])


class Notices(Sitemap[PublicNotice]):
    def items(self) -> Iterable[Any]:
        return list(PublicNotice.objects.all())

    def lastmod(self, item: PublicNotice) -> datetime:
        return item.published_at


class Designations(Sitemap[Designation]):
    """The page of each letter."""

    def items(self) -> Iterable[Any]:
        return list(Designation.objects.order_by("letter_number"))


class Reports(Sitemap[Report]):
    """Published reports, the newest version of each."""

    def items(self) -> Iterable[Any]:
        return list(Report.objects.newest().defer("content").order_by("pk"))

    def location(self, item: Report) -> str:
        return str(item.public_url)


class Parks(Sitemap[Zone]):
    """The profile of each zone that is or was listed."""

    def items(self) -> Iterable[Any]:
        return list(Zone.objects.filter(designations__isnull=False).distinct().order_by("code"))

    def location(self, item: Zone) -> str:
        return item.public_url


class Enterprises(Sitemap[Organization]):
    """The profile of each enterprise that is or was certified."""

    def items(self) -> Iterable[Any]:
        return list(certified())

    def location(self, item: Organization) -> str:
        return item.public_url


class Told(Sitemap[News]):
    """Released news."""

    def items(self) -> Iterable[Any]:
        return list(News.objects.released())

    def location(self, item: News) -> str:
        return item.public_url

    def lastmod(self, item: News) -> Any:
        return item.checked_at


SITEMAPS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "pages": Pages,
    "calls": Calls,
    "notices": Notices,
    "designations": Designations,
    "reports": Reports,
    "parks": Parks,
    "enterprises": Enterprises,
    "news": Told,
}
