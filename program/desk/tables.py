"""The journal as a list."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from program.journal.models import Line

DONE = (
    "{% load platform %}{{ record.verb_label }}"
    "{% if record.version %} <small class='muted'>v{{ record.version }}</small>{% endif %}"
    "{% if record.facts|facts %}<br><small class='muted'>{{ record.facts|facts }}</small>{% endif %}"
)
WHO = (
    "{% load i18n %}{% firstof record.actor_name _('by the clock') %}"
    "{% if record.on_behalf %}<br><small class='muted'>{{ record.on_behalf }}</small>{% endif %}"
)
ABOUT = (
    "{% load platform %}"
    "{% if record.application_id %}<a href=\"{% url 'desk:case' record.application_id %}\">{{ record.subject }}</a>"
    "{% else %}{{ record.subject|in_words }}{% endif %}"
)


class JournalTable(tables.Table):
    """Lines in the order of the journal, which is the only one."""

    at = tables.TemplateColumn("{% load platform %}{{ value|when }}", verbose_name=_("When"))
    done = tables.TemplateColumn(DONE, verbose_name=_("Act"), accessor="verb")
    who = tables.TemplateColumn(WHO, verbose_name=_("Who"), accessor="pk")
    about = tables.TemplateColumn(ABOUT, verbose_name=_("About"), accessor="subject")
    seal = tables.TemplateColumn(
        "{{ record.seal.number|default:'–' }}",
        verbose_name=_("Seal"),
        accessor="pk",
        attrs={"th": {"class": "num"}, "td": {"class": "num"}},
    )

    class Meta:
        model = Line
        fields = ("at", "done", "who", "about", "seal")
        orderable = False
        empty_text = _("No line fits. Take a filter away.")
