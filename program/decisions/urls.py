"""Addresses of decisions: the office's, then everybody's."""

from django.urls import path

from program.decisions.views import batches, closing, documents, objections, public, withdrawals

app_name = "decisions"
urlpatterns = [
    path("batches/", batches.batches, name="batches"),
    path("batches/draft/", batches.draft, name="batch_draft"),
    path("batches/promote/", batches.promote, name="batch_promote"),
    path("batches/reconsider/", batches.reconsider, name="batch_reconsider"),
    path("batches/release/", batches.release, name="batch_release"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/change/", batches.change, name="batch_change"),
    path("batches/<int:pk>/meeting/", batches.meeting, name="batch_meeting"),
    path("batches/<int:pk>/prepare/", batches.prepare, name="batch_prepare"),
    path("batches/<int:pk>/return/", batches.send_back, name="batch_return"),
    path("batches/<int:pk>/sign/", batches.sign, name="batch_sign"),
    path("batches/<int:pk>/discard/", batches.discard, name="batch_discard"),
    path("batches/<int:pk>/progress/", batches.progress, name="batch_progress"),
    path("objections/", objections.objections, name="objections"),
    path("objections/<int:pk>/", objections.objection, name="objection"),
    path("objections/<int:pk>/accept/", objections.accept, name="objection_accept"),
    path("objections/<int:pk>/refuse/", objections.refuse, name="objection_refuse"),
    path("objections/<int:pk>/uphold/", objections.uphold, name="objection_uphold"),
    path("objections/<int:pk>/dismiss/", objections.dismiss, name="objection_dismiss"),
    path("applications/<int:pk>/withdrawal/", withdrawals.ask, name="withdrawal_ask"),
    path("applications/<int:pk>/withdrawal/answer/", withdrawals.answer, name="withdrawal_answer"),
    path("applications/<int:pk>/groundless/", closing.close, name="close_groundless"),
    path("documents/", documents.documents, name="documents"),
    path("documents/enter/<int:pk>/", documents.enter, name="document_enter"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/sign/", documents.sign, name="document_sign"),
    path("documents/<int:pk>/discard/", documents.discard, name="document_discard"),
    path("documents/<int:pk>/progress/", documents.progress, name="document_progress"),
    path("notices/", public.notices, name="notices"),
    path("notices/<int:pk>/", public.notice, name="notice"),
    path("notices/<int:pk>/object/", public.object_to, name="object"),
    path("objections/confirm/<str:token>/", public.objection_confirm, name="objection_confirm"),
    path("objections/receipt/", public.receipt_any, name="receipt_any"),
    path("objections/receipt/<str:receipt>/", public.objection_receipt, name="objection_receipt"),
    path("designations/", public.designations, name="designations"),
    path("verify/", public.verify_any, name="verify_any"),
    path("verify/<str:number>/", public.verify, name="verify"),
]
