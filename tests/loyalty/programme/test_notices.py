"""Notices: each occasion once, read out in two languages, marked when told."""

from collections.abc import Iterator
from datetime import date

import pytest

from kernel.statements import Statements
from loyalty.programme import notices, wording
from loyalty.programme.notices import Notice
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import factories

TODAY = date(2026, 3, 1)


@pytest.fixture
def raw(acme_1: Property, monkeypatch: pytest.MonkeyPatch) -> Iterator[Statements]:
    told = {**wording.texts(), "test": ("还差{missing}晚", "{missing} nights to go")}
    monkeypatch.setattr(wording, "texts", lambda: told)
    with in_property(acme_1):
        yield Statements(raw_connection())


def li_si(hotel: Property) -> int:
    return factories.li_si_with_five_visits(hotel).pk


def near(guest: int, key: str = "near:gold:2026", until: date | None = None) -> Notice:
    return Notice(guest, "test", key, TODAY, until, {"missing": 2})


def test_an_occasion_is_put_down_once(raw: Statements, acme_1: Property) -> None:
    guest = li_si(acme_1)
    assert notices.put(raw, [near(guest), near(guest, "another")]) == 2
    assert notices.put(raw, [near(guest)]) == 0
    assert len(notices.of_person(raw, [guest], TODAY)) == 2


def test_it_is_read_out_in_chinese_and_english(raw: Statements, acme_1: Property) -> None:
    guest = li_si(acme_1)
    notices.put(raw, [near(guest)])
    assert notices.of_person(raw, [guest], TODAY)[0].says == ("还差2晚", "2 nights to go")


def test_what_was_told_or_is_over_is_not_shown_again(raw: Statements, acme_1: Property) -> None:
    guest = li_si(acme_1)
    notices.put(raw, [near(guest, "a"), near(guest, "b", until=date(2026, 2, 28))])
    (shown,) = notices.of_person(raw, [guest], TODAY)
    assert notices.told(raw, shown.id, by="王芳")
    assert not notices.told(raw, shown.id, by="李明")
    assert notices.of_person(raw, [guest], TODAY) == []


def test_what_could_not_be_read_out_is_not_put_down(raw: Statements, acme_1: Property) -> None:
    guest = li_si(acme_1)
    with pytest.raises(KeyError):
        notices.put(raw, [Notice(guest, "nobody_knows", "x", TODAY)])
    with pytest.raises(KeyError):
        notices.put(raw, [Notice(guest, "test", "x", TODAY, None, {})])
