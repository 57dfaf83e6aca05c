"""Addresses of reviews: the expert's, then the office's."""

from django.urls import path

from program.reviews.views import case, comparing, expert, office, pool

app_name = "reviews"
urlpatterns = [
    path("reviews/", expert.mine, name="mine"),
    path("reviews/<int:pk>/", expert.sheet, name="sheet"),
    path("reviews/<int:pk>/declare/", expert.declare, name="declare"),
    path("reviews/<int:pk>/conflict/", expert.conflict, name="conflict"),
    path("reviews/<int:pk>/save/", expert.save, name="save"),
    path("reviews/<int:pk>/submit/", expert.submit, name="submit"),
    path("reviews/<int:pk>/versions/<int:one>/against/<int:other>/", comparing.comparison, name="comparison"),
    path("reviews/seats/<int:pk>/confidentiality/", expert.confidentiality, name="confidentiality"),
    path("office/reviews/", office.rounds, name="rounds"),
    path("office/reviews/new/", office.new_round, name="new_round"),
    path("office/reviews/<int:pk>/", office.round_, name="round"),
    path("office/reviews/<int:pk>/draw/", office.draw, name="draw"),
    path("office/reviews/<int:pk>/rank/", office.rank, name="rank"),
    path("office/reviews/panels/<int:pk>/close/", office.close, name="close"),
    path("office/reviews/panels/<int:pk>/progress/", office.progress, name="progress"),
    path("office/reviews/panels/<int:pk>/member/", office.add_member, name="add_member"),
    path("office/reviews/rankings/<int:pk>/", office.ranking, name="ranking"),
    path("office/reviews/rankings/<int:pk>/export/", office.export, name="export"),
    path("office/reviews/cases/<int:pk>/", case.detail, name="case"),
    path("office/reviews/cases/<int:pk>/assign/", case.assign, name="assign"),
    path("office/reviews/cases/<int:pk>/conclude/", case.conclude, name="conclude"),
    path("office/reviews/assignments/<int:pk>/void/", case.void, name="void"),
    path("office/reviews/sheets/<int:pk>/withdraw/", case.withdraw, name="withdraw"),
    path("office/experts/", pool.experts, name="experts"),
    path("office/experts/new/", pool.new, name="new_expert"),
    path("office/experts/<int:pk>/", pool.edit, name="expert"),
]
