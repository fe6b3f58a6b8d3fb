from django.apps import AppConfig


class PodServiceConfig(AppConfig):
    name = "pod_service"

    def ready(self) -> None:
        from pod_service import checks  # noqa: F401 - registers the start-up checks once the apps are loaded
