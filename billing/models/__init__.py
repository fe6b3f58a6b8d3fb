"""Caps, holds and their ledger; prices and the bills made of them; gates and the approvals that release a bill.

A film is only a subject and a budget here: an id that this app never looks up.
"""

from billing.models.approvals import Approval, ApprovalLine, LineUse, Mandate
from billing.models.caps import Allowance, Cap
from billing.models.gates import Gate
from billing.models.holds import Hold
from billing.models.ledger import LedgerEntry
from billing.models.prices import Price, PriceBook
from billing.models.proofs import LedgerProof
from billing.models.quotes import Quote, QuoteLine
from billing.models.topups import TopUp
from billing.models.warnings import CapWarning

__all__ = [
    "Allowance", "Approval", "ApprovalLine", "Cap", "CapWarning", "Gate", "Hold", "LedgerEntry", "LedgerProof",
    "LineUse", "Mandate", "Price", "PriceBook", "Quote", "QuoteLine", "TopUp",
]  # fmt: skip
