from django.urls import path

from billing.api.credits import CreditsOfMonth
from billing.api.topups import TopUps

urlpatterns = [path("credits", CreditsOfMonth.as_view()), path("topups", TopUps.as_view())]
