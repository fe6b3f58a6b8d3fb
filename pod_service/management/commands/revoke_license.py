"""End a license key at once, as when it has leaked; without one, show which there are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pod_service.management import studio_called
from studios.models import LicenseKey
from studios.services import keys


class Command(BaseCommand):
    help = "revoke_license SLUG lic_… ends the key; revoke_license SLUG shows the studio's live keys."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("license", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        studio = studio_called(options["slug"])
        live = LicenseKey.objects.for_studio(studio.pk).filter(revoked_at=None)
        if not options["license"]:
            for key in live.order_by("pk"):
                self.stdout.write(
                    f"{key.public_id}  {key}  {key.role}  {key.created_at:%Y-%m-%d}  {key.label}".rstrip()
                )
            return
        chosen = live.filter(public_id=options["license"]).first()
        if chosen is None or not keys.revoke(chosen, actor="operator"):
            raise CommandError(
                f"{studio.slug} has no live license {options['license']}. See them: revoke_license {studio.slug}"
            )
        self.stdout.write(f"{chosen.public_id} opens nothing any more. Films it began go on.")
