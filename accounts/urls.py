"""Under the admin, before it: pages for who is not wholly signed in yet."""

from django.urls import path

from accounts.views import (
    ChoosePasswordView,
    ProConnectView,
    enrol_page,
    my_second_factor,
    proconnect_callback,
    proconnect_left,
    renew_codes,
    second_factor_page,
)

urlpatterns = [
    path("second-facteur/", second_factor_page, name="second_factor"),
    path("second-facteur/activer/", enrol_page, name="second_factor_enrol"),
    path("second-facteur/gerer/", my_second_factor, name="my_second_factor"),
    path("second-facteur/codes/", renew_codes, name="second_factor_codes"),
    path("mot-de-passe/<uidb64>/<token>/", ChoosePasswordView.as_view(), name="choose_password"),
    path("proconnect/", ProConnectView.as_view(), name="proconnect"),
    path("proconnect/retour/", proconnect_callback, name="proconnect_callback"),
    path("proconnect/fin/", proconnect_left, name="proconnect_left"),
]
