"""Mutation tests of the money core: change one thing in it, and see whether a test notices (docs/mutants.md)."""
