"""The only file that speaks to Stripe."""

import stripe

__all__ = ["stripe"]
