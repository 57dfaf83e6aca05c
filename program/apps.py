"""The ground floor as one Django app."""

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProgramConfig(AppConfig):
    name = "program"
    label = "program"
    verbose_name = _("Green development program")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from program.config.checks import safe_in_production
        from program.files.checks import document_libraries
        from program.journal import triggers

        triggers.protect("program_line")
        triggers.protect("program_ruleset", when="OLD.frozen_at IS NOT NULL")
        triggers.protect(
            "program_parameter",
            when="EXISTS (SELECT 1 FROM program_ruleset WHERE id = OLD.rule_set_id AND signed_at IS NOT NULL)",
        )
        triggers.protect("program_scoresheet", when="OLD.submitted_at IS NOT NULL")
        triggers.protect(
            "program_score",
            when="EXISTS (SELECT 1 FROM program_scoresheet WHERE id = OLD.sheet_id AND submitted_at IS NOT NULL)",
        )
        triggers.protect("program_sheetwithdrawal")
        triggers.protect("program_reviewconclusion")
        triggers.protect("program_rankingrun")
        triggers.protect("program_rankingline")
        triggers.protect("program_version")
        triggers.protect("program_versionfile")
        triggers.protect("program_batch", when="OLD.carried_out_at IS NOT NULL")
        triggers.protect("program_batchitem", when="OLD.carried_at IS NOT NULL")
        triggers.protect(
            "program_attendance",
            when="EXISTS (SELECT 1 FROM program_batch WHERE id = OLD.batch_id AND signed_at IS NOT NULL)",
        )
        triggers.protect("program_deliberation")
        triggers.protect("program_promotion")
        triggers.protect("program_noticeitem")
        triggers.protect("program_publicnotice", when="OLD.file_id IS NOT NULL AND NOT OLD.provisional")
        triggers.protect("program_objection", when="OLD.settled_at IS NOT NULL OR OLD.refused_at IS NOT NULL")
        triggers.protect("program_officialdocument", when="OLD.signed_at IS NOT NULL")
        triggers.protect(
            "program_documentitem",
            when="EXISTS (SELECT 1 FROM program_officialdocument WHERE id = OLD.document_id AND signed_at IS NOT NULL)",
        )
        triggers.protect("program_publication")
        triggers.protect("program_telling")
        triggers.protect("program_designationletter")
        post_migrate.connect(triggers.after_migrate, sender=self)
        register(document_libraries)
        register(safe_in_production)
        register(safe_in_production, "database")
