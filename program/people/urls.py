"""Addresses of people."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from program.people import views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("password/reset/", views.password_reset, name="password_reset"),
    path("password/reset/sent/", views.password_reset_sent, name="password_reset_sent"),
    path("password/reset/<uidb64>/<token>/", views.NewPassword.as_view(), name="password_reset_confirm"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("profile/", views.profile, name="profile"),
    path("members/", views.members, name="members"),
    path("members/<int:pk>/end/", views.end_membership, name="end_membership"),
    path("members/invitations/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
