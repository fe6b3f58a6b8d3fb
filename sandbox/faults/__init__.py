"""Faults on demand: what may go wrong, the rules that say whom it strikes, and how it shows in an answer."""
