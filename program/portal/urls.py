"""Addresses of the public site, and of the news that is filed for it."""

from django.urls import path

from program.portal import language
from program.portal.views import enterprises, finding, machines, news, newsroom, parks, public

app_name = "portal"
urlpatterns = [
    path("", public.home, name="home"),
    path("calls/", public.calls, name="calls"),
    path("calls/<int:pk>/", public.call, name="call"),
    path("parks/", parks.directory, name="parks"),
    path("parks/<str:code>/", parks.park, name="park"),
    path("enterprises/", enterprises.directory, name="enterprises"),
    path("enterprises/<str:credit_code>/", enterprises.enterprise, name="enterprise"),
    path("news/", news.index, name="news_list"),
    path("news/<str:number>/", news.news, name="news"),
    path("find/", finding.find, name="find"),
    path("language/", language.switch, name="language"),
    path("source/", public.source, name="source"),
    path("notices.atom", machines.feed, name="feed"),
    path("news.atom", machines.news_feed, name="news_feed"),
    path("sitemap.xml", machines.site_map, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("open-data/", machines.open_data, name="open_data"),
    path("open-data/<str:name>.<str:kind>", machines.dataset, name="dataset"),
    path("newsroom/", newsroom.index, name="newsroom"),
    path("newsroom/new/", newsroom.new, name="news_new"),
    path("newsroom/<int:pk>/", newsroom.filed, name="filed"),
    path("newsroom/<int:pk>/change/", newsroom.change, name="news_change"),
    path("newsroom/<int:pk>/submit/", newsroom.submit, name="news_submit"),
    path("newsroom/<int:pk>/release/", newsroom.release, name="news_release"),
    path("newsroom/<int:pk>/return/", newsroom.send_back, name="news_return"),
    path("newsroom/<int:pk>/withdraw/", newsroom.withdraw, name="news_withdraw"),
]
