"""The books: approvals, ledger, provider and the account's balance, set beside each other."""
