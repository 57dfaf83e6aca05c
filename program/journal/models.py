"""What happened: one line a verb, written by the verb, never changed. Seals live in a table of their own."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program import clock


class Verb(models.TextChoices):
    """Everything that is done in the program, as it reads in 办理过程."""

    # people and zones
    INVITE = "invite", _("invited")
    REVOKE_INVITATION = "revoke_invitation", _("took an invitation back")
    ACCEPT_INVITATION = "accept_invitation", _("accepted an invitation")
    END_MEMBERSHIP = "end_membership", _("ended a membership")
    ONBOARD = "onboard", _("joined the platform")
    FOUND_OFFICE = "found_office", _("set the special office up")
    CHANGE_PROFILE = "change_profile", _("changed the own data")
    CHANGE_PASSWORD = "change_password", _("changed the password")
    CONFIRM_ROLE = "confirm_role", _("confirmed a role in the office")
    DECLINE_ROLE = "decline_role", _("declined a role in the office")
    SET_UP_FACTOR = "set_up_factor", _("set a second factor up")
    REMOVE_FACTOR = "remove_factor", _("removed a second factor")
    RENEW_CODES = "renew_codes", _("renewed the recovery codes")
    USE_RECOVERY_CODE = "use_recovery_code", _("signed in with a recovery code")
    RESET_FACTORS = "reset_factors", _("reset a lost second factor")
    CLOSE_SECOND_STEP = "close_second_step", _("second step closed after wrong codes")
    RENAME_ZONE = "rename_zone", _("renamed the zone")
    MERGE_ZONE = "merge_zone", _("merged the zone into another")
    DRAFT_ALTERATION = "draft_alteration", _("drafted a renaming or a merger")
    DISCARD_ALTERATION = "discard_alteration", _("discarded a drafted renaming or merger")
    SIGN_ALTERATION = "sign_alteration", _("signed a renaming or a merger")
    PASS_DESIGNATION = "pass_designation", _("passed the designation on to another zone")
    LIST_SITE = "list_site", _("listed an enterprise's site")
    END_SITE = "end_site", _("took a site out of the zone's statistics")
    # declared figures
    SUBMIT_DECLARATION = "submit_declaration", _("submitted a declaration")
    ACCEPT_DECLARATION = "accept_declaration", _("accepted a declaration")
    RETURN_DECLARATION = "return_declaration", _("returned a declaration")
    RECALL_DECLARATION = "recall_declaration", _("took a submitted declaration back")
    ASK_REOPENING = "ask_reopening", _("asked to reopen a declaration")
    REOPEN_DECLARATION = "reopen_declaration", _("reopened a declaration")
    DECLINE_REOPENING = "decline_reopening", _("did not reopen a declaration")
    REMIND_DECLARANTS = "remind_declarants", _("reminded those who have not declared")
    IMPORT_DECLARATIONS = "import_declarations", _("imported declarations")
    DRAFT_INDICATORS = "draft_indicators", _("drafted an indicator set")
    CHANGE_INDICATORS = "change_indicators", _("changed an indicator set")
    SIGN_INDICATORS = "sign_indicators", _("signed an indicator set")
    DRAFT_FACTORS = "draft_factors", _("drafted a factor set")
    CHANGE_FACTORS = "change_factors", _("changed a factor set")
    SIGN_FACTORS = "sign_factors", _("signed a factor set")
    DRAFT_GOALS = "draft_goals", _("drafted targets of the program")
    CHANGE_GOALS = "change_goals", _("changed targets of the program")
    SIGN_GOALS = "sign_goals", _("signed targets of the program")
    CHANGE_ITEM = "change_item", _("entered or changed a data item")
    # registers
    ENTER_PROJECT = "enter_project", _("entered a project")
    CHANGE_PROJECT = "change_project", _("changed a project")
    PUT_PROJECT_FORWARD = "put_project_forward", _("put a project forward for the reserve pool")
    ADMIT_PROJECT = "admit_project", _("admitted to the reserve pool")
    RETURN_PROJECT = "return_project", _("returned a project for change")
    REFUSE_PROJECT = "refuse_project", _("did not admit to the reserve pool")
    FOLLOW_FINANCE = "follow_finance", _("noted a step of finance")
    LET_PROJECT_OUT = "let_project_out", _("let out of the reserve pool")
    DRAFT_ENTRY = "draft_entry", _("drafted an entry")
    CHANGE_ENTRY = "change_entry", _("changed a drafted entry")
    DISCARD_ENTRY = "discard_entry", _("discarded a drafted entry")
    SIGN_ENTRY = "sign_entry", _("signed the entry")
    DRAFT_LIFTING = "draft_lifting", _("drafted the lifting")
    DISCARD_LIFTING = "discard_lifting", _("discarded a drafted lifting")
    SIGN_LIFTING = "sign_lifting", _("lifted by a signed decision")
    CHECK_CREDIT = "check_credit", _("entered a credit check")
    # the ledger
    ENTER_WORK = "enter_work", _("entered the work")
    CHANGE_WORK = "change_work", _("changed the entry")
    SUBMIT_WORK = "submit_work", _("submitted the entry")
    WITHDRAW_WORK = "withdraw_work", _("withdrew the entry")
    ACCEPT_WORK = "accept_work", _("took the entry into the ledger")
    RETURN_WORK = "return_work", _("returned the entry for change")
    STRIKE_WORK = "strike_work", _("struck the entry out")
    CORRECT_WORK = "correct_work", _("began to correct the entry")
    # rules and calls
    DRAFT_RULES = "draft_rules", _("drafted a rule set")
    CHANGE_RULES = "change_rules", _("changed a rule set")
    SIGN_RULES = "sign_rules", _("signed a rule set")
    PUBLISH_CALENDAR = "publish_calendar", _("published a calendar year")
    DRAFT_CALL = "draft_call", _("drafted a call")
    CHANGE_CALL = "change_call", _("changed a call")
    OPEN_CALL = "open_call", _("opened the call")
    EXTEND_CALL = "extend_call", _("extended a deadline for all")
    CLOSE_CALL = "close_call", _("closed the call")
    EXPORT = "export", _("exported a list")
    # the application
    START = "start", _("began the application")
    SUBMIT = "submit", _("submitted")
    SEAL = "seal", _("handed in the sealed page")
    CONFIRM_SEAL = "confirm_seal", _("confirmed the sealed page against the version")
    REJECT_SEAL = "reject_seal", _("asked for the sealed page again")
    RECALL = "recall", _("recalled for change")
    ABANDON = "abandon", _("gave the application up")
    RECOMMEND = "recommend", _("recommended")
    RETURN = "return", _("returned for change")
    REFUSE_RECOMMENDATION = "refuse_recommendation", _("did not recommend")
    ACCEPT = "accept", _("accepted")
    ASK_CORRECTION = "ask_correction", _("asked once for corrections")
    SUBMIT_CORRECTION = "submit_correction", _("submitted the corrections")
    LAPSE_CORRECTION = "lapse_correction", _("closed the correction period")
    NOT_ACCEPT = "not_accept", _("did not accept")
    UNDO_CHECK = "undo_check", _("took the own check back")
    REOPEN = "reopen", _("reopened the case")
    HAND_OVER = "hand_over", _("handed the case over")
    RECOUNT = "recount", _("fixed a provisional date")
    ASSIGN_CLERK = "assign_clerk", _("assigned a clerk")
    # review
    ADD_EXPERT = "add_expert", _("entered an expert into the pool")
    CHANGE_EXPERT = "change_expert", _("changed an expert's entry in the pool")
    OPEN_ROUND = "open_round", _("opened a round of reviews")
    DRAW_PANEL = "draw_panel", _("drew the panel")
    SIGN_CONFIDENTIALITY = "sign_confidentiality", _("signed confidentiality")
    DECLARE_NO_CONFLICT = "declare_no_conflict", _("declared no conflict")
    DECLARE_CONFLICT = "declare_conflict", _("declared a conflict")
    VOID_ASSIGNMENT = "void_assignment", _("voided an assignment")
    ASSIGN_EXPERT = "assign_expert", _("assigned a further expert")
    SUBMIT_SHEET = "submit_sheet", _("submitted a score sheet")
    WITHDRAW_SHEET = "withdraw_sheet", _("withdrew a score sheet")
    CLOSE_PANEL = "close_panel", _("closed the panel")
    CONCLUDE_REVIEW = "conclude_review", _("concluded the expert review")
    RANK = "rank", _("made a ranking run")
    # visit
    PLAN_VISIT = "plan_visit", _("planned the site visit")
    SIGN_VISIT = "sign_visit", _("signed the visit record")
    UNSIGN_VISIT = "unsign_visit", _("took the signatures of the visit record back")
    HAND_IN_VISIT = "hand_in_visit", _("handed in the visit record signed by the visited")
    CONCLUDE_VISIT = "conclude_visit", _("concluded the site visit")
    # decision
    DRAFT_BATCH = "draft_batch", _("drafted a batch")
    CHANGE_BATCH = "change_batch", _("changed a batch")
    PREPARE_BATCH = "prepare_batch", _("put the batch up for signature")
    RETURN_BATCH = "return_batch", _("returned the batch to its drafter")
    DISCARD_BATCH = "discard_batch", _("discarded a draft batch")
    SIGN_BATCH = "sign_batch", _("signed the batch")
    DECIDE = "decide", _("deliberation carried out")
    PUBLISH_NOTICE = "publish_notice", _("put on public notice")
    OBJECT = "object", _("objected")
    KEEP_LEAD = "keep_lead", _("confirmed too late; kept as a lead")
    CONFIRM_OBJECTION = "confirm_objection", _("confirmed an objection by e-mail")
    ACCEPT_OBJECTION = "accept_objection", _("accepted an objection")
    REFUSE_OBJECTION = "refuse_objection", _("did not accept an objection")
    UPHOLD_OBJECTION = "uphold_objection", _("upheld an objection")
    DISMISS_OBJECTION = "dismiss_objection", _("dismissed an objection")
    ASK_WITHDRAWAL = "ask_withdrawal", _("asked to withdraw during the public notice")
    GRANT_WITHDRAWAL = "grant_withdrawal", _("consented to the withdrawal")
    DECLINE_WITHDRAWAL = "decline_withdrawal", _("did not consent to the withdrawal")
    PROMOTE = "promote", _("moved a reserve up")
    RELEASE_RESERVES = "release_reserves", _("released the reserves")
    ENTER_DOCUMENT = "enter_document", _("entered the official document")
    DISCARD_DOCUMENT = "discard_document", _("discarded an entered document")
    SIGN_DOCUMENT = "sign_document", _("signed the official document")
    DESIGNATE = "designate", _("designated")
    TELL = "tell", _("told the result")
    # papers
    DRAFT_LETTERHEAD = "draft_letterhead", _("drafted a letterhead")
    SIGN_LETTERHEAD = "sign_letterhead", _("signed a letterhead")
    DISCARD_LETTERHEAD = "discard_letterhead", _("discarded a drafted letterhead")
    DRAFT_PAPER = "draft_paper", _("drafted a paper")
    ARCHIVE_CASE = "archive_case", _("archived the case")
    # leads, measures, rectification
    RECORD_LEAD = "record_lead", _("recorded a lead")
    VERIFY_LEAD = "verify_lead", _("verified a lead")
    DISMISS_LEAD = "dismiss_lead", _("dismissed a lead")
    DRAFT_MEASURE = "draft_measure", _("drafted a measure")
    CHANGE_MEASURE = "change_measure", _("changed a measure")
    DROP_MEASURE = "drop_measure", _("dropped a measure")
    ANNOUNCE_MEASURE = "announce_measure", _("announced a measure")
    DEFEND = "defend", _("answered an announced measure")
    ENTER_DECISION = "enter_decision", _("entered the decision on a measure")
    DISCARD_DECISION = "discard_decision", _("discarded the decision on a measure")
    SIGN_MEASURE = "sign_measure", _("signed a measure")
    APPEAL = "appeal", _("appealed against a measure")
    DISMISS_APPEAL = "dismiss_appeal", _("dismissed an appeal")
    DRAFT_REVERSAL = "draft_reversal", _("drafted the reversal of a measure")
    DISCARD_REVERSAL = "discard_reversal", _("discarded the reversal of a measure")
    SIGN_REVERSAL = "sign_reversal", _("reversed a measure")
    SUSPEND_DESIGNATION = "suspend_designation", _("suspended the designation")
    REVOKE_DESIGNATION = "revoke_designation", _("revoked the designation")
    RESTORE_DESIGNATION = "restore_designation", _("restored the designation")
    EXPIRE_DESIGNATION = "expire_designation", _("the term of the designation ended")
    SUCCEED_DESIGNATION = "succeed_designation", _("let another designation take its place")
    WRITE_RECTIFICATION = "write_rectification", _("wrote down what was rectified")
    HAND_IN_RECTIFICATION = "hand_in_rectification", _("handed in what was rectified")
    CHECK_RECTIFICATION = "check_rectification", _("checked what was rectified")
    EXTEND_RECTIFICATION = "extend_rectification", _("gave more time to rectify")
    # supervision: duties and alerts
    ARISE_DUTIES = "arise_duties", _("let duties of the year arise")
    WITHDRAW_DUTY = "withdraw_duty", _("withdrew the duty of a zone that is listed no more")
    FOLLOW_FIGURES = "follow_figures", _("followed the declared figures")
    HAND_IN_RETURN = "hand_in_return", _("handed in a report")
    ACCEPT_RETURN = "accept_return", _("accepted what was handed in")
    SEND_RETURN_BACK = "send_return_back", _("returned what was handed in")
    BEGIN_REPORT = "begin_report", _("began a report")
    WRITE_REPORT = "write_report", _("wrote in a report")
    ASK_EXTENSION = "ask_extension", _("asked for an extension")
    PROPOSE_WAIVER = "propose_waiver", _("proposed a waiver")
    EXTEND_DUTY = "extend_duty", _("approved the extension")
    WAIVE_DUTY = "waive_duty", _("approved the waiver")
    DECLINE_DISPENSATION = "decline_dispensation", _("declined the request")
    RAISE_ALERT = "raise_alert", _("opened the alert")
    LET_ALERT_RISE = "let_alert_rise", _("let the alert rise")
    REOPEN_ALERT = "reopen_alert", _("opened the alert again")
    ACKNOWLEDGE_ALERT = "acknowledge_alert", _("acknowledged the alert")
    TAKE_ALERT = "take_alert", _("looks after the alert")
    CLOSE_ALERT = "close_alert", _("closed the alert")
    # monitoring
    DRAFT_SCHEME = "draft_scheme", _("drafted a monitoring scheme")
    CHANGE_SCHEME = "change_scheme", _("changed a monitoring scheme")
    SIGN_SCHEME = "sign_scheme", _("signed a monitoring scheme")
    DRAFT_RUN = "draft_run", _("began the evaluation of a year")
    COMPUTE_RUN = "compute_run", _("computed the evaluation of a year")
    DISCARD_RUN = "discard_run", _("discarded the evaluation of a year")
    SIGN_RUN = "sign_run", _("signed the evaluation of a year")
    # the clockwork
    TIMER = "timer", _("time ran out")


ACCOUNT_VERBS = frozenset(
    {
        Verb.INVITE, Verb.REVOKE_INVITATION, Verb.ACCEPT_INVITATION, Verb.END_MEMBERSHIP, Verb.ONBOARD, Verb.FOUND_OFFICE,
        Verb.CHANGE_PROFILE, Verb.CHANGE_PASSWORD, Verb.CONFIRM_ROLE, Verb.DECLINE_ROLE, Verb.SET_UP_FACTOR,
        Verb.REMOVE_FACTOR, Verb.RENEW_CODES, Verb.USE_RECOVERY_CODE, Verb.RESET_FACTORS, Verb.CLOSE_SECOND_STEP,
    }
)  # fmt: skip
"""What is done about accounts and roles: it belongs to no case, and the security administrator reads it."""


class Audience(models.TextChoices):
    """Who may read a line. Everyone always means: everyone who can see its subject."""

    CASE = "case", _("everyone who sees the case")
    OFFICE = "office", _("the office only")


class LineQuerySet(models.QuerySet["Line"]):
    def of(self, application: Any) -> "LineQuerySet":
        return self.filter(application=application).select_related("actor").order_by("pk")

    def readable_by_case(self) -> "LineQuerySet":
        return self.filter(audience=Audience.CASE)


class Line(models.Model):
    """Who, for whom, what, on which version. Inserted once; triggers on both databases refuse UPDATE and DELETE."""

    at = models.DateTimeField(default=clock.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # none: the clock did it
    actor_name = models.CharField(max_length=80, blank=True)  # as it was then
    on_behalf = models.CharField(max_length=120, blank=True)  # organisation, as it was named then
    verb = models.CharField(max_length=40)
    application = models.ForeignKey("program.Application", models.PROTECT, null=True, related_name="journal")
    subject = models.CharField(max_length=200)  # "call 2026-1", "YQ-2026-0017": readable without the row
    version = models.PositiveIntegerField(null=True)
    facts = models.JSONField(default=dict)  # small, flat: {"letter": "…", "rank": 2}
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.CASE)
    stamp = models.CharField(
        max_length=80, blank=True
    )  # nonce and MAC of the program that wrote it; see seals.py

    objects = LineQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="journal_application", fields=["application", "id"]),
            models.Index(name="journal_subject", fields=["subject"]),
            models.Index(
                name="journal_subject_begins", fields=["subject"], opclasses=["varchar_pattern_ops"]
            ),  # whatever order of letters the database was made with
            models.Index(name="journal_order", fields=["at", "id"]),
            models.Index(name="journal_verb", fields=["verb", "at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="journal_actor_has_a_name",
                condition=Q(actor=None) | ~Q(actor_name=""),
                violation_error_message=_("A journal line names who acted."),
            ),
            models.UniqueConstraint(
                name="journal_stamped_once",
                fields=["stamp"],
                condition=~Q(stamp=""),
                violation_error_message=_("This line is in the journal already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.subject} {self.verb}"

    @property
    def verb_label(self) -> str:
        return str(Verb(self.verb).label)


class Seal(models.Model):
    """A link of the chain: the line it covers, and the head that follows from it and from all before. Frozen by trigger."""

    number = models.PositiveBigIntegerField(primary_key=True)  # consecutive: the order of the chain
    line = models.OneToOneField(Line, models.PROTECT, related_name="seal")
    line_sha256 = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.number} {self.head}"


class BearsHead(models.Model):
    """A paper that prints the head of the journal as it was then: it leaves the house, and no later cut can reach it."""

    seal_number = models.PositiveBigIntegerField(null=True)
    seal_head = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True
