"""The ground floor as one Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProgramConfig(AppConfig):
    name = "program"
    label = "program"
    verbose_name = _("Green development program")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from program.journal import triggers

        triggers.protect("program_line")
        triggers.protect("program_ruleset", when="OLD.frozen_at IS NOT NULL")
        triggers.protect(
            "program_parameter",
            when="EXISTS (SELECT 1 FROM program_ruleset WHERE id = OLD.rule_set_id AND signed_at IS NOT NULL)",
        )
        post_migrate.connect(triggers.after_migrate, sender=self)
