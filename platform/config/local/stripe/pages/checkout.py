"""The checkout page: what is subscribed to, a card, and one button."""

from html import escape

from config.local.stripe import cards, checkout
from config.local.stripe.pages import layout
from config.local.stripe.pages.layout import Speaker
from config.local.stripe.store import Store, Thing
from config.local.stripe.trouble import Refusal


def show(store: Store, session: Thing, speak: Speaker, typed: dict[str, str], wrong: str = "") -> str:
    if session["status"] != "open":
        return _over(session, speak)
    body = f"<h1>{speak('checkout')}</h1>{layout.trouble(wrong)}{_order(store, session, speak)}"
    body += _form(store, session, speak, typed)
    return layout.whole_page(speak, speak("checkout"), body + layout.test_cards(speak))


def _over(session: Thing, speak: Speaker) -> str:
    after = session["success_url"] if session["status"] == "complete" else session["cancel_url"]
    link = f'<p><a href="{escape(_filled(after, session))}">{speak("back")}</a></p>' if after else ""
    body = f"<section><p>{speak('over_' + session['status'])}</p>{link}</section>"
    return layout.whole_page(speak, speak("checkout"), body)


def _filled(url: str, session: Thing) -> str:
    return url.replace("{CHECKOUT_SESSION_ID}", session["id"])


def _order(store: Store, session: Thing, speak: Speaker) -> str:
    rows, currency = "", session["currency"]
    for row in session["_line_items"]:
        every = speak(f"per_{row['price']['recurring']['interval']}")
        unit = speak.money(row["price"]["unit_amount"], currency)
        rows += (
            f'<div class="row"><span>{escape(row["description"] or "")}<br><span class="soft">'
            f"{unit} {every} · {speak('quantity', n=row['quantity'])}</span></span>"
            f"<span>{speak.money(row['amount_subtotal'], currency)}</span></div>"
        )
    off = session["total_details"]["amount_discount"]
    if off:
        rows += f'<div class="row"><span>{speak("discount")}</span><span>{speak.money(-off, currency)}</span></div>'
    if end := session["_data"]["trial_end"]:
        whole = sum(row["amount_subtotal"] for row in session["_line_items"])
        said = speak("after_trial", day=speak.day(end), amount=speak.money(whole, currency))
        rows += f'<div class="row"><span class="soft">{said}</span><span></span></div>'
    rows += (
        f'<div class="row sum"><span>{speak("due_today")}</span>'
        f"<span>{speak.money(session['amount_total'], currency)}</span></div>"
    )
    return f"<section><h2>{speak('order')}</h2>{rows}{_promotion(store, session, speak)}</section>"


def _promotion(store: Store, session: Thing, speak: Speaker) -> str:
    if not session["allow_promotion_codes"]:
        return ""
    code = next((store.find("promotion_code", row["promotion_code"]) for row in session["discounts"]), None)
    said = f'<p class="soft">{speak("applied", code=code["code"])}</p>' if code else ""
    typing = 'maxlength="100" autocomplete="off"'
    return (
        f'{said}<form method="post"><input type="hidden" name="action" value="code">'
        f"{layout.field(speak, 'promotion_code', '', more=typing)}"
        f'<p><button class="plain">{speak("apply")}</button></p></form>'
    )


def _form(store: Store, session: Thing, speak: Speaker, typed: dict[str, str]) -> str:
    customer = store.find("customer", session["customer"]) or {}
    known = {
        "email": customer.get("email") or session["customer_email"] or "",
        "name": customer.get("name") or "",
        **{key: value or "" for key, value in (customer.get("address") or {}).items()},
        **typed,
    }
    fixed = "readonly" if customer.get("email") else 'type="email" maxlength="200"'
    needs_address = _needs_address(session)
    tax = layout.tax_fields(speak, known) if session["tax_id_collection"]["enabled"] else ""
    long = 'maxlength="200"'
    button = speak("start_trial" if session["_data"]["trial_end"] else "subscribe")
    back = (
        f'<p><a href="{escape(session["cancel_url"])}">{speak("back")}</a></p>'
        if session["cancel_url"]
        else ""
    )
    return (
        '<form method="post"><input type="hidden" name="action" value="pay">'
        f"<section><h2>{speak('payment')}</h2>"
        f"{layout.field(speak, 'email', known['email'], required=True, more=fixed)}"
        f"{layout.card_fields(speak, typed)}</section>"
        f"<section><h2>{speak('billing')}</h2>"
        f"{layout.field(speak, 'name', known['name'], required=True, more=long)}"
        f"{layout.address_fields(speak, known, required=needs_address)}{tax}"
        f'<button class="wide">{button}</button></section></form>{back}'
    )


def _needs_address(session: Thing) -> bool:
    return bool(session["billing_address_collection"] == "required" or session["automatic_tax"]["enabled"])


def act(store: Store, session: Thing, form: dict[str, str]) -> str | None:
    """What the person pressed; returns where to go then, or None for the page again."""
    if form.get("action") == "code":
        checkout.apply_code(store, session, form.get("promotion_code", ""))
        return None
    address = layout.typed_address(form)
    if _needs_address(session) and not (address and address["line1"]):
        raise Refusal(400, "invalid_request_error", "Please fill in the address.", code="address")
    month, year = layout.expiry(form.get("expiry", ""))
    details = {
        "email": form.get("email", "").strip(),
        "name": form.get("name", "").strip(),
        "address": address,
    }
    shown = {"email": details["email"] or None, "name": details["name"] or None, "address": address}
    method = cards.make(store, form.get("number", ""), month=month, year=year, details=shown)
    method["allow_redisplay"] = "limited"
    tax_id = None
    if session["tax_id_collection"]["enabled"] and form.get("tax_id", "").strip():
        tax_id = (form.get("tax_id_type") or "cn_tin", form["tax_id"].strip())
    checkout.complete(store, session, method=method, details=details, tax_id=tax_id)
    return _filled(session["success_url"], session)
