"""Slugs: the names of chains and properties in addresses, commands and schemas."""

import re

from kernel.errors import Refused

SLUG_LENGTH_MAX = 40
PATTERN = re.compile(r"[a-z](?:-?[a-z0-9]+)*")
# Words that stand, or may come to stand, where a slug does; and what PostgreSQL or the spares claim.
RESERVED = frozenset({"public", "admin", "api", "new", "all", "none", "me", "static", "spare", "scratch"})


class BadSlug(Refused):
    code = "bad_slug"
    status = 422
    zh = (
        "“{slug}”不能用作名称：只能是小写字母、数字和单个连字符，以字母开头，最多 40 个字符，且不能是保留字。"
    )
    en = (
        "{slug!r} cannot be a name: lower-case letters, digits and single hyphens, "
        "beginning with a letter, at most 40 characters, and not a reserved word."
    )


class BadName(Refused):
    code = "bad_name"
    status = 422
    zh = "名称不能为空，最多 80 个字符。"
    en = "A name must not be empty, and may have at most 80 characters."


class BadTimeZone(Refused):
    code = "bad_time_zone"
    status = 422
    zh = "没有名为“{time_zone}”的时区，例如 Asia/Shanghai。"
    en = "There is no time zone {time_zone!r}; one is Asia/Shanghai."


def check_slug(slug: str) -> str:
    """The slug, when it may be one."""
    if len(slug) > SLUG_LENGTH_MAX or not PATTERN.fullmatch(slug) or slug in RESERVED:
        raise BadSlug(slug=slug)
    return slug


def check_name(name: str) -> str:
    """The name without the space around it, when something is left that fits."""
    name = name.strip()
    if not 0 < len(name) <= 80 or "\x00" in name:
        raise BadName()
    return name
