"""Addresses of the program's progress, and of what it aims at."""

from django.urls import path

from program.progress.views import board, goals

app_name = "progress"
urlpatterns = [
    path("progress/", board.index, name="board"),
    path("progress/board.csv", board.as_csv, name="csv"),
    path("progress/board.json", board.as_json, name="json"),
    path("progress/definitions/", board.definitions, name="definitions"),
    path("progress/targets/", goals.index, name="goals"),
    path("progress/targets/new/", goals.draft, name="goals_draft"),
    path("progress/targets/<str:code>/", goals.detail, name="goals_one"),
    path("progress/targets/<str:code>/change/", goals.change, name="goals_change"),
    path("progress/targets/<str:code>/sign/", goals.sign, name="goals_sign"),
]
