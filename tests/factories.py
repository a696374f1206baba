"""Stays for tests, as a PMS would send them; everything else follows from them."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from loyalty import journey
from loyalty.guests.models import Guest
from loyalty.stays.incoming import from_dict
from tenants.models import Property

SHANGHAI = ZoneInfo("Asia/Shanghai")


def stay(number: str, day: str, **changes: Any) -> dict[str, Any]:
    """One checked-out night of 李四 (PMS guest G00077); keyword arguments replace what they name.

    `name`, `phone`, `guest_number` go to the guest; `nights` moves the check-out; the rest are fields of a stay.
    """
    check_in = datetime.fromisoformat(f"{day}T14:10:00").replace(tzinfo=SHANGHAI)
    check_out = (check_in + timedelta(days=changes.pop("nights", 1))).replace(hour=11, minute=0)
    guest = {
        "external_id": changes.pop("guest_number", "G00077"),
        "name": changes.pop("name", "李四"),
        "phone": changes.pop("phone", "138 0013 8000"),
        **changes.pop("guest", {}),
    }
    return {
        "external_id": number,
        "updated_at": (check_out + timedelta(minutes=2)).isoformat(),
        "status": "checked_out",
        "check_in": check_in.isoformat(),
        "check_out": check_out.isoformat(),
        "room_no": "8210",
        "room_type": "大床房",
        "rate": "208.00",
        "revenue": {"room": "208.00", "fnb": "38.00", "other": "0.00"},
        "source": "携程",
        "checked_in_by": {"external_id": "S03", "name": "王芳"},
        "requests": [],
        "guest": guest,
        **changes,
    }


def follow(hotel: Property, *stays: dict[str, Any]) -> None:
    """Send stays to a property; inside in_property(hotel). Every one must be taken."""
    outcomes = journey.follow(hotel, [from_dict(each) for each in stays])
    problems = [outcome.problem for outcome in outcomes if outcome.problem]
    assert not problems, problems


def li_si_with_five_visits(hotel: Property) -> Guest:
    """`李四5/携程/8210/208/20210930`, as DOMAIN has him."""
    days = ["2021-01-05", "2021-03-20", "2021-05-11", "2021-08-02", "2021-09-30"]
    follow(hotel, *(stay(f"F{n}", day) for n, day in enumerate(days, 1)))
    return Guest.objects.get(name="李四")
