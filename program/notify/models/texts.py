"""What messages say."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LISTED = "listed"
"""The fact that a mail says below the sentence: a list, line by line."""


class Text(models.TextChoices):
    """What a message says. The label is the sentence; its %(facts)s are stored with the message."""

    RETURNED = "returned", _("%(case)s was returned for change: %(reason)s")
    RECOMMENDED = "recommended", _("%(case)s was recommended by %(body)s.")
    NOT_RECOMMENDED = "not_recommended", _("%(case)s was not recommended: %(reason)s")
    WAITS_FOR_RECOMMENDATION = (
        "waits_for_recommendation",
        _("%(case)s waits for your recommendation, due %(due)s."),
    )
    ACCEPTED = "accepted", _("%(case)s was accepted.")
    CORRECTION = "correction", _("%(case)s needs %(count)s corrections by %(due)s.")
    NOT_ACCEPTED = "not_accepted", _("%(case)s was not accepted: %(reason)s")
    WAITS_FOR_CHECK = "waits_for_check", _("%(case)s waits for its formality check, due %(due)s.")
    CHECK_UNDONE = (
        "check_undone",
        _("The formality check of %(case)s was taken back and is made again: %(reason)s"),
    )
    REOPENED = "reopened", _("%(case)s was reopened: %(reason)s")
    HANDED_OVER = "handed_over", _("%(giver)s has handed %(count)s open cases over to you.")
    WITHDRAWAL_ASKED = "withdrawal_asked", _("%(case)s asks to withdraw during its public notice.")
    WITHDRAWAL_GRANTED = "withdrawal_granted", _("The office consented to the withdrawal of %(case)s.")
    WITHDRAWAL_DECLINED = (
        "withdrawal_declined",
        _("The office did not consent to the withdrawal of %(case)s: %(reason)s"),
    )
    CLOSED_GROUNDLESS = (
        "closed_groundless",
        _("%(case)s was not listed, for want of its ground: %(reason)s"),
    )
    SEAL_REJECTED = "seal_rejected", _("The sealed page of %(case)s must be handed in again: %(reason)s")
    ASSIGNED_REVIEW = "assigned_review", _("You are asked to review %(count)s files of %(call)s by %(due)s.")
    SHEET_WITHDRAWN = "sheet_withdrawn", _("Your score sheet for %(case)s was withdrawn: %(reason)s")
    REPLACEMENT_NEEDED = "replacement_needed", _("%(case)s needs another expert.")
    VISIT_PLANNED = "visit_planned", _("A site visit to %(case)s is planned for %(date)s.")
    BATCH_TO_SIGN = "batch_to_sign", _("%(batch)s waits for your signature.")
    BATCH_RETURNED = "batch_returned", _("%(batch)s was returned: %(reason)s")
    ON_NOTICE = "on_notice", _("%(case)s is on public notice until %(until)s.")
    OBJECTION_RECEIVED = (
        "objection_received",
        _("Objection %(receipt)s was received, to be taken up by %(due)s."),
    )
    OBJECTION_AGAINST = "objection_against", _("An objection concerning %(case)s is being examined.")
    OBJECTION_SETTLED = "objection_settled", _("The objection concerning %(case)s was settled: %(result)s")
    DOCUMENT_TO_SIGN = "document_to_sign", _("Document %(number)s waits for your signature.")
    LISTED = "listed", _("%(case)s is listed by %(document)s. Letter %(letter)s can be downloaded.")
    NOT_LISTED = "not_listed", _("%(case)s was not listed this time. The list was published by %(document)s.")
    DEADLINE_EXTENDED = "deadline_extended", _("A deadline of %(call)s was extended to %(due)s.")
    DECLARATION_TO_CHECK = "declaration_to_check", _("The declaration of %(case)s for %(year)s waits to be checked.")  # fmt: skip
    DECLARATION_RETURNED = (
        "declaration_returned",
        _("The declaration of %(case)s for %(year)s was returned with %(count)s remarks."),
    )
    DECLARATION_ACCEPTED = "declaration_accepted", _("The declaration of %(case)s for %(year)s was accepted.")
    DECLARATION_REOPENED = (
        "declaration_reopened",
        _("The declaration of %(case)s for %(year)s was reopened: change it and submit it again."),
    )
    REOPENING_ASKED = (
        "reopening_asked",
        _("%(case)s asks to reopen its declaration for %(year)s: %(reason)s"),
    )
    REOPENING_DECLINED = (
        "reopening_declined",
        _("The declaration of %(case)s for %(year)s was not reopened: %(reason)s"),
    )
    DECLARE_PLEASE = "declare_please", _("%(zone)s asks you to declare the figures of %(case)s for %(year)s.")
    PROJECT_TO_REVIEW = "project_to_review", _("Project %(number)s waits to be reviewed: %(project)s")
    PROJECT_ADMITTED = "project_admitted", _("%(project)s was admitted to the reserve pool (%(number)s).")
    PROJECT_RETURNED = "project_returned", _("Project %(number)s was returned for change: %(reason)s")
    PROJECT_REFUSED = "project_refused", _("Project %(number)s was not admitted to the reserve pool: %(reason)s")  # fmt: skip
    ENTRY_TO_SIGN = "entry_to_sign", _("%(number)s waits for your signature.")
    ENTRY_IN_FORCE = (
        "entry_in_force",
        _("%(number)s, which concerns your organisation, is in force until %(until)s."),
    )
    ENTRY_LIFTED = "entry_lifted", _("%(number)s, which concerned your organisation, was lifted.")
    WORK_RETURNED = "work_returned", _("Ledger entry %(number)s was returned for change: %(reason)s")
    WORK_STRUCK_OUT = "work_struck_out", _("Ledger entry %(number)s was struck out: %(reason)s")
    NEWS_RELEASED = "news_released", _("News %(number)s is public: %(title)s")
    NEWS_RETURNED = "news_returned", _("News %(number)s (%(title)s) was returned for change: %(reason)s")
    NEWS_WITHDRAWN = "news_withdrawn", _("News %(number)s (%(title)s) was withdrawn: %(reason)s")
    RECORD_RETURNED = "record_returned", _("Service record %(number)s was returned for change: %(reason)s")
    RECORD_STRUCK_OUT = "record_struck_out", _("Service record %(number)s was struck out: %(reason)s")
    RECORD_RESTORED = "record_restored", _("Service record %(number)s was restored: %(reason)s")
    FORM_OWED = (
        "form_owed",
        _("The yearly form of %(organization)s for %(year)s is to be handed in by %(due)s."),
    )
    FORM_TO_CHECK = (
        "form_to_check",
        _("The yearly form of %(organization)s for %(year)s waits to be checked."),
    )
    FORM_RETURNED = (
        "form_returned",
        _(
            "The yearly form of %(organization)s for %(year)s was returned with %(count)s remarks, due again on %(due)s."
        ),
    )
    FORM_ACCEPTED = "form_accepted", _("The yearly form of %(organization)s for %(year)s was accepted.")
    FORMS_MISSING = (
        "forms_missing",
        _("%(organization)s has handed in no yearly form two years in a row (%(years)s)."),
    )
    POSTING_RETURNED = "posting_returned", _("Your entry %(number)s was returned for change: %(reason)s")
    INTEREST_NOTED = "interest_noted", _("%(organization)s is interested in %(number)s.")
    LEAD_TO_VERIFY = "lead_to_verify", _("Lead %(number)s waits to be verified.")
    MEASURE_ANNOUNCED = (
        "measure_announced",
        _(
            "A measure against your organisation is intended (%(number)s: %(measure)s). You may answer until %(due)s."
        ),
    )
    MEASURE_DROPPED = "measure_dropped", _("The intended measure %(number)s was dropped: %(reason)s")
    MEASURE_ANSWERED = "measure_answered", _("%(owner)s has answered the announced measure %(number)s.")
    MEASURE_TO_SIGN = "measure_to_sign", _("Measure %(number)s waits for your signature.")
    MEASURE_SIGNED = (
        "measure_signed",
        _("A measure against your organisation is in force (%(number)s: %(measure)s, by %(document)s)."),
    )
    APPEAL_MADE = "appeal_made", _("%(owner)s has appealed against measure %(number)s.")
    APPEAL_DISMISSED = (
        "appeal_dismissed",
        _("Your appeal against measure %(number)s was dismissed: %(reason)s"),
    )
    REVERSAL_TO_SIGN = "reversal_to_sign", _("The reversal of measure %(number)s waits for your signature.")
    MEASURE_REVERSED = (
        "measure_reversed",
        _("Measure %(number)s was reversed by %(document)s; all its effects have ended."),
    )
    RECTIFICATION_OPENED = (
        "rectification_opened",
        _("You are renewed with rectification (%(number)s): rectify what is asked for by %(due)s."),
    )
    ALTERATION_TO_SIGN = (
        "alteration_to_sign",
        _("%(number)s, a change of %(zone)s, waits for your signature."),
    )
    ALTERATION_WITHDRAWN = (
        "alteration_withdrawn",
        _("%(number)s, a signed change of %(zone)s, was withdrawn before its day: %(reason)s"),
    )
    ZONE_RENAMED = "zone_renamed", _("%(before)s is called %(after)s from now on (%(document)s).")
    ZONE_MERGED = "zone_merged", _("%(zone)s was merged into %(into)s by %(document)s.")
    CLAIM_MADE = (
        "claim_made",
        _(
            "%(number)s: %(zone)s claims %(site)s of %(firm)s, which stands in your statistics. Answer by %(due)s."
        ),
    )
    CLAIM_CONCERNS_YOU = (
        "claim_concerns_you",
        _("%(number)s: %(zone)s claims your site %(site)s for its statistics. You may state your view."),
    )
    CLAIM_WITHDRAWN = "claim_withdrawn", _("%(number)s: the claim to %(site)s of %(firm)s was withdrawn.")
    CLAIM_CONTESTED = (
        "claim_contested",
        _("%(number)s: the claim to %(site)s of %(firm)s was contested; the office settles it."),
    )
    CLAIM_AGREED = (
        "claim_agreed",
        _(
            "%(number)s: the claim to %(site)s of %(firm)s was agreed to; it stands with %(zone)s from %(year)s on."
        ),
    )
    CLAIM_SETTLED = (
        "claim_settled",
        _(
            "%(number)s: the office has settled the claim to %(site)s of %(firm)s; it stands with %(zone)s from %(year)s on."
        ),
    )
    CLAIM_REJECTED = (
        "claim_rejected",
        _(
            "%(number)s: the office has settled the claim to %(site)s of %(firm)s; the site stays where it stands."
        ),
    )
    CLAIM_OVERTAKEN = (
        "claim_overtaken",
        _("%(number)s: the claim to %(site)s of %(firm)s is over: the zones were merged."),
    )
    SETTLEMENT_TO_SIGN = (
        "settlement_to_sign",
        _("The settlement of claim %(number)s waits for your signature."),
    )
    CHANGE_REPORTED = (
        "change_reported",
        _("%(organization)s has reported a change, %(number)s: %(kind)s."),
    )
    CHANGE_WITHDRAWN = (
        "change_withdrawn",
        _("%(organization)s has taken its report of a change back: %(number)s."),
    )
    CHANGE_RETURNED = "change_returned", _("Your report of a change %(number)s was returned: %(reason)s")
    CHANGE_TO_SIGN = (
        "change_to_sign",
        _("%(number)s, a change of %(organization)s, waits for your signature."),
    )
    CHANGE_RECORDED = "change_recorded", _("The change reported as %(number)s was recorded.")
    ORGANIZATION_RENAMED = (
        "organization_renamed",
        _("%(before)s is called %(after)s from now on (%(document)s)."),
    )
    ORGANIZATION_MERGED = (
        "organization_merged",
        _("%(organization)s was merged into %(into)s (%(document)s)."),
    )
    DESIGNATION_LOST = (
        "designation_lost",
        _("%(letter)s was revoked from %(since)s on, by %(document)s."),
    )
    TERM_ENDS = (
        "term_ends",
        _(
            "The term of %(letter)s ends on %(until)s. Apply for re-examination before, or the name ends with it."
        ),
    )
    BUILDING_ENDS = (
        "building_ends",
        _(
            "The building period of %(letter)s ends on %(until)s. Apply for acceptance before, or it ends without a name."
        ),
    )
    TERM_OVER = "term_over", _("The term of %(letter)s ended on %(until)s; it has expired.")
    RECTIFICATION_TO_CHECK = (
        "rectification_to_check",
        _("%(owner)s has rectified what %(number)s asked for; it waits to be checked."),
    )
    RECTIFICATION_PASSED = (
        "rectification_passed",
        _("The follow-up check on %(number)s was passed; it is closed."),
    )
    RECTIFICATION_FAILED = (
        "rectification_failed",
        _("The follow-up check on %(number)s was not passed. It is to be rectified again by %(due)s."),
    )
    RECTIFICATION_EXTENDED = (
        "rectification_extended",
        _("You have until %(due)s to rectify what %(number)s asks for."),
    )
    RETURN_TO_CHECK = "return_to_check", _("%(duty)s of %(zone)s for %(year)s waits to be checked.")
    RETURN_ACCEPTED = "return_accepted", _("%(duty)s of %(zone)s for %(year)s was accepted.")
    RETURN_SENT_BACK = (
        "return_sent_back",
        _("%(duty)s of %(zone)s for %(year)s was returned with %(count)s remarks, due again on %(due)s."),
    )
    CORRECTION_SENT_BACK = (
        "correction_sent_back",
        _("The corrected version of %(duty)s of %(zone)s for %(year)s was returned with %(count)s remarks."),
    )
    DISPENSATION_TO_DECIDE = (
        "dispensation_to_decide",
        _("A request waits for your decision: %(kind)s, %(duty)s of %(zone)s for %(year)s."),
    )
    DUTY_EXTENDED = "duty_extended", _("%(duty)s of %(zone)s for %(year)s: extended to %(due)s.")
    DUTY_WAIVED = "duty_waived", _("%(duty)s of %(zone)s for %(year)s: waived.")
    DISPENSATION_DECLINED = (
        "dispensation_declined",
        _("%(duty)s of %(zone)s for %(year)s: the request was declined: %(reason)s"),
    )
    ZONE_ALERT = "zone_alert", _("Alert (%(level)s): %(zone)s, %(year)s: %(what)s")
    RUN_TO_SIGN = "run_to_sign", _("The evaluation of %(year)s (version %(number)s) is to be signed.")
    RUN_SIGNED = "run_signed", _("The result of %(zone)s in the evaluation of %(year)s can be read.")
    ROLE_TO_CONFIRM = "role_to_confirm", _("A role of %(person)s in the office waits for your confirmation.")
    ROLE_CONFIRMED = "role_confirmed", _("Your role in the office is in effect.")
    ROLE_DECLINED = "role_declined", _("Your role in the office was not confirmed.")
    DUE_SOON = "due_soon", _("%(count)s matters are due on %(due)s: %(matters)s")
    OVERDUE = "overdue", _("%(count)s matters have been overdue since %(due)s: %(matters)s")
    OVERDUE_THERE = "overdue_there", _("%(count)s cases of the office have been overdue since %(due)s: %(matters)s")  # fmt: skip
    WEEKLY = (
        "weekly",
        _("What waits for you this week: %(count)s matters; overdue: %(overdue)s, due by Sunday: %(week)s."),
    )
    EXPORT_READY = "export_ready", _("The list %(name)s is ready: %(count)s rows.")
    ALERT = "alert", _("%(count)s things are wrong with the operation of the platform: %(what)s")
    TROUBLE = "trouble", _("A step of %(case)s failed and waits for a retry.")
