"""What is typed about reports, and how the public list is narrowed down."""

from program.reports.forms.listing import PublicFilter
from program.reports.forms.writing import BeginForm, ChapterForm, DiscardForm, RemarksForm, TasksForm

__all__ = ["BeginForm", "ChapterForm", "DiscardForm", "PublicFilter", "RemarksForm", "TasksForm"]
