from django.urls import path

from billing.api.credits import CreditsOfMonth

urlpatterns = [path("credits", CreditsOfMonth.as_view())]
