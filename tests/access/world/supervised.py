"""What zones owe, how they are evaluated, what is taken from them, what becomes of them."""

from datetime import date

from program.alterations import actions as alterations
from program.alterations.models import AlterationKind
from program.measures import actions as measures
from program.measures.models import Lead, Measure, Rectification
from program.monitoring import actions as monitoring
from program.monitoring.models import Scheme
from program.monitoring.tasks import compute
from program.reports import actions as reports
from program.reports.models import Piece
from program.reports.tasks import make_publication, make_report
from program.rulesets.models import MeasureKind
from program.supervision import actions as duties
from program.supervision.models import Duty
from program.supervision.tasks import keep_alerts
from program.zones.models import Zone
from tests import factories
from tests.access.world.enterprises import Enterprises
from tests.access.world.people import PLANTED, TODAY
from tests.alterations import casework as altering
from tests.measures import measuring
from tests.reports import casework as reporting
from tests.supervision import casework as supervision


class Supervised(Enterprises):
    """What zones owe, how they are evaluated, what is taken from them, what becomes of them."""

    def duties(self) -> None:
        """Of A: one owed, for which more time is asked; one whose return waits to be checked; one that is late."""
        park = self.cast.user("park")
        owed, sent, late = (
            supervision.arisen(self.own[place], duty, due)
            for place, duty, due in (
                (4, Duty.CARBON_PEAK_REPORT, date(2026, 6, 30)),
                (4, Duty.LEDGER, date(2026, 7, 31)),
                (5, Duty.LEDGER, date(2026, 3, 31)),
            )
        )
        keep_alerts()
        reason = PLANTED["extension reason"]
        self.keep(
            owed_duty=owed,
            asked_extension=duties.ask_extension(owed, until=date(2026, 8, 31), reason=reason, by=park),
            sent_return=duties.hand_in_return(sent, note=PLANTED["return note"], by=park),
            alert=supervision.alert_of(late),
        )

    def reports(self) -> None:
        """Of A: one that is written, one with tasks, one that waits to be checked, one that is public but for a secret."""
        park, (owing, writing, sent, told) = self.cast.user("park"), self.own[5:9]
        written = reporting.begun(reporting.owed(writing), park)
        reporting.write(written, Piece.ENERGY, PLANTED["report draft"], park)
        published = reporting.filled(reporting.begun(reporting.owed(told), park), park)
        reporting.write(published, Piece.PROBLEMS, PLANTED["report secret"], park, trade_secret=True)
        published = reports.accept(reporting.handed_in(published, park), by=self.clerk)
        make_publication(published.pk)
        self.keep(
            report_duty=reporting.owed(owing), draft_report=written,
            progress_report=reporting.begun(reporting.owed(writing, Duty.PROGRESS), park),
            sent_report=reporting.waiting(reporting.owed(sent), park, PLANTED["report handed in"]),
            report_number=published.number,
        )  # fmt: skip
        make_report(self.world["sent_report"].pk)

    def measures(self) -> None:
        """Of A: a lead to be verified, an accident that was, and a measure at every stop, each on a lead of its own."""
        park, by, zone = self.cast.user("park"), self.cast.user("supervisor"), self.own[8]
        drafted, announced, answered, waiting, appealed, reversed_ = (
            measuring.drafted(
                measuring.breach(zone, by), by, measuring.plain(MeasureKind.RECTIFY, facts=facts)
            )
            for facts in (PLANTED["draft measure"], PLANTED["announced measure"], *["示例事实。"] * 4)
        )
        measures.announce(announced, by=by)
        measures.defend(measures.announce(answered, by=by), text=PLANTED["defence"], by=park)
        self.decided_on(waiting, PLANTED["unsigned decision"])
        accident = self.verified_accident(zone)
        held = measuring.drafted(accident, by)
        for measure in (held, appealed, reversed_):
            measures.sign(self.decided_on(measure), by=self.cast.user("director2"))
        measures.draft_letter(held, by=self.clerk)
        measures.appeal(appealed, text=PLANTED["appeal"], by=park)
        measures.draft_reversal(
            reversed_, measuring.given("9号"), reason=PLANTED["unsigned reversal"], by=self.clerk
        )
        self.keep(
            lead=measures.record(measuring.said(zone, text=PLANTED["lead"]), by=self.clerk), verified_lead=accident,
            draft_measure=drafted, announced_measure=announced, answered_measure=answered, measure_to_sign=waiting,
            held_measure=held, appealed_measure=appealed, reversed_measure=reversed_,
            rectification=Rectification.objects.get(measure=held), rectified=self.rectified(appealed),
        )  # fmt: skip

    def verified_accident(self, zone: Zone) -> Lead:
        """By a document of the ecology authority."""
        by = self.cast.user("supervisor")
        lead = measures.record(measuring.said(zone), by=by)
        finding = measuring.accident(number=PLANTED["finding"])
        return measures.verify(lead, verdict=PLANTED["verdict"], by=by, accident=finding)

    def decided_on(self, measure: Measure, reason: str = "示例理由。") -> Measure:
        """Announced, answered, its document entered."""
        by = self.cast.user("supervisor")
        measures.defend(measures.announce(measure, by=by), text="示例申辩。", by=self.cast.user("park"))
        return measures.decide(measure, measuring.given(f"决{measure.pk}号"), reason=reason, by=by)

    def rectified(self, measure: Measure) -> Rectification:
        """Written by a contact, handed in by the manager."""
        shown = Rectification.objects.get(measure=measure)
        written = {
            item.pk: measures.Written(
                PLANTED["rectification"], "已完成。", factories.pdf(f"rectified-{item.pk}")
            )
            for item in shown.items.all()
        }
        measures.write(shown, written, by=self.cast.user("park_member"))
        return measures.hand_in(shown, by=self.cast.user("park"))

    def alterations(self) -> None:
        """Of A: the merger of a zone waits for its signature, another zone was renamed."""
        zone, into, renamed = self.own[9], self.own[7], self.own[6]
        values = {"into": into, "effective": TODAY}
        waiting = alterations.draft(
            AlterationKind.MERGER, zone, measuring.given("并1号"), values,
            reason=PLANTED["unsigned alteration"], by=self.clerk,
        )  # fmt: skip
        done = altering.signed(altering.renaming(renamed, self.clerk, name="示例改名区"), self.director)
        self.keep(alteration=waiting, signed_alteration=done)
        self.changes()

    def monitoring(self) -> None:
        """Last year evaluated and signed, and evaluated anew, which waits for its signature; a scheme being drafted."""
        scheme = Scheme.objects.get()
        signed = monitoring.draft_run(scheme, 2025, by=self.clerk)
        compute(signed.pk)
        monitoring.sign_run(signed, by=self.director)
        waiting = monitoring.draft_run(scheme, 2025, reason=PLANTED["evaluation anew"], by=self.clerk)
        compute(waiting.pk)
        monitoring.draft_scheme(
            code="evaluation.2", title_zh=PLANTED["draft scheme"], title_en="", base=scheme, by=self.clerk
        )
        self.keep(signed_run=signed, waiting_run=waiting, draft_scheme="evaluation.2")
