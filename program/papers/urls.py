"""Addresses of papers, letterheads and archives."""

from django.urls import path

from program.papers.views import letterheads, papers

app_name = "papers"
urlpatterns = [
    path("applications/<int:pk>/papers/", papers.of_case, name="of_case"),
    path("applications/<int:pk>/archive/", papers.archive, name="archive"),
    path("calls/<int:pk>/papers/", papers.of_call, name="of_call"),
    path("calls/<int:pk>/recommendation-letter/", papers.letter, name="letter"),
    path("batches/<int:pk>/papers/", papers.of_batch, name="of_batch"),
    path("papers/draft/", papers.draft, name="draft"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:pk>/prints/", papers.prints, name="prints"),
    path("archives/<int:pk>/progress/", papers.archive_progress, name="archive_progress"),
    path("office/letterheads/", letterheads.index, name="letterheads"),
    path("office/letterheads/new/", letterheads.draft, name="letterhead_draft"),
    path("office/letterheads/<int:pk>/", letterheads.letterhead, name="letterhead"),
    path("office/letterheads/<int:pk>/sign/", letterheads.sign, name="letterhead_sign"),
    path("office/letterheads/<int:pk>/discard/", letterheads.discard, name="letterhead_discard"),
]
