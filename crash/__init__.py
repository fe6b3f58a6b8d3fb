"""Kills a process at every commit and call on an order's way (docs/crash.md). No part of the service."""
