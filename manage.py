#!/usr/bin/env python
"""Django's command line: migrate, create_studio, issue_license, load_prices, prove_ledger and the rest."""

import os
import sys

from django.core.management import execute_from_command_line

from pod_service.embedded import bootstrap

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pod_service.settings")
    bootstrap.complete_for_command()
    execute_from_command_line(sys.argv)
