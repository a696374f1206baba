"""What stands in the houses while a browser looks: two properties with different strengths, seeded."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chains.models import Chain
from kernel import clock
from loyalty.figures.settling import settle
from staff.models import StaffMember
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests import cast, doors
from tests.doors import Door
from tests.factories import SHANGHAI, follow, stay

UNMAPPED = "云栖直连"
PEOPLE = (
    "王芳 陈国富 赵敏 钱多 孙莉 周敏 吴刚 郑洁 冯远 陈静 褚云 卫青 蒋勤 沈括 韩梅 杨柳 朱颜 秦川 尤佳 许诺"
)
NAMES = PEOPLE.split()
SEED = 20261122
# How the guests of each house come, most often first; one house lives on OTA.
SOURCES = {
    "acme-1": ["会员", "会员", "官网", "协议单位", "携程", "散客"],
    "acme-2": ["携程", "美团", "飞猪", UNMAPPED, "携程", "会员"],
}


@dataclass(frozen=True, slots=True)
class Stage:
    chain: Chain
    first: Property
    second: Property
    staff: dict[Role, StaffMember] = field(default_factory=dict)

    def door(self, role: Role) -> Door:
        """This role's way to the API, signed in."""
        return doors.signed_in(self.staff[role])

    def settle(self) -> None:
        """Everything sent so far stands in the reports."""
        settle(self.chain)


def assemble() -> Stage:
    chain = Chain.objects.get(slug="acme")
    roles = (Role.OWNER, Role.ANALYST, Role.MARKETING, Role.MANAGER, Role.FRONT_DESK)
    staff = {role: doors.member(chain, role) for role in roles}
    stage = Stage(chain, cast.property_named("acme-1"), cast.property_named("acme-2"), staff)
    for hotel in (stage.first, stage.second):
        with in_property(hotel):
            follow(hotel, *_history(hotel.slug))
    with in_property(stage.first):
        follow(stage.first, *_just_now())
    _write_remarks(stage.door(Role.OWNER), stage.first.slug, 24)
    _write_remarks(stage.door(Role.OWNER), stage.second.slug, 6)
    stage.settle()
    return stage


def _history(slug: str) -> list[dict[str, Any]]:
    """About a hundred stays of the last three months, most of guests of one visit."""
    luck = random.Random(f"{SEED}{slug}")
    today = clock.today("Asia/Shanghai")
    found = []
    for number in range(40):
        source = luck.choice(SOURCES[slug])
        visits = luck.choice([1, 1, 2, 3, 5] if slug == "acme-1" else [1, 1, 1, 1, 2])
        days = sorted(luck.sample(range(3, 85), visits), reverse=True)
        for n, ago in enumerate(days, 1):
            found.append(
                stay(
                    f"{slug}-{number}-{n}",
                    str(today - timedelta(days=ago)),
                    guest_number=f"{slug}-{number}",
                    name=NAMES[number % len(NAMES)] + ("" if number < len(NAMES) else "二"),
                    phone=f"139{luck.randrange(10**8):08}",
                    source=source,
                    room_no=str(8101 + number % 30),
                    rate=f"{180 + number * 3}.00",
                    revenue={"room": f"{180 + number * 3}.00", "fnb": "0.00", "other": "0.00"},
                    requests=["安静楼层"] if number % 3 == 0 else [],
                )
            )
    return found


def _just_now() -> list[dict[str, Any]]:
    """李四, five times here; two who left today, one of them without a phone; one here and one to come."""
    now = clock.now().astimezone(SHANGHAI).replace(microsecond=0)
    today = clock.today("Asia/Shanghai")
    yesterday = str(today - timedelta(days=1))

    def left(hours: int) -> dict[str, str]:
        at = now - timedelta(hours=hours)
        return {"check_out": at.isoformat(), "updated_at": at.isoformat()}

    times = [stay(f"L{n}", str(today - timedelta(days=ago))) for n, ago in enumerate((80, 61, 40, 22, 9), 1)]
    return [
        *times,
        stay(
            "J1",
            yesterday,
            guest_number="J",
            name="何静怡",
            phone="13711112222",
            requests=["要安静的房间"],
            room_no="8206",
        )
        | left(4),
        stay(
            "J2",
            yesterday,
            guest_number="K",
            name="白露",
            phone="13711113333",
            requests=["加一床被子"],
            room_no="8207",
        )
        | left(3),
        stay(
            "J3", yesterday, guest_number="M", name="马无电", phone=None, requests=["靠电梯"], room_no="8208"
        )
        | left(2),
        stay(
            "H1",
            yesterday,
            guest_number="H",
            name="在住客",
            phone="13711114444",
            status="in_house",
            room_no="8301",
            nights=3,
        )
        | {"updated_at": now.isoformat()},
        _coming(now, str(today)),
    ]


def _coming(now: datetime, day: str) -> dict[str, Any]:
    return stay("A1", day, name="李四", status="booked", room_no="", requests=["高楼层"], nights=2) | {
        "updated_at": now.isoformat()
    }


def _write_remarks(door: Door, slug: str, n: int) -> None:
    """Confirm the oldest proposals of a house as they stand."""
    answer = door.read(f"/properties/{slug}/remark-tasks?state=overdue&limit={n}")
    for task in answer.json()["results"]:
        proposal = task["proposal"]
        tags = [tag["name"] for tag in proposal["tags"] if tag["chosen"]]
        body = {
            "tags": tags or ["新客"],
            "description": proposal["description"] + "\n靠窗",
            "none_noted": False,
        }
        done = door.add(f"/properties/{slug}/remark-tasks/{task['id']}/confirm", body)
        assert done.status_code == 200, done.content
