"""Addresses of leads, measures and rectification."""

from django.urls import path

from program.measures.views import leads, measures, rectification

app_name = "measures"

LEAD = "supervision/leads/<int:pk>/"
MEASURE = "supervision/measures/<int:pk>/"
RECTIFICATION = "supervision/rectifications/<int:pk>/"

urlpatterns = [
    path("supervision/leads/", leads.index, name="leads"),
    path("supervision/leads/new/", leads.record, name="lead_new"),
    path("supervision/leads/from-objection/<int:pk>/", leads.take_up, name="lead_take_up"),
    path("supervision/leads/from-alert/<int:pk>/", leads.take_up_alert, name="lead_from_alert"),
    path(LEAD, leads.lead, name="lead"),
    path(f"{LEAD}verify/", leads.verify, name="lead_verify"),
    path(f"{LEAD}dismiss/", leads.dismiss, name="lead_dismiss"),
    path(f"{LEAD}propose/", leads.propose, name="measure_new"),
    path("supervision/measures/", measures.index, name="measures"),
    path(MEASURE, measures.measure, name="measure"),
    path(f"{MEASURE}change/", measures.change, name="measure_change"),
    path(f"{MEASURE}announce/", measures.announce, name="measure_announce"),
    path(f"{MEASURE}drop/", measures.drop, name="measure_drop"),
    path(f"{MEASURE}answer/", measures.defend, name="measure_answer"),
    path(f"{MEASURE}decide/", measures.decide, name="measure_decide"),
    path(f"{MEASURE}decision/discard/", measures.discard_decision, name="measure_decision_discard"),
    path(f"{MEASURE}sign/", measures.sign, name="measure_sign"),
    path(f"{MEASURE}letter/", measures.letter, name="measure_letter"),
    path(f"{MEASURE}appeal/", measures.appeal, name="measure_appeal"),
    path(f"{MEASURE}appeal/dismiss/", measures.dismiss_appeal, name="measure_appeal_dismiss"),
    path(f"{MEASURE}reverse/", measures.reverse_measure, name="measure_reverse"),
    path(f"{MEASURE}reverse/discard/", measures.discard_reversal, name="measure_reversal_discard"),
    path(f"{MEASURE}reverse/sign/", measures.sign_reversal, name="measure_reversal_sign"),
    path(RECTIFICATION, rectification.rectification, name="rectification"),
    path(f"{RECTIFICATION}write/", rectification.write, name="rectification_write"),
    path(f"{RECTIFICATION}hand-in/", rectification.hand_in, name="rectification_hand_in"),
    path(f"{RECTIFICATION}check/", rectification.check, name="rectification_check"),
    path(f"{RECTIFICATION}extend/", rectification.extend, name="rectification_extend"),
]
