"""The sandbox's own bill, kept in an append-only journal."""
