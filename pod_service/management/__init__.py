"""What the commands of manage.py have in common."""

from django.core.management.base import CommandError

from studios.models import Studio


def studio_called(slug: str) -> Studio:
    """The studio of this name. Raises CommandError when there is none."""
    studio = Studio.objects.filter(slug=slug).first()
    if studio is None:
        raise CommandError(f"There is no studio called {slug}. Make it first: create_studio.")
    return studio
