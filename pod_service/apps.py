from django.apps import AppConfig


class PodServiceConfig(AppConfig):
    name = "pod_service"

    def ready(self) -> None:
        """Every process comes through here, also those that run no Django checks: an unsafe one does not start."""
        from pod_service import checks

        checks.refuse_unsafe_process()
