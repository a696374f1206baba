"""Where a guest is reached by a channel, and the hash by which an address is known again without being kept."""

from kernel import phones
from tenants.models import Property

# Channel -> what its addresses are: two channels to one telephone are one address.
KINDS = {"sms": "tel", "email": "mailto", "wecom": "wecom", "wechat": "wechat"}


def hashed(hotel: Property, channel: str, address: str) -> bytes:
    """16 bytes that stand for an address within the chain, however it is written."""
    plain = address.strip()
    if channel == "sms":
        plain = phones.e164(plain) or plain
    elif channel == "email":
        plain = plain.casefold()
    return phones.keyed_hash(bytes(hotel.chain.person_key), f"{KINDS.get(channel, channel)}:{plain}")


def of_guest(phone: str | None, email: str) -> dict[str, str]:
    """Channel -> address, of a guest as he stands. WeCom's come with its own work."""
    found = {"sms": phone or "", "email": email}
    return {channel: address for channel, address in found.items() if address}
