"""Stages × roles × verbs, written by hand from the circular's process and not from the code: who may do what where, and where
it leads. `needs` and `leads` name what the model knows beside stage and role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from program.journal.models import Verb
from program.process.models import StageName as S

OPEN = tuple(stage for stage in S if stage not in {S.LISTED, S.REFUSED, S.ABANDONED})
ALL = tuple(S)
READ = (S.EXPERT_REVIEW, S.SITE_VISIT, S.DELIBERATION)
SEEN = (S.PUBLIC_NOTICE, S.OBJECTIONS, S.PUBLICATION)
MINE = (S.DRAFT, S.RECOMMENDATION, S.FORMALITY_CHECK, S.CORRECTION, *READ, S.UNLISTED)
HANDED_IN = (S.RECOMMENDATION, S.FORMALITY_CHECK)
APPLICANT, OFFICE = ("manager", "contact"), ("clerk", "director")


@dataclass(frozen=True)
class Row:
    """One verb. `line`: what the case's journal says of it, none where `silent` says why."""

    at: Sequence[S]
    by: Sequence[str]
    needs: Sequence[str] = ()
    to: S | Mapping[S, S] | None = None
    line: Verb | Mapping[S, Verb] | None = None
    silent: str = ""
    straight: bool = False  # the straight way on, which the walk takes more often
    there: str = ""  # what must exist before anybody can try at all

    def leads(self, stage: S) -> S | None:
        return self.to.get(stage) if isinstance(self.to, Mapping) else self.to

    def says(self, stage: S) -> Verb | None:
        return self.line.get(stage) if isinstance(self.line, Mapping) else self.line

    def __post_init__(self) -> None:
        assert (self.line is None) == bool(self.silent)


DRAFT = "a draft is not journalled save by save: what was submitted is the version"
SHEET = "a sheet is not journalled save by save: what counts is the one submitted"
RECORD = "a record is written together, save by save: what counts is what was signed"
OF_PANEL = "its line is about the panel's round"
OF_BATCH = "its line is about the batch; each case has one when the batch is carried out"
OF_CALL = "its line is about the call"
OF_DOCUMENT = "its line is about the document; each case has one when it is listed"

TABLE: Mapping[str, Row] = {
    # ------------------------------------------------------------ the case file
    "write": Row((S.DRAFT, S.CORRECTION), APPLICANT, ["in time to submit"], silent=DRAFT),
    "blank": Row((S.DRAFT, S.CORRECTION), APPLICANT, ["in time to submit"], silent=DRAFT),
    "attach": Row((S.DRAFT,), APPLICANT, ["in time to submit"], silent=DRAFT),
    "detach": Row((S.DRAFT,), APPLICANT, ["in time to submit"], silent=DRAFT, there="attachment"),
    "answer": Row((S.CORRECTION,), APPLICANT, silent=DRAFT, straight=True),
    "submit": Row(
        (S.DRAFT, S.CORRECTION),
        ["manager"],
        ["in time to submit", "complete", "answered"],
        {S.DRAFT: S.RECOMMENDATION, S.CORRECTION: S.FORMALITY_CHECK},
        {S.DRAFT: Verb.SUBMIT, S.CORRECTION: Verb.SUBMIT_CORRECTION},
        straight=True,
    ),
    "seal": Row(HANDED_IN, APPLICANT, ["no page", "in time to seal"], line=Verb.SEAL, straight=True),
    "confirm seal": Row(
        HANDED_IN, ["clerk"], ["page to judge"], line=Verb.CONFIRM_SEAL, straight=True, there="page"
    ),
    "reject seal": Row(HANDED_IN, ["clerk"], ["page to judge"], line=Verb.REJECT_SEAL, there="page"),
    "recommend": Row(
        (S.RECOMMENDATION,),
        ["recommender"],
        ["in time to recommend"],
        S.FORMALITY_CHECK,
        Verb.RECOMMEND,
        straight=True,
    ),
    "return": Row((S.RECOMMENDATION,), ["recommender"], ["in time to recommend"], S.DRAFT, Verb.RETURN),
    "not recommend": Row(
        (S.RECOMMENDATION,),
        ["recommender"],
        ["in time to recommend"],
        S.REFUSED,
        Verb.REFUSE_RECOMMENDATION,
    ),
    "close unrecommended": Row(
        (S.RECOMMENDATION,), OFFICE, ["recommendations closed"], S.REFUSED, Verb.REFUSE_RECOMMENDATION
    ),
    "recall": Row(HANDED_IN, ["manager"], ["no correction", "window open"], S.DRAFT, Verb.RECALL),
    "abandon": Row(MINE, ["manager"], ["not being carried out"], S.ABANDONED, Verb.ABANDON),
    "lapse draft": Row((S.DRAFT,), OFFICE, ["too late to submit"], S.ABANDONED, Verb.ABANDON),
    # ------------------------------------------------------------ the formality check, and second thoughts
    "accept": Row(
        (S.FORMALITY_CHECK,), ["clerk"], ["page confirmed"], S.EXPERT_REVIEW, Verb.ACCEPT, straight=True
    ),
    "ask correction": Row(
        (S.FORMALITY_CHECK,), ["clerk"], ["not asked yet"], S.CORRECTION, Verb.ASK_CORRECTION
    ),
    "not accept": Row((S.FORMALITY_CHECK,), ["clerk"], (), S.REFUSED, Verb.NOT_ACCEPT),
    "lapse correction": Row(
        (S.CORRECTION,), ["clerk"], ["correction overdue"], S.FORMALITY_CHECK, Verb.LAPSE_CORRECTION
    ),
    "undo check": Row(
        (S.EXPERT_REVIEW, S.CORRECTION),
        ["clerk"],
        ["own check", "nobody acted"],
        S.FORMALITY_CHECK,
        Verb.UNDO_CHECK,
    ),
    "reopen at recommendation": Row(
        (S.REFUSED,), ["director"], (), S.RECOMMENDATION, Verb.REOPEN, straight=True
    ),
    "reopen at check": Row((S.REFUSED,), ["director"], ["recommended"], S.FORMALITY_CHECK, Verb.REOPEN),
    "reopen at review": Row(
        (S.REFUSED,), ["director"], ["recommended"], S.EXPERT_REVIEW, Verb.REOPEN, straight=True
    ),
    "assign clerk": Row(ALL, OFFICE, ["second clerk stands"], line=Verb.ASSIGN_CLERK),
    "hand over": Row(
        ALL, OFFICE, ["own work or director", "work to hand over", "second clerk stands"], line=Verb.HAND_OVER
    ),
    "follow limit": Row(
        (S.DRAFT, S.RECOMMENDATION), ["the program"], silent="the extension has its line, about the call"
    ),
    # ------------------------------------------------------------ reviews
    "draw panel": Row(
        (S.EXPERT_REVIEW,),
        ["clerk"],
        ["no panel", "three free experts"],
        line=Verb.DRAW_PANEL,
        straight=True,
    ),
    "add member": Row(
        (S.EXPERT_REVIEW,),
        ["clerk"],
        ["scoring open", "another free expert"],
        line=Verb.ASSIGN_EXPERT,
        there="panel",
    ),
    "assign further": Row(READ, ["clerk"], ["another free expert"], line=Verb.ASSIGN_EXPERT, there="panel"),
    "sign confidentiality": Row(
        ALL, ["expert"], ["own reading", "unsigned"], silent=OF_PANEL, straight=True, there="reading"
    ),
    "declare none": Row(
        ALL,
        ["expert"],
        ["own reading", "assigned", "signed"],
        line=Verb.DECLARE_NO_CONFLICT,
        straight=True,
        there="reading",
    ),
    "declare conflict": Row(
        ALL, ["expert"], ["own reading", "standing"], line=Verb.DECLARE_CONFLICT, there="reading"
    ),
    "save sheet": Row(
        READ, ["expert"], ["own reading", "may score", "scoring open to it"], silent=SHEET, there="reading"
    ),
    "submit sheet": Row(
        READ,
        ["expert"],
        ["own reading", "may score", "scoring open to it"],
        line=Verb.SUBMIT_SHEET,
        straight=True,
        there="reading",
    ),
    "withdraw sheet": Row(READ, ["clerk"], line=Verb.WITHDRAW_SHEET, there="sheet"),
    "void assignment": Row(ALL, ["clerk"], line=Verb.VOID_ASSIGNMENT, there="standing reading"),
    "conclude review": Row(
        (S.EXPERT_REVIEW,), ["clerk"], ["quorum"], S.SITE_VISIT, Verb.CONCLUDE_REVIEW, straight=True
    ),
    "close panel": Row(ALL, ["clerk"], ["panel open", "quorum if read"], silent=OF_PANEL, there="panel"),
    "rank": Row(ALL, ["clerk"], ["something to rank"], silent=OF_CALL, straight=True),
    # ------------------------------------------------------------ visits
    "plan visit": Row(
        (S.SITE_VISIT,), ["clerk"], ["record not begun", "team stands"], line=Verb.PLAN_VISIT, straight=True
    ),
    "write record": Row(
        (S.SITE_VISIT,), ["inspector"], ["nobody signed"], silent=RECORD, straight=True, there="visit"
    ),
    "sign record": Row(
        (S.SITE_VISIT,),
        ["inspector"],
        ["record written", "not signed by this one"],
        line=Verb.SIGN_VISIT,
        straight=True,
        there="visit",
    ),
    "take signatures back": Row(
        (S.SITE_VISIT,), ["lead"], ["somebody signed"], line=Verb.UNSIGN_VISIT, there="visit"
    ),
    "hand in record": Row((S.SITE_VISIT,), ["lead"], line=Verb.HAND_IN_VISIT, straight=True, there="visit"),
    "conclude visit": Row(
        (S.SITE_VISIT,),
        ["lead"],
        ["all signed", "record handed in"],
        S.DELIBERATION,
        Verb.CONCLUDE_VISIT,
        straight=True,
        there="visit",
    ),
    # ------------------------------------------------------------ deliberation
    "draft batch": Row(
        ALL, ["clerk"], ["ranking stands", "somebody undecided"], silent=OF_BATCH, straight=True, there="run"
    ),
    "propose to list": Row(ALL, ["clerk"], ["batch a draft"], silent=OF_BATCH, straight=True, there="batch"),
    "propose nobody": Row(ALL, ["clerk"], ["batch a draft"], silent=OF_BATCH, there="batch"),
    "record meeting": Row(ALL, ["clerk"], ["batch a draft"], silent=OF_BATCH, straight=True, there="batch"),
    "prepare batch": Row(
        ALL, ["clerk"], ["batch a draft", "batch complete"], silent=OF_BATCH, straight=True, there="batch"
    ),
    "return batch": Row(ALL, ["director"], ["batch prepared"], silent=OF_BATCH, there="batch"),
    "discard batch": Row(ALL, ["clerk"], ["batch a draft"], silent=OF_BATCH, there="batch"),
    "sign batch": Row(
        ALL, ["director"], ["batch prepared", "batch complete"], silent=OF_BATCH, straight=True, there="batch"
    ),
    "draft reconsideration": Row((S.DELIBERATION,), ["clerk"], ["sent back"], silent=OF_BATCH, straight=True),
    "promote reserve": Row(
        ALL, ["clerk"], ["nothing being carried out", "reserve and place"], silent=OF_BATCH, straight=True
    ),
    # ------------------------------------------------------------ on notice
    "object": Row(ALL, ["public"], ["notice runs"], line=Verb.OBJECT, straight=True, there="notice"),
    "confirm objection": Row(
        ALL, ["public"], line=Verb.CONFIRM_OBJECTION, straight=True, there="objection to confirm"
    ),
    "accept objection": Row(
        ALL, ["clerk"], line=Verb.ACCEPT_OBJECTION, straight=True, there="objection received"
    ),
    "refuse objection": Row(ALL, ["clerk"], line=Verb.REFUSE_OBJECTION, there="objection received"),
    "uphold objection": Row(ALL, ["director"], line=Verb.UPHOLD_OBJECTION, there="objection examined"),
    "dismiss objection": Row(ALL, ["director"], line=Verb.DISMISS_OBJECTION, there="objection examined"),
    "ask withdrawal": Row(SEEN, ["manager"], ["no request open"], line=Verb.ASK_WITHDRAWAL),
    "grant withdrawal": Row(
        SEEN,
        ["director"],
        ["in no signed document"],
        S.ABANDONED,
        Verb.GRANT_WITHDRAWAL,
        there="request",
    ),
    "decline withdrawal": Row(SEEN, ["director"], line=Verb.DECLINE_WITHDRAWAL, there="request"),
    # ------------------------------------------------------------ publication
    "enter document": Row(ALL, ["clerk"], ["somebody ready"], silent=OF_DOCUMENT, straight=True),
    "discard document": Row(ALL, OFFICE, silent=OF_DOCUMENT, there="document"),
    "sign document": Row(
        ALL, ["director"], ["all still ready"], silent=OF_DOCUMENT, straight=True, there="document"
    ),
    "release reserves": Row(
        ALL, ["director"], ["published", "reserves wait", "not released yet"], silent=OF_CALL
    ),
    # ------------------------------------------------------------ around the case
    "extend call": Row(ALL, ["director"], ["call open"], silent=OF_CALL),
    "close call": Row(ALL, OFFICE, ["call open", "call over"], silent=OF_CALL),
    "publish calendar": Row(ALL, ["clerk"], ["year unpublished"], silent="its line is about the year"),
}

WAITS: Mapping[S, frozenset[str]] = {
    S.DRAFT: frozenset({"manager"}),
    S.RECOMMENDATION: frozenset({"recommender"}),
    S.FORMALITY_CHECK: frozenset({"clerk"}),
    S.CORRECTION: frozenset({"manager"}),
    S.EXPERT_REVIEW: frozenset({"clerk", "expert"}),
    S.SITE_VISIT: frozenset({"clerk", "inspector"}),
    S.DELIBERATION: frozenset({"clerk"}),
    S.UNLISTED: frozenset({""}),
    S.PUBLIC_NOTICE: frozenset({""}),
    S.OBJECTIONS: frozenset({"clerk", "director"}),
    S.PUBLICATION: frozenset({"director"}),
    S.LISTED: frozenset({""}),
    S.REFUSED: frozenset({""}),
    S.ABANDONED: frozenset({""}),
}
"""Whose move it may be where a case rests."""
WITHOUT_DUE = frozenset({S.UNLISTED, S.LISTED, S.REFUSED, S.ABANDONED})

CALL_WIDE = frozenset(
    {
        "rank",
        "draft batch",
        "propose to list",
        "propose nobody",
        "record meeting",
        "prepare batch",
        "return batch",
        "discard batch",
        "sign batch",
        "promote reserve",
        "enter document",
        "discard document",
        "sign document",
        "release reserves",
        "extend call",
        "close call",
        "publish calendar",
        "hand over",
    }
)
"""Verbs that ask for no case; they are tried beside any."""


ROLES: Mapping[str, str] = {
    "manager A": "manager",
    "contact A": "contact",
    "manager B": "manager",
    "recommender": "recommender",
    "foreign recommender": "foreign",
    "clerk": "clerk",
    "second clerk": "clerk",
    "director": "director",
    "second director": "director",
    "lead": "inspector",
    "second inspector": "inspector",
    "third inspector": "inspector",
    "expert 1": "expert",
    "expert 2": "expert",
    "expert 3": "expert",
    "expert 4": "expert",
    "auditor": "auditor",
    "public": "public",
    "the program": "the program",
}
"""Who acts, and in which role; applicants only in their own case, experts only in what they were given."""
REVOCABLE = tuple(name for name in ROLES if name not in {"public", "the program"})
