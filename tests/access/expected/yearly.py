"""Yearly forms: the enterprise writes, its zone's reviewers check, the clerk accepts; nobody else knows of them."""

from tests.access.expected.roles import Line, line

YEARLY: list[Line] = [
    line("yearly:index", get="ok:*"),
    line("yearly:export", post="act:mcfkdsan no:rqexijyz"),
    line("yearly:form", "yearly_sent", get="ok:mcnkdsa"),
    line("yearly:version", "yearly_accepted =1", get="ok:mcnkdsa"),
    line("yearly:fill", "yearly_draft", get="ok:n no:mckdsa", post="act:n no:mckdsa"),
    line("yearly:submit", "yearly_draft", post="act:n no:mckdsa", revision="2"),
    line("yearly:drop", "yearly_draft", post="act:n no:mckdsa", revision="2"),
    line("yearly:correct", "yearly_accepted", post="act:n late:mckdsa"),
    line("yearly:pass", "yearly_sent", post="act:m no:cnkdsa", revision="3"),
    line("yearly:return", "yearly_sent", post="act:m late:cnkdsa"),
    line("yearly:items", "yearly_passed", get="ok:k no:mcndsa", post="act:k no:mcndsa"),
    line("yearly:accept", "yearly_passed", post="act:k no:mcndsa", revision="4"),
    line("yearly:lead", "yearly_missing", post="act:k no:mcdsa"),
]
