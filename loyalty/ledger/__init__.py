"""What guests hold: points and stored value, in postings that balance, are never edited and happen once.

    from loyalty.ledger.posting import Carry, Credit, Debit, House, PostingIn, post, post_many
    from loyalty.ledger.reversing import reverse
    from loyalty.ledger.reading import balances, entries, house_totals, lots, posting, usable
    from loyalty.ledger.maturing import mature          # mature(raw, day) -> Done(postings, lots)
    from loyalty.ledger.extending import extend         # extend(raw, {lot: new last day}, on) -> Done
    from loyalty.ledger.expiring import expire          # expire(raw, day, kinds=("base", "bonus", "gift")) -> Done
    from loyalty.ledger.verifying import verify         # verify(raw) -> Report
    from loyalty.ledger.explaining import explain       # explain(raw, rows, "points" | account, day) -> Explained

    raw = Statements(raw_connection())        # in a property; the caller's transaction, or one of its own
    done = post(raw, key="stay:F1:3", kind="earn", on=today, actor=SYSTEM, reason="points.earned.stay",
                facts={"stay": "F1"}, moves=[Credit(guest, "base", 380, "issuance", earned_on=today,
                                                    expires_on=date(2029, 11, 23), origin="stay")])
    post(raw, key=…, kind="redeem", on=today, actor=actor, moves=[Debit(rows, ("base", "bonus"), 100, "redemption")])

* A refusal leaves nothing behind and the transaction as it was: `InsufficientPoints`, `InsufficientFunds`,
  `PostingKeyReused`, `AlreadyReversed`, `NotReversible`, `NoSuchPosting` (loyalty.ledger.refusals), all `Refused`.
* The same key with the same kind, moves, reason and `corrects` gives the first posting, `replayed=True`; with
  others it is refused. `on`, actor and facts are no part of the comparison. Keys are unique per property.
* Guests are guest rows. `Debit.guests` and `Carry.guests` list all rows of a person (guests.persons.rows_of);
  credits go to the standing row. Nothing moves when guests are merged.
* Several moves of one posting happen in their order; later ones see earlier ones.
* `post_many` locks all accounts first and gives each posting or its refusal, in the order asked.
* `expires_on` is the last day on which a lot can be used; a debit on `on` never takes a lot that ended before.

House accounts have no rows; `house_totals(raw, unit=…)` sums the entries. Against what:
points granted, matured, bought ← issuance; spent → redemption; expired → expiry; by hand ± adjustment; top-up:
principal ← cash, gift ← promotion; charge: principal → revenue, gift → promotion; refund: principal → liability
(then House("liability", "cash", "cents", n) when it is paid out), gift → forfeited; another property: clearing,
with `clearing_with` = that property's id.

Points owed: `reverse(..., spent="owe")` books what cannot be taken back any more on the guest's account `owed`
(against receivable). The next credits of base or bonus points against issuance pay it, in their own posting: the
points go back to issuance and `owed` to receivable. `Credit.debtors` names the rows whose debt is paid (all rows of
the person; none given: the credited row; `()`: nobody's, which is right for points bought with money). Points that
mature pay what their own row owes.
"""
