from django.urls import path

from levers.views import ChallengeListView, ChallengeView, LeverListView, LeverView, ToolView

urlpatterns = [
    path("leviers/", LeverListView.as_view(), name="lever_list"),
    path("leviers/<slug:slug>/", LeverView.as_view(), name="lever"),
    path("leviers/<slug:lever>/<slug:slug>/", ToolView.as_view(), name="tool"),
    path("defis/", ChallengeListView.as_view(), name="challenge_list"),
    path("defis/<slug:slug>/", ChallengeView.as_view(), name="challenge"),
]
