"""Every route of the service."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from pod_service import health

urlpatterns = [
    path("api/v1/", include("studios.api.urls")),
    path("api/v1/", include("billing.api.urls")),
    path("api/v1/", include("rendering.api.urls")),
    path(
        "api/schema",
        SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[]),
        name="schema",
    ),
    path(
        "api/docs",
        SpectacularSwaggerView.as_view(url_name="schema", authentication_classes=[], permission_classes=[]),
    ),
    path("hooks/", include("rendering.api.hooks")),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("accounts/", include("allauth.urls")),
    path("console/", include("console.urls")),
]

handler400 = "pod_service.pages.bad_request"
handler404 = "pod_service.pages.not_found"
handler500 = "pod_service.pages.broken"
