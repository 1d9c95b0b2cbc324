from django.urls import path

from actors.views import ActorListView, ActorView, SupportListView, SupportView

urlpatterns = [
    path("acteurs/", ActorListView.as_view(), name="actor_list"),
    path("acteurs/<slug:slug>/", ActorView.as_view(), name="actor"),
    path("appuis/", SupportListView.as_view(), name="support_list"),
    path("appuis/<slug:slug>/", SupportView.as_view(), name="support"),
]
