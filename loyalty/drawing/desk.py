"""What the clerks of a drawn hotel write: mostly right, sometimes late, sometimes wrong, sometimes not at all."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID

from loyalty.drawing import people
from loyalty.drawing.houses import House
from loyalty.drawing.planning import SEED, Booking, Clerk
from loyalty.remarks.nickname import Fields, full
from loyalty.remarks.writing import Author, Writing


class Open(NamedTuple):
    """A visit that has checked out and whose remark is to be written."""

    task_id: int
    guest_id: int
    ordinal: int
    clerk: str
    checked_out_at: datetime
    channel: str
    has_phone: bool
    fields: Fields


def writings(
    house: House,
    tasks: Iterable[Open],
    wishes: dict[str, tuple[str, str]],
    clerks: dict[str, Clerk],
    accounts: dict[str, UUID | None],
    now: datetime,
) -> list[Writing]:
    """What was written for these visits until now, in order of time. The same visit is always treated the same."""
    found: list[Writing] = []
    for task in tasks:
        rng = Random(f"{SEED}-{house.slug}-{task.fields.name}-{task.ordinal}-{task.fields.day}")
        clerk = clerks.get(task.clerk) or rng.choice(list(clerks.values()))
        skill = _skill(house, clerk)
        if rng.random() > house.done * skill:
            if rng.random() < 0.5:
                found += _written(
                    house, task, rng, clerk, accounts, wishes, part=True, hours=rng.uniform(1, 30)
                )
            continue
        on_time = rng.random() < house.on_time * skill
        hours = min(rng.expovariate(1 / 4), 23.0) if on_time else 24 + rng.expovariate(1 / 40)
        if rng.random() < house.wrong / skill:
            # Wrong at first; told what is wrong, and mended.
            found += _written(house, task, rng, clerk, accounts, wishes, wrong=True, hours=hours * 0.6)
            if rng.random() < 0.25:
                continue
        found += _written(house, task, rng, clerk, accounts, wishes, hours=hours)
    return sorted((each for each in found if each.written_at <= now), key=lambda each: each.written_at)


def _skill(house: House, clerk: Clerk) -> float:
    """Clerks differ: the last two have the night shift and less time."""
    number = int(clerk.number[1:])
    spread = 1.0 - house.done
    return 1.0 - spread * (0.0, 0.1, 0.3, 0.4, 0.9, 0.6)[(number - 1) % 6]


def _written(
    house: House,
    task: Open,
    rng: Random,
    clerk: Clerk,
    accounts: dict[str, UUID | None],
    wishes: dict[str, tuple[str, str]],
    *,
    hours: float,
    part: bool = False,
    wrong: bool = False,
) -> list[Writing]:
    at = task.checked_out_at + timedelta(hours=hours)
    wish, tag = wishes.get(task.fields.name, ("", ""))
    tags = [tag] if tag else []
    tags.append("回头客" if task.ordinal > 1 else "首住")
    if task.channel == "member":
        tags.append(rng.choice(("金卡会员", "银卡会员", "普通会员")))
    nickname = mistaken(full(task.fields), task.fields, rng) if wrong else full(task.fields)
    missing = rng.choice(("tags", "description", "description", "nickname")) if part else ""
    silent = not wish and (missing == "description" or rng.random() > house.none_noted)
    return [
        Writing(
            guest_id=task.guest_id,
            author=Author(accounts.get(clerk.number), clerk.name),
            written_at=at,
            reached_at=at,
            nickname="" if missing == "nickname" else nickname,
            tags=[] if missing == "tags" else tags,
            description="" if missing == "description" else wish or ("普通住客,流程顺利" if silent else ""),
            none_noted=None if wish or silent else True,
            phone=people.phone(rng) if not task.has_phone and rng.random() < 0.75 else None,
        )
    ]


def mistaken(text: str, fields: Fields, rng: Random) -> str:
    """The nickname as somebody in a hurry types it: every kind of mistake there is."""
    head, source, room, rate, day = text.split("/")
    kind = rng.choice(("count", "count", "date", "rate", "source", "room", "name", "unparsed"))
    if kind == "count":
        return full(replace(fields, count=fields.count - 1 if fields.count > 1 else 2))
    if kind == "date":
        return "/".join((head, source, room, rate, f"{fields.day - timedelta(days=1):%Y%m%d}"))
    if kind == "rate":
        return "/".join((head, source, room, str(fields.rate + rng.choice((-20, 10, 30))), day))
    if kind == "source":
        return "/".join((head, "美团" if source != "美团" else "携程", room, rate, day))
    if kind == "room":
        return "/".join((head, source, room[:-1] + str((int(room[-1]) + 1) % 10), rate, day))
    if kind == "name":
        return "/".join((fields.name[0] + "先生" + str(fields.count), source, room, rate, day))
    return f"{fields.name} {source} {room}"


def wishes_of(bookings: Iterable[Booking]) -> dict[str, tuple[str, str]]:
    """Name -> what that guest likes, and the tag for it."""
    return {
        booking.guest.name: (booking.guest.wish, booking.guest.tag)
        for booking in bookings
        if booking.guest.wish
    }
