"""Who gets which answer at which address. Written by hand from program.md §2, reviewed by eye; never generated from the code.

A line names an address, the thing of the world that it is asked for, and for GET and POST what the roles get:
answer, colon, their letters.

    P public   m manager  c contact  f foreign manager   r recommender  q foreign recommender   e expert  x other expert
    i inspector  j other inspector   k clerk  d director  s supervisor  a auditor
    y system administrator  z security administrator   n manager of an enterprise with a site in A's zone

    ok     200: the page                         go     a way on to another page (302), or out of the one-time link
    act    the verb was asked: it answers by what was posted (a way on, the page again with its errors, a
    refusal in words, never 403)
    no     403: it is seen, but this move is another role's
    late   the form is judged before the role: 403, or 422 with nothing done
    again  200: an empty form is judged before the role, and nothing is done
    405    no such method here

Who stands nowhere in a line gets 404 (the thing does not exist for them), the public the way to the sign-in.
`*` is everybody who is signed
in, `P*` everybody. The things asked for are A's: f, q, x, j stand for the same roles of B, for whom A's things are foreign.
"""

from dataclasses import dataclass

ROLES = {
    "P": "public",
    "m": "manager",
    "c": "contact",
    "f": "foreign manager",
    "r": "recommender",
    "q": "foreign recommender",
    "e": "expert",
    "x": "other expert",
    "i": "inspector",
    "j": "other inspector",
    "k": "clerk",
    "d": "director",
    "s": "supervisor",
    "a": "auditor",
    "y": "admin",
    "z": "security",
    "n": "enterprise",
}


@dataclass(frozen=True)
class Line:
    """An address and its answers; `things` are names in the world, or literals after an equals sign."""

    name: str
    things: tuple[str, ...]
    get: str
    post: str
    data: tuple[tuple[str, str], ...] = ()

    @property
    def takes_post(self) -> bool:
        return any(not clause.startswith("405:") for clause in self.post.split())

    def answer(self, method: str, role: str) -> str:
        """ok, go, act, no, late, 405, none (404) or login."""
        rest = "login" if role == "P" else "none"
        for clause in (self.get if method == "GET" else self.post).split():
            answer, _, letters = clause.partition(":")
            if role in letters or ("*" in letters and role != "P"):
                return answer
        return rest


def line(name: str, things: str = "", *, get: str = "405:*", post: str = "405:*", **data: str) -> Line:
    return Line(name, tuple(things.split()), get, post, tuple(data.items()))


ALL = "P*"
PAGE = {"get": f"ok:{ALL}", "post": f"405:{ALL}"}

LINES: list[Line] = [
    # the public site
    line("portal:home", **PAGE),
    line("portal:calls", **PAGE),
    line("portal:call", "open_call", **PAGE),
    line("portal:source", **PAGE),
    line("portal:feed", **PAGE),
    line("portal:sitemap", **PAGE),
    line("portal:robots", **PAGE),
    line("portal:open_data", **PAGE),
    line("portal:dataset", "=designations =csv", **PAGE),
    line("portal:language", get=f"405:{ALL}", post=f"go:{ALL}", language="en"),
    line("progress:board", **PAGE),
    line("progress:csv", **PAGE),
    line("progress:json", **PAGE),
    line("progress:definitions", **PAGE),
    # the program's targets: what is signed is everybody's, drafts are the office's
    line("progress:goals", **PAGE),
    line("progress:goals_one", "=programme_2021.1", **PAGE),
    line("progress:goals_draft", get="none:k no:*", post="none:k no:*"),
    line("progress:goals_change", "draft_goals", get="ok:k no:da", post="act:k no:da"),
    line("progress:goals_sign", "draft_goals", get="ok:d no:ka", post="act:d no:ka"),
    line("decisions:notices", **PAGE),
    line("decisions:notice", "notice", **PAGE),
    line("decisions:object", "notice", get=f"ok:{ALL}", post=f"act:{ALL}"),
    line("decisions:objection_confirm", "confirmation", get=f"ok:{ALL}", post=f"act:{ALL}"),
    line("decisions:receipt_any", **PAGE),
    line("decisions:objection_receipt", "receipt", **PAGE),
    line("decisions:designations", **PAGE),
    line("decisions:verify_any", **PAGE),
    line("decisions:verify", "letter_number", **PAGE),
    line("desk:feed", "feed", **PAGE),  # whoever has the address; nobody guesses it
    # people
    line("people:sign_in", get="ok:P go:*", post="act:P go:*"),
    line("people:sign_out", get=f"405:{ALL}", post=f"go:{ALL}"),
    line("people:second_step", get="go:*", post="go:*"),
    line("people:password_reset", get=f"ok:{ALL}", post=f"act:{ALL}"),
    line("people:password_reset_sent", get=f"ok:{ALL}", post=f"act:{ALL}"),
    line("people:password_reset_confirm", "=MQ =set-password", get=f"ok:{ALL}", post=f"act:{ALL}"),
    line("people:password", get="ok:*", post="act:*"),
    line("people:profile", get="ok:*", post="act:*"),
    line("people:members", get="ok:*", post="act:mfrqkdyn no:cexijsaz"),
    line("people:end_membership", "membership", post="act:m no:ckda"),
    line("people:revoke", "invitation", post="act:m no:kda"),
    line("people:confirm_role", "waiting_role", post="act:z no:ay"),
    line("people:decline_role", "waiting_role", post="act:z no:ay"),
    line("people:second_factor", get="ok:*", post="405:*"),
    line("people:add_app", get="ok:cmfrqexjkdsayzn go:i", post="act:cmfrqexjkdsayzn go:i"),
    line("people:add_passkey", get="ok:*", post="act:*"),
    line("people:renew_codes", post="act:*"),
    line("people:remove_factor", "factor", post="act:i"),
    line("people:reset_factors", get="ok:z no:*", post="act:z no:*"),
    line("people:invitation", "token", get=f"ok:{ALL}", post=f"act:{ALL}"),
    line("zones:onboarding", "join_token", get=f"ok:{ALL}", post=f"act:{ALL}"),
    # zones: one's own, those one recommends; the office's readers and the supervisor all
    line("zones:list", get="ok:*", post="405:*"),
    line("zones:detail", "own_zone", get="ok:mcrkdsa", post="405:*"),
    line("zones:invite", "empty_zone", get="ok:kd no:rsa", post="act:kd no:rsa"),
    # renamings and mergers: the clerk drafts, a director signs; the zones' people read what is signed
    line("alterations:list", get="ok:*"),
    line("alterations:rename", "own_zone", get="ok:k no:mcrdsa", post="act:k no:mcrdsa"),
    line("alterations:merge", "own_zone", get="ok:k no:mcrdsa", post="act:k no:mcrdsa"),
    line("alterations:alteration", "alteration", get="ok:kdsa"),
    line("alterations:sign", "alteration", post="act:d no:ksa"),
    line("alterations:discard", "alteration", post="act:kd no:sa"),
    line("zones:bodies", get="ok:*", post="405:*"),
    line("zones:invite_body", "body", get="ok:kd no:ra", post="act:kd no:ra"),
    # rule sets: the clerk drafts, the director signs, the auditor reads
    line("rulesets:list", get="ok:kda"),
    line("rulesets:draft", get="ok:k no:da", post="act:k no:da"),
    line("rulesets:calendar", get="ok:kda"),
    line("rulesets:publish", get="ok:k no:da", post="act:k no:da"),
    line("rulesets:detail", "draft_rules", get="ok:kda"),
    line("rulesets:change", "draft_rules", get="ok:k no:da", post="act:k no:da"),
    line("rulesets:sign", "draft_rules", get="ok:d no:ka", post="act:d no:ka"),
    # sets, factors and items: what is signed is read by everybody, drafts are the office's
    line("indicators:list", get="ok:*"),
    line("indicators:set", "=office_default.1", get="ok:*"),
    line("indicators:set_draft", get="ok:k no:*", post="act:k no:*"),
    line("indicators:set_change", "draft_set", get="ok:k no:da", post="act:k no:da"),
    line("indicators:indicator_add", "draft_set", get="ok:k no:da", post="act:k no:da"),
    line("indicators:indicator_change", "draft_set =energy_intensity", get="ok:k no:da", post="act:k no:da"),
    line("indicators:indicator_remove", "draft_set =serious_incidents", post="act:k no:da"),
    line("indicators:set_sign", "draft_set", get="ok:d no:ka", post="act:d no:ka"),
    line("indicators:factors", "=factors.1", get="ok:*"),
    line("indicators:factors_draft", get="ok:k no:*", post="act:k no:*"),
    line("indicators:factors_change", "draft_factors", get="ok:k no:da", post="act:k no:da"),
    line("indicators:carrier_add", "draft_factors", get="ok:k no:da", post="act:k no:da"),
    line("indicators:carrier_remove", "draft_factors =biogas", post="act:k no:da"),
    line("indicators:factors_sign", "draft_factors", get="ok:d no:ka", post="act:d no:ka"),
    line("indicators:items", get="ok:*"),
    line("indicators:item_add", get="ok:k no:*", post="act:k no:*"),
    line("indicators:item_change", "=employees", get="ok:k no:*", post="act:k no:*"),
    # the figures of a zone: whoever sees the zone
    line("indicators:zone", "own_zone", get="ok:mcrkdsa"),
    line("indicators:zone_table", "own_zone", get="ok:mcrkdsa"),
    # declarations: enterprise and zone write their own, the zone checks its enterprises, the clerk the zone; the office reads
    line("indicators:declarations", get="ok:mcfkdsan"),
    line("indicators:begin", post="act:mc no:kdsa", zone="fresh_zone", site="", year="2026"),
    line("indicators:board", "own_zone", get="ok:mckdsa"),
    line("indicators:accept_many", "own_zone", post="act:m no:ckdsa", declaration="site_declaration"),
    line("indicators:remind", "own_zone", post="act:m no:ckdsa"),
    line("indicators:list_site", "own_zone", get="ok:m no:ckdsa", post="act:m no:ckdsa"),
    line("indicators:invite_enterprise", "own_zone site", get="ok:m no:ckdsa", post="act:m no:ckdsa"),
    line("indicators:end_affiliation", "own_zone site", get="ok:m no:ckdsa", post="act:m no:ckdsa"),
    line("indicators:declaration", "own_declaration", get="ok:mckdsa", post="act:mc no:kdsa", revision="1"),
    line("indicators:count_by", "own_declaration", post="act:mc no:kdsa", by_month="1", revision="1"),
    line("indicators:versions", "own_declaration", get="ok:mckdsa"),
    line("indicators:template", "own_declaration", get="ok:mc no:kdsa"),
    line("indicators:paste", "own_declaration", get="ok:mc no:kdsa", post="act:mc no:kdsa"),
    line("indicators:evidence", "own_declaration", get="ok:mc no:kdsa", post="act:mc no:kdsa"),
    line("indicators:evidence_off", "own_declaration evidence", post="act:mc no:kdsa"),
    line("indicators:submit", "own_declaration", post="act:m no:ckdsa"),
    line("indicators:recall", "sent_declaration", post="act:mc no:kdsa"),
    line("indicators:accept", "site_declaration", post="act:m no:ckdsan"),
    line("indicators:return", "sent_declaration", get="ok:k no:mcdsa", post="act:k no:mcdsa"),
    line("indicators:ask_reopening", "passed_declaration", post="act:mc no:kdsa", reason="x"),
    line("indicators:decline_reopening", "asked_declaration", post="act:k no:mcdsa", reason="x"),
    line("indicators:reopen", "asked_declaration", post="act:k no:mcdsa"),
    # the search finds what is within reach; views are their owner's
    line("search:search", get="ok:*"),
    line("search:save_view", post="act:*"),
    line("search:forget_view", "view", post="go:k"),
    # registers: the office reads them; zones their projects, an organisation what concerns it; the public what the rules publish
    line("registers:index", get="ok:*"),
    line("registers:projects", get="ok:*"),
    line("registers:project_new", get="ok:mf no:crqexijkdsayzn", post="act:mf no:crqexijkdsayzn"),
    line("registers:project", "sent_project", get="ok:mckdsa"),
    line("registers:project_change", "draft_project", get="ok:m no:c", post="act:m no:c"),
    line("registers:project_put_forward", "draft_project", post="act:m no:c"),
    line("registers:project_admit", "sent_project", post="act:k no:mcdsa", revision="1"),
    line("registers:project_return", "sent_project", post="act:k late:mcdsa"),
    line("registers:project_refuse", "sent_project", post="act:k late:mcdsa"),
    line("registers:project_finance", "sent_project", post="act:mk late:cdsa"),
    line("registers:project_exit", "sent_project", post="act:mkd late:csa"),
    line("registers:restrictions", get="ok:*"),
    line("registers:restriction", "held_restriction", get="ok:mckdsa"),
    line("registers:restriction_new", get="ok:ks no:*", post="act:ks no:*"),
    line("registers:restriction_change", "draft_restriction", get="ok:ks no:da", post="act:ks no:da"),
    line("registers:restriction_sign", "draft_restriction", post="act:d no:ksa", revision="1"),
    line("registers:restriction_discard", "draft_restriction", post="act:kds no:a"),
    line("registers:restriction_lift", "held_restriction", get="ok:ks no:mcda", post="act:ks no:mcda"),
    line("registers:restriction_lifting_sign", "held_restriction", post="act:d no:mcksa"),
    line("registers:restriction_lifting_discard", "held_restriction", post="act:kds no:mca"),
    line("registers:restricted_projects", get="ok:*"),
    line("registers:restricted_project", "held_entry", get="ok:mckdsa"),
    line("registers:restricted_project_new", get="ok:k no:*", post="act:k no:*"),
    line("registers:restricted_project_change", "draft_entry", get="ok:k no:dsa", post="act:k no:dsa"),
    line("registers:restricted_project_sign", "draft_entry", post="act:d no:ksa", revision="1"),
    line("registers:restricted_project_discard", "draft_entry", post="act:kd no:sa"),
    line("registers:restricted_project_lift", "held_entry", get="ok:k no:mcdsa", post="act:k no:mcdsa"),
    line("registers:restricted_project_lifting_sign", "held_entry", post="act:d no:mcksa"),
    line("registers:restricted_project_lifting_discard", "held_entry", post="act:kd no:mcsa"),
    line("registers:checks", get="ok:*"),
    line("registers:check_new", get="ok:ks no:*", post="act:ks no:*"),
    line("registers:check", "credit_check", get="ok:kdsa"),
    line("registers:public", get="none:P*", post=f"405:{ALL}"),
    # the ledger: a zone its own, the office's readers all; a contact drafts, the manager submits, a clerk checks
    line("ledger:list", get="ok:*"),
    line("ledger:export", post="act:mcfkdsan no:rqexijyz"),
    line("ledger:accept_many", post="act:k no:*"),
    line("ledger:coverage", get="ok:mcfkdsa"),
    line("ledger:new", get="ok:mcfk no:*", post="act:mcfk no:*"),
    line("ledger:import", get="ok:mcfk no:*", post="act:mcfk no:*"),
    line("ledger:template", get="ok:mcfk no:*"),
    line("ledger:entry", "ledger_sent", get="ok:mckdsa"),
    line("ledger:change", "ledger_draft", get="ok:mc no:kdsa", post="act:mc no:kdsa"),
    line("ledger:attach", "ledger_draft", post="act:mc no:kdsa"),
    line("ledger:take_off", "ledger_draft ledger_file", post="act:mc no:kdsa"),
    line("ledger:submit", "ledger_draft", post="act:m no:ckdsa", revision="1"),
    line("ledger:withdraw", "ledger_draft", post="act:mc no:kdsa", revision="1"),
    line("ledger:correct", "ledger_taken", post="act:mc no:kdsa"),
    line("ledger:accept", "ledger_sent", post="act:k no:mcdsa", revision="1"),
    line("ledger:return", "ledger_sent", post="act:k late:mcdsa"),
    line("ledger:strike_out", "ledger_taken", post="act:k late:mcdsa"),
    # duties and alerts: the zone, who recommends it, the office and its supervisor
    line("supervision:matrix", get="ok:*"),
    line("supervision:export", post="act:*"),
    line("supervision:duty", "owed_duty", get="ok:mcrkdsa"),
    line("supervision:hand_in", "owed_duty", post="act:m late:crkdsa"),
    line("supervision:extend", "owed_duty", post="act:mk late:crdsa"),
    line("supervision:waive", "owed_duty", post="act:k late:mcrdsa"),
    line("supervision:return_accept", "sent_return", post="act:k no:mcdsa"),
    line("supervision:return_send_back", "sent_return", post="act:k late:mcdsa"),
    line("supervision:approve", "asked_extension", post="act:d no:mcrksa"),
    line("supervision:decline", "asked_extension", post="act:d late:mcrksa"),
    line("supervision:alerts", get="ok:*"),
    line("supervision:alert", "alert", get="ok:mcrkdsa"),
    line("supervision:alert_acknowledge", "alert", post="act:m late:crkdsa"),
    line("supervision:alert_take", "alert", post="act:ks no:mcrda"),
    line("supervision:alert_close", "alert", post="act:ks late:mcrda"),
    # monitoring: schemes in force everybody's, drafts the office's; a result nobody's before the signature, then each its own
    line("monitoring:index", get="ok:*"),
    line("monitoring:results", **PAGE),
    line("monitoring:scheme_draft", get="ok:k no:*", post="act:k no:*"),
    line("monitoring:scheme", "draft_scheme", get="ok:kda"),
    line("monitoring:scheme_change", "draft_scheme", get="ok:k no:da", post="act:k no:da"),
    line("monitoring:criterion_add", "draft_scheme", get="ok:k no:da", post="act:k no:da"),
    line("monitoring:criterion_remove", "draft_scheme =forest_cover", post="act:k no:da", revision="1"),
    line("monitoring:scheme_sign", "draft_scheme", get="ok:d no:ka", post="act:d no:ka"),
    line("monitoring:run_new", get="ok:k no:*", post="act:k no:*"),
    line("monitoring:run", "signed_run", get="ok:mcfkdsa"),
    line("monitoring:run_progress", "waiting_run", get="ok:kdsa"),
    line("monitoring:run_verify", "signed_run", get="ok:kdsa"),
    line("monitoring:run_sign", "waiting_run", post="act:d no:ksa"),
    line("monitoring:run_discard", "waiting_run", post="act:kd no:sa"),
    line("monitoring:run_export", "signed_run", post="act:kda no:mcfs"),
    line("monitoring:line", "signed_run own_zone", get="ok:mckdsa"),
    line("monitoring:zone", "own_zone", get="ok:mcrkdsa"),
    # reports: in every state the zone's and the office's; what was accepted and is published everybody's
    line("reports:public", **PAGE),
    line("reports:published", "report_number", **PAGE),
    line("reports:of_duty", "report_duty", get="ok:mckdsa"),
    line("reports:begin", "report_duty", post="act:mc no:kdsa"),
    line("reports:edit", "draft_report", get="ok:mc no:kdsa"),
    line("reports:chapter", "draft_report =energy", get="ok:mc no:kdsa", post="act:mc no:kdsa", revision="1"),
    line("reports:tasks", "progress_report", get="ok:mc no:kdsa", post="act:mc no:kdsa", revision="0"),
    line("reports:check", "draft_report", get="ok:mc no:kdsa"),
    line("reports:hand_in", "draft_report", post="act:m no:ckdsa"),
    line("reports:report", "sent_report", get="ok:mckdsa"),
    line("reports:accept", "sent_report", post="act:k no:mcdsa"),
    line("reports:return", "sent_report", get="ok:k no:mcdsa", post="act:k no:mcdsa"),
    # leads: the office's and the supervisor's alone; a measure and its rectification whoever is measured from the announcement on
    line("measures:leads", get="ok:kdsa"),
    line("measures:lead_new", get="ok:ks no:da", post="act:ks no:da"),
    line("measures:lead_take_up", "kept_objection", get="ok:ks no:da", post="act:ks no:da"),
    line("measures:lead_from_alert", "alert", get="ok:ks no:da", post="act:ks no:da"),
    line("measures:lead", "lead", get="ok:kdsa"),
    line("measures:lead_verify", "lead", get="ok:s no:kda", post="act:s no:kda"),
    line("measures:lead_dismiss", "lead", get="ok:s no:kda", post="act:s no:kda"),
    line("measures:measure_new", "verified_lead", get="ok:ks no:da", post="act:ks no:da"),
    line("measures:measures", get="ok:*"),
    line("measures:measure", "held_measure", get="ok:mckdsa"),
    line("measures:measure_change", "announced_measure", get="ok:ks no:mcda", post="act:ks no:mcda"),
    line("measures:measure_announce", "draft_measure", post="act:ks no:da", revision="1"),
    line("measures:measure_drop", "announced_measure", get="ok:ks no:mcda", post="act:ks no:mcda"),
    line("measures:measure_answer", "announced_measure", get="ok:m no:ckdsa", post="act:m no:ckdsa"),
    line("measures:measure_decide", "answered_measure", get="ok:ks no:mcda", post="act:ks no:mcda"),
    line("measures:measure_decision_discard", "measure_to_sign", post="act:kds no:mca"),
    line("measures:measure_sign", "measure_to_sign", post="act:d no:mcksa"),
    line("measures:measure_letter", "held_measure", post="act:ks no:mcda"),
    line("measures:measure_appeal", "held_measure", get="ok:m no:ckdsa", post="act:m no:ckdsa"),
    line("measures:measure_appeal_dismiss", "appealed_measure", get="ok:d no:mcksa", post="act:d no:mcksa"),
    line("measures:measure_reverse", "held_measure", get="ok:ks no:mcda", post="act:ks no:mcda"),
    line("measures:measure_reversal_discard", "reversed_measure", post="act:kds no:mca"),
    line("measures:measure_reversal_sign", "reversed_measure", post="act:d no:mcksa"),
    line("measures:rectification", "rectification", get="ok:mckdsa"),
    line("measures:rectification_write", "rectification", get="ok:mc no:kdsa", post="act:mc no:kdsa"),
    line("measures:rectification_hand_in", "rectification", post="act:m no:ckdsa", revision="1"),
    line("measures:rectification_check", "rectified", get="ok:s no:mckda", post="act:s no:mckda"),
    line("measures:rectification_extend", "rectification", get="ok:d no:mcksa", post="act:d no:mcksa"),
    # calls
    line("calls:manage", get="ok:kda"),
    line("calls:new", get="ok:k no:*", post="act:k no:*"),
    line("calls:detail", "draft_call", get="ok:kda"),
    line("calls:edit", "draft_call", get="ok:k no:da", post="act:k no:da"),
    line("calls:open", "draft_call", post="act:d no:ka"),
    line("calls:extend", "open_call", post="act:d late:ka"),
    line("calls:close", "open_call", post="act:kd no:a"),
    line("calls:rubric_new", get="ok:k no:*", post="act:k no:*"),
    line("calls:rubric", "rubric", get="ok:k no:da", post="act:k no:da"),
    # the case file: drafts are their applicant's alone, what was submitted is also its body's and the office's
    line("applications:list", get="ok:*"),
    line("applications:export", post="act:kda"),
    line("applications:start", "open_call fresh_zone", post="act:mc no:rkdsa"),
    line("applications:part", "draft =basics", get="ok:mc", post="act:mc"),
    line("applications:indicators", "checked", get="ok:mcrkda"),
    line("applications:self_test", "open_call", get="ok:mcf"),
    line("applications:attachments", "draft", get="ok:mc", post="act:mc"),
    line("applications:detach", "attachment", post="act:mc"),
    line("applications:corrections", "corrected", get="ok:mc", post="act:mc"),
    line("applications:answers", "draft", get="ok:mc"),
    line("applications:submit", "draft", post="act:m no:c"),
    line("applications:version", "checked =1", get="ok:mcrkda"),
    line("applications:versions", "in_review", get="go:mcrkda"),
    line("applications:comparison", "in_review =1 =2", get="ok:mcrkda"),
    line("applications:seal", "recommended", get="ok:mc", post="act:mc"),
    line("applications:recall", "recommended", get="ok:m no:c", post="act:m no:c"),
    line("applications:abandon", "draft", get="ok:m no:c", post="act:m no:c"),
    line("applications:recommend", "recommended", get="ok:r no:mckda", post="act:r no:mckda"),
    line("applications:return", "recommended", get="ok:r no:mckda", post="act:r no:mckda"),
    line("applications:refuse", "recommended", get="ok:r no:mckda", post="act:r no:mckda"),
    line("applications:close_unrecommended", "recommended", get="ok:kd no:mcra", post="act:kd no:mcra"),
    line("applications:check", "checked", get="ok:k no:mcrda"),
    line("applications:accept", "checked", post="act:k no:mcrda"),
    line("applications:ask_correction", "checked", get="ok:k no:mcrda", post="act:k no:mcrda"),
    line("applications:lapse_correction", "corrected", get="ok:k no:mcrda", post="act:k no:mcrda"),
    line("applications:not_accept", "checked", get="ok:k no:mcrda", post="act:k no:mcrda"),
    line("applications:page", "page", get="ok:kda"),
    line("applications:confirm_page", "page", post="act:k no:da"),
    line("applications:reject_page", "page", post="act:k late:da"),
    line("applications:undo_check", "corrected", get="ok:k no:mcrda", post="act:k no:mcrda"),
    line(
        "applications:reopen", "listed", get="act:d no:mcrka", post="act:d no:mcrka"
    ),  # 409: it was not refused
    line("applications:handovers", get="ok:kda", post="act:kd no:a"),
    line("applications:handover", "handover", get="ok:kda"),
    line("applications:assign", "checked", get="ok:kd no:mcra", post="act:kd no:mcra"),
    line("desk:case", "checked", get="ok:mcrkda"),
    # reviews: the expert's own, under nobody else's eyes; the office leads, the auditor reads
    line("reviews:mine", get="ok:ex"),
    line("reviews:sheet", "assignment", get="ok:e go:kda"),
    line("reviews:comparison", "assignment =1 =2", get="ok:e"),
    line("reviews:declare", "assignment", post="act:e"),
    line("reviews:conflict", "assignment", post="act:e"),
    line("reviews:save", "assignment", post="act:e"),
    line("reviews:submit", "assignment", post="act:e"),
    line("reviews:confidentiality", "seat", post="act:e", assignment="assignment"),
    line("reviews:rounds", get="ok:kda"),
    line("reviews:new_round", get="ok:k no:*", post="act:k no:*"),
    line("reviews:round", "round", get="ok:kda"),
    line("reviews:draw", "round", get="ok:k no:da", post="act:k no:da"),
    line("reviews:rank", "round", post="act:k no:da"),
    line("reviews:close", "panel", get="ok:k no:da", post="act:k no:da"),
    line("reviews:progress", "panel", get="ok:kda"),
    line("reviews:add_member", "panel", get="ok:k no:da", post="act:k no:da"),
    line("reviews:ranking", "run", get="ok:kda"),
    line("reviews:export", "run", post="act:kda"),
    line("reviews:case", "panel_case", get="ok:kda"),
    line("reviews:assign", "panel_case", post="act:k late:da"),
    line("reviews:conclude", "panel_case", post="act:k late:da"),
    line("reviews:void", "assignment", post="act:k no:eda"),
    line("reviews:withdraw", "sheet", post="act:k no:eda"),
    line("reviews:experts", get="ok:kda"),
    line("reviews:new_expert", get="ok:k no:*", post="act:k no:*"),
    line("reviews:expert", "expert", get="ok:k no:eda", post="act:k no:eda"),
    # visits: carried out by whom they are assigned to; office staff plan and read
    line("visits:mine", get="ok:*"),
    line("visits:plan", "visited", get="ok:k no:mcrda", post="act:k no:mcrda"),
    line("visits:visit", "visit", get="ok:ikda", post="act:i again:kda"),
    line("visits:paper", "visit", post="ok:ikda"),
    line("visits:sign", "visit", post="act:i no:kda"),
    line("visits:unsign", "visit", post="act:i no:kda"),
    line("visits:hand_in", "visit", post="act:i late:kda"),
    line("visits:conclude", "visit", post="act:i late:kda"),
    # decisions: the clerk drafts, the director signs; a batch exists for nobody outside
    line("decisions:batches", get="ok:kda"),
    line("decisions:batch_draft", post="act:k no:da", run="run"),
    line("decisions:batch_promote", post="act:k no:da", call="middle_call"),
    line("decisions:batch_reconsider", post="act:k no:da", application="deliberated"),
    line("decisions:batch_release", post="act:d no:ka", call="middle_call"),
    line("decisions:batch", "batch", get="ok:kda"),
    line("decisions:batch_change", "batch", get="ok:k no:da", post="act:k no:da"),
    line("decisions:batch_meeting", "batch", get="ok:k no:da", post="act:k no:da"),
    line("decisions:batch_prepare", "batch", post="act:k no:da"),
    line("decisions:batch_return", "batch", post="act:d late:ka"),
    line("decisions:batch_sign", "batch", post="act:d no:ka"),
    line("decisions:batch_discard", "batch", post="act:k no:da"),
    line("decisions:batch_progress", "signed_batch", get="ok:kda"),
    line("decisions:objections", get="ok:kda"),
    line("decisions:objection", "objection", get="ok:kda"),
    line("decisions:withdrawal_ask", "on_notice", get="ok:m no:c", post="act:m no:c"),
    line("decisions:withdrawal_answer", "on_notice", get="ok:d no:mcrka", post="act:d no:mcrka"),
    line("decisions:objection_accept", "objection", post="act:k late:da"),
    line("decisions:objection_refuse", "objection", post="act:k late:da"),
    line("decisions:objection_uphold", "objection", post="act:d late:ka"),
    line("decisions:objection_dismiss", "objection", post="act:d late:ka"),
    line("decisions:documents", get="ok:kda"),
    line("decisions:document_enter", "middle_call", get="ok:k no:da", post="act:k no:da"),
    line("decisions:document", "document", get="ok:kda"),
    line("decisions:document_sign", "document", post="act:d no:ka"),
    line("decisions:document_discard", "document", post="act:kd late:a"),
    line("decisions:document_progress", "signed_document", get="ok:kda"),
    # papers: the office's own; a notice to the applicant is read with its case, a body's letter by the body alone
    line("papers:of_case", "corrected", get="ok:mcrkda"),
    line("papers:of_call", "middle_call", get="ok:kda"),
    line("papers:of_batch", "batch", get="ok:kda"),
    line("papers:letter", "open_call", get="ok:rq", post="act:rq"),
    line("papers:draft", post="act:k no:da", kind="meeting", subject="batch"),
    line("papers:paper", "paper", get="ok:kda"),
    line("papers:prints", "paper", get="ok:kda"),
    line("papers:archive", "checked", post="act:kd no:mcra"),
    line("papers:archive_progress", "archive", get="ok:kda"),
    line("papers:letterheads", get="ok:kda"),
    line("papers:letterhead_draft", get="ok:k no:da", post="act:k no:da"),
    line("papers:letterhead", "letterhead", get="ok:kda"),
    line("papers:letterhead_sign", "letterhead", post="act:d no:ka"),
    line("papers:letterhead_discard", "letterhead", post="act:kd no:a"),
    # the desk
    line("desk:desk", get="ok:*"),
    line("desk:inbox", get="ok:*"),
    line("desk:follow", "message", post="go:m"),
    line("desk:read_messages", post="go:*"),
    line(
        "desk:journal", get="ok:az"
    ),  # the whole of it; accounts and roles alone to the security administrator
    line("desk:export_journal", post="act:az"),
    line("desk:clockwork", get="ok:kday"),
    line("desk:retry", "trouble", post="act:kdy no:*"),
    line("desk:retry_promise", "promise", post="act:kdy no:*"),
    # a file of a submitted version: whoever sees the case; test_foreign.py asks for every other kind
    line("files:file", "page_file", get="ok:mcrkda none:P", post="405:P*"),
]

OF_AN_ENTERPRISE: list[Line] = [
    # what an enterprise writes is its own: the zone that checks it and the office read its page, nobody else knows of it
    line(
        "indicators:declaration", "firm_declaration", get="ok:mckdsan", post="act:n no:mckdsa", revision="1"
    ),
    line("indicators:count_by", "firm_declaration", post="act:n no:mckdsa", by_month="1", revision="1"),
    line("indicators:versions", "firm_declaration", get="ok:mckdsan"),
    line("indicators:template", "firm_declaration", get="ok:n no:mckdsa"),
    line("indicators:paste", "firm_declaration", get="ok:n no:mckdsa", post="act:n no:mckdsa"),
    line("indicators:evidence", "firm_declaration", get="ok:n no:mckdsa", post="act:n no:mckdsa"),
    line("indicators:evidence_off", "firm_declaration firm_evidence", post="act:n no:mckdsa"),
    line("indicators:submit", "firm_declaration", post="act:n no:mckdsa"),
    line("indicators:recall", "site_declaration", post="act:n no:mckdsa"),
    line("indicators:return", "site_declaration", get="ok:m no:ckdsan", post="act:m no:ckdsan"),
    line("indicators:begin", post="act:n", zone="own_zone", site="site", year="2024"),
]
"""Addresses of the table asked for once more, with what an enterprise of A's zone owns."""
