from django.urls import path

from billing.api.ceiling import Ceiling
from billing.api.topups import TopUps

urlpatterns = [path("credits/ceiling", Ceiling.as_view()), path("topups", TopUps.as_view())]
