"""What happens by itself as time goes by: periods end, trials end, drafts are finalised, cards are tried again."""

import time

from config.local.stripe import checkout, collecting, invoices, renewing
from config.local.stripe.answering import Call, Route, page
from config.local.stripe.store import Store, Thing, new_id
from config.local.stripe.trouble import invalid

# More than this in one go is a loop, not a calendar.
STEPS_MAX = 200_000
CLOCK_LIVES_S = 30 * 86400

Due = tuple[int, int, str, str, str]  # moment, rank, kind, id, what


def run_until(store: Store, to: int, clock: str | None = None) -> int:
    """Let everything that lives by this clock happen, in order, up to the moment; returns how many steps."""
    for count in range(STEPS_MAX):
        with store.unit():
            due = first_due(store, clock, to)
            if due is None:
                return count
            _do(store, due, clock)
    raise RuntimeError("The stand-in's calendar does not come to an end.")


def first_due(store: Store, clock: str | None, to: int) -> Due | None:
    found: list[Due] = []
    for row in store.where("subscription", test_clock=clock):
        if due := renewing.next_due(row):
            found.append((due[0], 0, "subscription", row["id"], due[1]))
    for row in store.where("invoice", test_clock=clock):
        if invoice_due := _invoice_due(row):
            found.append((invoice_due[0], 1, "invoice", row["id"], invoice_due[1]))
    for row in store.where("checkout.session", status="open"):
        if row.get("_test_clock") == clock:
            found.append((row["expires_at"], 2, "checkout.session", row["id"], "expire"))
    found = [due for due in found if due[0] <= to]
    return min(found) if found else None


def _invoice_due(invoice: Thing) -> tuple[int, str] | None:
    if invoice["status"] == "draft" and invoice["auto_advance"] and invoice["automatically_finalizes_at"]:
        return invoice["automatically_finalizes_at"], "finalize"
    if invoice["status"] == "open" and invoice["next_payment_attempt"]:
        return invoice["next_payment_attempt"], "retry"
    if invoice["status"] == "open" and invoice["due_date"] and not invoice["attempted"]:
        return invoice["due_date"], "overdue"
    return None


def _do(store: Store, due: Due, clock: str | None) -> None:
    moment, _, kind, wanted, what = due
    if clock:
        frozen = store.edit("test_helpers.test_clock", clock)
        frozen["frozen_time"] = max(frozen["frozen_time"], moment)
        store.tell_nothing("test_helpers.test_clock", clock)
    else:
        store.moment = moment
    try:
        thing = store.edit(kind, wanted)
        if kind == "subscription":
            renewing.step(store, thing, what)
        elif kind == "checkout.session":
            checkout.expire(store, thing)
        else:
            _advance_invoice(store, thing, what)
    finally:
        store.moment = None


def _advance_invoice(store: Store, invoice: Thing, what: str) -> None:
    if what == "retry":
        collecting.attempt(store, invoice)
    elif what == "overdue":
        invoice["attempted"] = True
        collecting.after(store, invoice)
        store.tell("invoice.overdue", invoice)
    elif invoice.get("_pause") == "void":
        invoices.finalize(store, invoice)
        if invoice["status"] == "open":
            invoices.void(store, invoice)
    elif invoice.get("_pause") == "mark_uncollectible":
        invoices.finalize(store, invoice)
        if invoice["status"] == "open":
            invoices.mark_uncollectible(store, invoice)
    else:
        collecting.settle(store, invoice)


def move(store: Store, *, advance_s: int | None = None, to: int | None = None) -> int:
    """Move the stand-in's own clock forward; whatever is due meanwhile happens. Returns the new time."""
    now = store.wall()
    target = to if to is not None else now + (advance_s or 0)
    if target < now:
        raise invalid("The clock only goes forward.", "to")
    run_until(store, target)
    with store.unit():
        if store.find("_clock", "own") is None:
            store.add("_clock", {"id": "own", "offset_s": 0})
        store.edit("_clock", "own")["offset_s"] = target - int(time.time())
    return target


def create(call: Call) -> Thing:
    frozen = call.params.whole("frozen_time", least=0)
    if frozen is None:
        raise invalid("Missing required param: frozen_time.", "frozen_time", "parameter_missing")
    made: Thing = {
        "id": new_id("clock"),
        "object": "test_helpers.test_clock",
        "created": call.store.wall(),
        "deletes_after": call.store.wall() + CLOCK_LIVES_S,
        "frozen_time": frozen,
        "livemode": False,
        "name": call.params.text("name", longest=300),
        "status": "ready",
        "status_details": {},
    }
    return call.store.add("test_helpers.test_clock", made)


def advance(call: Call) -> Thing:
    """Answers `advancing`, as Stripe does; here it is ready as soon as one asks again."""
    store = call.store
    clock = store.get("test_helpers.test_clock", call.ids[0], in_path=True)
    to = call.params.whole("frozen_time")
    if to is None or to <= clock["frozen_time"]:
        raise invalid(
            "Can't change time to the past: frozen_time must be later than the clock's.", "frozen_time"
        )
    call.params.done()
    for _ in range(STEPS_MAX):
        due = first_due(store, clock["id"], to)
        if due is None:
            break
        _do(store, due, clock["id"])
    clock = store.edit("test_helpers.test_clock", clock["id"])
    clock["frozen_time"] = to
    advancing = {**clock, "status": "advancing"}
    store.tell("test_helpers.test_clock.advancing", advancing)
    store.tell("test_helpers.test_clock.ready", clock)
    return advancing


def delete(call: Call) -> Thing:
    """The clock goes, and everything that lived by it."""
    store, wanted = call.store, call.ids[0]
    clock = store.get("test_helpers.test_clock", wanted, in_path=True)
    for kind in ("invoiceitem", "invoice", "subscription", "customer"):
        for row in store.where(kind, test_clock=wanted):
            store.drop(kind, row["id"])
            store.tell_nothing(kind, row["id"])
    store.tell("test_helpers.test_clock.deleted", clock)
    store.drop("test_helpers.test_clock", wanted)
    store.tell_nothing("test_helpers.test_clock", wanted)
    return {"id": wanted, "object": "test_helpers.test_clock", "deleted": True}


PATH = "/v1/test_helpers/test_clocks"
KIND = "test_helpers.test_clock"
ROUTES: list[Route] = [
    ("POST", PATH, create),
    ("GET", PATH, lambda call: page(call, call.store.all(KIND), PATH)),
    ("GET", PATH + "/{}", lambda call: call.store.get(KIND, call.ids[0], in_path=True)),
    ("POST", PATH + "/{}/advance", advance),
    ("DELETE", PATH + "/{}", delete),
]
