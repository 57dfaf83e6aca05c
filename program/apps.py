"""The ground floor as one Django app."""

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

FROZEN = {
    "program_line": "",
    "program_seal": "",
    "program_ruleset": "OLD.frozen_at IS NOT NULL",
    "program_parameter": "EXISTS (SELECT 1 FROM program_ruleset WHERE id = OLD.rule_set_id AND signed_at IS NOT NULL)",
    "program_settlement": "OLD.signed_at IS NOT NULL",
    "program_siteclaim": "OLD.closed_at IS NOT NULL",
    "program_indicatorset": "OLD.frozen_at IS NOT NULL",
    "program_indicator": "EXISTS (SELECT 1 FROM program_indicatorset WHERE id = OLD.set_id AND signed_at IS NOT NULL)",
    "program_factorset": "OLD.frozen_at IS NOT NULL",
    "program_carrierfactor": "EXISTS (SELECT 1 FROM program_factorset WHERE id = OLD.factor_set_id AND signed_at IS NOT NULL)",
    "program_gridfactor": "EXISTS (SELECT 1 FROM program_factorset WHERE id = OLD.factor_set_id AND signed_at IS NOT NULL)",
    "program_scoresheet": "OLD.submitted_at IS NOT NULL",
    "program_score": "EXISTS (SELECT 1 FROM program_scoresheet WHERE id = OLD.sheet_id AND submitted_at IS NOT NULL)",
    "program_sheetwithdrawal": "",
    "program_reviewconclusion": "",
    "program_rankingrun": "",
    "program_rankingline": "",
    "program_checkundone": "",
    "program_reopening": "",
    "program_handover": "",
    "program_handoveritem": "",
    "program_version": "",
    "program_versionfile": "",
    "program_batch": "OLD.carried_out_at IS NOT NULL",
    "program_batchitem": "OLD.carried_at IS NOT NULL",
    "program_attendance": "EXISTS (SELECT 1 FROM program_batch WHERE id = OLD.batch_id AND signed_at IS NOT NULL)",
    "program_deliberation": "",
    "program_promotion": "",
    "program_noticeitem": "",
    "program_publicnotice": "OLD.file_id IS NOT NULL AND NOT OLD.provisional",
    "program_objection": "OLD.settled_at IS NOT NULL OR OLD.refused_at IS NOT NULL",
    "program_officialdocument": "OLD.signed_at IS NOT NULL",
    "program_documentitem": (
        "EXISTS (SELECT 1 FROM program_officialdocument WHERE id = OLD.document_id AND signed_at IS NOT NULL)"
    ),
    "program_withdrawalrequest": "OLD.decided_at IS NOT NULL",
    "program_changereport": (
        "EXISTS (SELECT 1 FROM program_changedecision WHERE report_id = OLD.id AND signed_at IS NOT NULL)"
    ),
    "program_changedecision": "OLD.signed_at IS NOT NULL",
    "program_publication": "",
    "program_telling": "",
    "program_designationletter": "",
    "program_letterhead": "OLD.signed_at IS NOT NULL",
    "program_letterheadword": "EXISTS (SELECT 1 FROM program_letterhead WHERE id = OLD.letterhead_id AND signed_at IS NOT NULL)",
    "program_paper": "OLD.pdf_id IS NOT NULL",
    "program_archive": "OLD.file_id IS NOT NULL",
    "program_scheme": "OLD.frozen_at IS NOT NULL",
    "program_schemecriterion": "EXISTS (SELECT 1 FROM program_scheme WHERE id = OLD.scheme_id AND signed_at IS NOT NULL)",
    "program_schemetier": "EXISTS (SELECT 1 FROM program_scheme WHERE id = OLD.scheme_id AND signed_at IS NOT NULL)",
    "program_monitoringrun": "OLD.signed_at IS NOT NULL",
    "program_monitoringline": "EXISTS (SELECT 1 FROM program_monitoringrun WHERE id = OLD.run_id AND signed_at IS NOT NULL)",
}
"""Table → when a row of it may never be changed or deleted again, as a condition over OLD; nothing: from the first moment."""


class ProgramConfig(AppConfig):
    name = "program"
    label = "program"
    verbose_name = _("Green development program")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from program.config.checks import safe_in_production
        from program.files.checks import document_libraries
        from program.journal import triggers

        for table, when in FROZEN.items():
            triggers.protect(table, when=when)
        pre_migrate.connect(triggers.before_migrate, sender=self)
        post_migrate.connect(triggers.after_migrate, sender=self)
        register(document_libraries)
        register(safe_in_production)
        register(safe_in_production, "database")
