"""Addresses of supervision."""

from django.urls import URLPattern, path

from program.supervision.views import alerts, duties, matrix

app_name = "supervision"

# ---------------------------------------------------------------- duties and what is handed in for them
DUTY, RETURN, REQUEST = (
    "supervision/duties/<int:pk>/",
    "supervision/returns/<int:pk>/",
    "supervision/requests/<int:pk>/",
)
of_duties: list[URLPattern] = [
    path("supervision/", matrix.index, name="matrix"),
    path("supervision/export/", matrix.export, name="export"),
    path(DUTY, duties.duty, name="duty"),
    path(f"{DUTY}hand-in/", duties.hand_in, name="hand_in"),
    path(f"{DUTY}extend/", duties.extend, name="extend"),
    path(f"{DUTY}waive/", duties.waive, name="waive"),
    path(f"{RETURN}accept/", duties.accept, name="return_accept"),
    path(f"{RETURN}send-back/", duties.send_back, name="return_send_back"),
    path(f"{REQUEST}approve/", duties.approve, name="approve"),
    path(f"{REQUEST}decline/", duties.decline, name="decline"),
]

# ---------------------------------------------------------------- alerts
ALERT = "supervision/alerts/<int:pk>/"
of_alerts: list[URLPattern] = [
    path("supervision/alerts/", alerts.index, name="alerts"),
    path(ALERT, alerts.alert, name="alert"),
    path(f"{ALERT}acknowledge/", alerts.acknowledge, name="alert_acknowledge"),
    path(f"{ALERT}take/", alerts.take, name="alert_take"),
    path(f"{ALERT}close/", alerts.close, name="alert_close"),
]

urlpatterns = [*of_duties, *of_alerts]
