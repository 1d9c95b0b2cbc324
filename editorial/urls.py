from django.urls import path

from editorial.views import preview

urlpatterns = [path("apercu/<str:token>/", preview, name="preview")]
