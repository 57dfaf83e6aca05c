"""Addresses of people."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from program.people import views
from program.people.http import without_second_factor

app_name = "people"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("second-step/", views.second_step, name="second_step"),
    path("sign-out/", login_not_required(without_second_factor(LogoutView.as_view())), name="sign_out"),
    path("password/reset/", views.password_reset, name="password_reset"),
    path("password/reset/sent/", views.password_reset_sent, name="password_reset_sent"),
    path("password/reset/<uidb64>/<token>/", views.NewPassword.as_view(), name="password_reset_confirm"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("profile/", views.profile, name="profile"),
    path("members/", views.members, name="members"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("second-factor/app/", views.add_app, name="add_app"),
    path("second-factor/passkey/", views.add_passkey, name="add_passkey"),
    path("second-factor/codes/", views.renew_codes, name="renew_codes"),
    path("second-factor/<int:pk>/remove/", views.remove_factor, name="remove_factor"),
    path("second-factor/reset/", views.reset_factors, name="reset_factors"),
    path("members/<int:pk>/end/", views.end_membership, name="end_membership"),
    path("members/invitations/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("members/invitations/<int:pk>/confirm/", views.confirm_role, name="confirm_role"),
    path("members/invitations/<int:pk>/decline/", views.decline_role, name="decline_role"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
