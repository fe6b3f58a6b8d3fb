"""Lets ``python -m pod_cli`` do what the ``pod`` command does."""

from pod_cli.main import main

if __name__ == "__main__":
    main()
