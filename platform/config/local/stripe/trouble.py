"""What the stand-in refuses, in Stripe's words, statuses and shape."""

from typing import Any

DOCS = "https://stripe.com/docs/error-codes/"


class Refusal(Exception):
    """An answer that is not 200. `kept`: what the request did until here stays (a declined card leaves traces)."""

    def __init__(self, status: int, kind: str, message: str, *, kept: bool = False, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.kept = kept
        self.error: dict[str, Any] = {
            "message": message,
            "type": kind,
            **{key: value for key, value in more.items() if value is not None},
        }
        if code := self.error.get("code"):
            self.error["doc_url"] = f"{DOCS}{str(code).replace('_', '-')}"

    @property
    def body(self) -> dict[str, Any]:
        return {"error": self.error}


def invalid(message: str, param: str | None = None, code: str | None = None) -> Refusal:
    return Refusal(400, "invalid_request_error", message, param=param, code=code)


def missing_param(param: str) -> Refusal:
    return invalid(f"Missing required param: {param}.", param, "parameter_missing")


def no_such(what: str, given: str, param: str = "id", *, in_path: bool = False) -> Refusal:
    """An id nobody knows: 404 in the address, 400 in a parameter."""
    return Refusal(
        404 if in_path else 400,
        "invalid_request_error",
        f"No such {what}: '{given}'",
        param=param,
        code="resource_missing",
    )


def declined(decline_code: str, *, payment_intent: Any = None, kept: bool = False) -> Refusal:
    """A card that was refused by its bank."""
    return Refusal(
        402,
        "card_error",
        "Your card was declined.",
        kept=kept,
        code="card_declined",
        decline_code=decline_code,
        payment_intent=payment_intent,
    )


def not_done_here(what: str, param: str | None = None) -> Refusal:
    """Stripe can do it, the stand-in cannot, and says so rather than pretending."""
    return invalid(f"The local stand-in for Stripe does not do this: {what}.", param, "stand_in_cannot")
