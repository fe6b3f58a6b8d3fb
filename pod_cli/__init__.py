"""pod's command line: a thin client that asks, sends and shows, and leaves every decision to the service."""
