from django.urls import path

from studios.api.me import Me

urlpatterns = [path("me", Me.as_view())]
