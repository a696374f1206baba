"""The portal page: the subscription, the card, the invoices, who the bill is for."""

from html import escape

from config.local.stripe import collecting, customers, portal
from config.local.stripe.pages import layout
from config.local.stripe.pages.layout import Speaker
from config.local.stripe.store import Store, Thing


def show(store: Store, session: Thing, speak: Speaker, *, wrong: str = "", saved: bool = False) -> str:
    customer = store.get("customer", session["customer"])
    if customer.get("deleted") or session["created"] + portal.LIFE_S < store.wall():
        return layout.whole_page(
            speak, speak("portal"), f"<section><p>{speak('portal_expired')}</p></section>"
        )
    back = (
        f'<p><a href="{escape(session["return_url"])}">{speak("back")}</a></p>'
        if session["return_url"]
        else ""
    )
    body = f"{back}<h1>{speak('portal')}</h1>{layout.trouble(wrong)}"
    if saved:
        body += f'<div class="done" role="status">{speak("saved")}</div>'
    body += _subscriptions(store, session, customer, speak)
    if portal.allows(store, session, "payment_method_update"):
        body += _card(store, customer, speak)
    if portal.allows(store, session, "invoice_history"):
        body += _invoices(store, customer, speak)
    if portal.allows(store, session, "customer_update"):
        body += _details(store, customer, speak)
    return layout.whole_page(speak, speak("portal"), body + layout.test_cards(speak))


def _button(action: str, text: str, name: str = "", value: str = "") -> str:
    more = f'<input type="hidden" name="{name}" value="{escape(value)}">' if name else ""
    return (
        f'<form method="post" class="inline"><input type="hidden" name="action" value="{action}">{more}'
        f'<button class="plain">{text}</button></form>'
    )


def _subscriptions(store: Store, session: Thing, customer: Thing, speak: Speaker) -> str:
    rows = ""
    for found in store.where("subscription", customer=customer["id"]):
        if found["status"] in ("canceled", "incomplete_expired"):
            continue
        items = ""
        for item in found["items"]["data"]:
            product = store.find("product", item["price"]["product"])
            every = speak(f"per_{item['price']['recurring']['interval']}")
            items += (
                f'<div class="row"><span>{escape(product["name"] if product else "")} · '
                f"{speak('quantity', n=item['quantity'])}</span>"
                f"<span>{speak.money(item['price']['unit_amount'] * item['quantity'], found['currency'])} {every}</span></div>"
            )
        end = found["items"]["data"][0]["current_period_end"]
        said = "ends" if found["cancel_at"] else "trial_until" if found["status"] == "trialing" else "renews"
        rows += f"{items}<p>{speak('status_' + found['status'])} · {speak(said, day=speak.day(found['cancel_at'] or end))}</p>"
        if portal.allows(store, session, "subscription_cancel"):
            action = "resume" if found["cancel_at_period_end"] else "cancel"
            rows += _button(action, speak(action), "subscription", found["id"])
    return f"<section><h2>{speak('subscription')}</h2>{rows or speak('no_subscription')}</section>"


def _card(store: Store, customer: Thing, speak: Speaker) -> str:
    method = store.find("payment_method", customer["invoice_settings"]["default_payment_method"])
    said = speak("no_card")
    if method:
        card = method["card"]
        said = speak(
            "card_now",
            brand=card["brand"].capitalize(),
            last4=card["last4"],
            month=card["exp_month"],
            year=card["exp_year"],
        )
    return (
        f"<section><h2>{speak('payment')}</h2><p>{said}</p>"
        f'<form method="post"><input type="hidden" name="action" value="card">{layout.card_fields(speak, {})}'
        f"<p><button>{speak('save_card')}</button></p></form></section>"
    )


def _invoices(store: Store, customer: Thing, speak: Speaker) -> str:
    rows = ""
    for row in reversed(store.where("invoice", customer=customer["id"])):
        if row["status"] == "draft":
            continue
        pay = ""
        if row["status"] == "open" and collecting.method_for(store, row) is not None:
            pay = _button("pay", speak("pay"), "invoice", row["id"])
        rows += (
            f'<tr><td><a href="/i/{row["id"]}">{escape(row["number"] or "")}</a><br>'
            f'<span class="soft">{speak.day(row["created"])}</span></td>'
            f"<td>{speak('invoice_' + row['status'])} {pay}</td>"
            f'<td class="money">{speak.money(row["total"], row["currency"])}</td></tr>'
        )
    table = f'<div class="scroll"><table>{rows}</table></div>' if rows else f"<p>{speak('no_invoices')}</p>"
    return f"<section><h2>{speak('invoices')}</h2>{table}</section>"


def _details(store: Store, customer: Thing, speak: Speaker) -> str:
    tax = customers.tax_ids_of(store, customer["id"])
    known = {key: value or "" for key, value in (customer["address"] or {}).items()}
    known |= {"tax_id": tax[-1]["value"], "tax_id_type": tax[-1]["type"]} if tax else {}
    typing = 'type="email"'
    return (
        f"<section><h2>{speak('billing')}</h2>"
        '<form method="post"><input type="hidden" name="action" value="details">'
        f"{layout.field(speak, 'name', customer['name'] or '')}"
        f"{layout.field(speak, 'email', customer['email'] or '', more=typing)}"
        f"{layout.address_fields(speak, known, required=False)}{layout.tax_fields(speak, known)}"
        f"<p><button>{speak('save')}</button></p></form></section>"
    )


def act(store: Store, session: Thing, form: dict[str, str]) -> None:
    month, year = layout.expiry(form.get("expiry", ""))
    portal.act(store, session, {**form, "month": month, "year": year, "address": layout.typed_address(form)})
