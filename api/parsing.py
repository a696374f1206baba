"""Bodies and query parameters in: typed by msgspec, told apart field by field when they are wrong."""

import re
from collections.abc import Mapping
from functools import cache
from typing import IO, Any, TypeVar

import msgspec
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from api.refusals import Flaw, Malformed, UnsupportedMediaType

T = TypeVar("T")

PATH = re.compile(r" - at `(?:key` in `)?\$(?P<path>[^`]*)`$")
STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]")
FIELD = re.compile(r"(required|unknown) field `(?P<name>[^`]*)`")
ESCAPED_NUL = b"\\u0000"

# What msgspec says -> code, Chinese, English. First match wins; {0} is the first group.
SAID: tuple[tuple[re.Pattern[str], str, str, str], ...] = tuple(
    (re.compile(pattern), code, zh, en)
    for pattern, code, zh, en in (
        (r"missing required field", "missing", "缺少必填字段。", "This field is required."),
        (r"unknown field", "unknown_field", "没有这个字段。", "There is no such field."),
        (r"of length <= (\d+)", "too_long", "长度不能超过 {0}。", "At most {0} long."),
        (r"of length >= (\d+)", "too_short", "长度至少为 {0}。", "At least {0} long."),
        (r"`(?:int|float|decimal|number)` <=? (\S+)", "too_great", "不能大于 {0}。", "Not more than {0}."),
        (r"`(?:int|float|decimal|number)` >=? (\S+)", "too_small", "不能小于 {0}。", "Not less than {0}."),
        (r"out of range", "out_of_range", "数值超出范围。", "The number is out of range."),
        (r"matching regex", "bad_format", "格式不正确。", "The format is wrong."),
        (r"Invalid enum value", "not_a_choice", "不是可选的值。", "Not one of the choices."),
        (
            r"Invalid RFC3339|Invalid ISO8601",
            "bad_format",
            "日期或时间的格式不正确。",
            "Not a valid date or time.",
        ),
        (r"Invalid", "bad_format", "格式不正确。", "The format is wrong."),
        (r"Expected `([^`]*)`, got `([^`]*)`", "wrong_type", "类型应为 {0}。", "Expected {0}, got {1}."),
        (r"Expected", "bad_format", "值不符合要求。", "The value does not fit."),
    )
)


class JsonParser(BaseParser):
    """For the few views that read request.data; the others call parse()."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        return decode(stream.read(), Any)


def parse(request: Request, kind: type[T]) -> T:
    """The body as `kind` (a msgspec Struct with forbid_unknown_fields), or a 400 that names the field."""
    require_json(request)
    return decode(request._request.body, kind)


def require_json(request: Request) -> None:
    """Refuse (415) a body that does not call itself JSON."""
    media_type = request.content_type.partition(";")[0].strip().lower()
    # An empty body has no type: it is wrong for being empty.
    if media_type != "application/json" and not media_type.endswith("+json") and request._request.body:
        raise UnsupportedMediaType


def decode(body: bytes, kind: type[T]) -> T:
    try:
        value: T = decoder(kind).decode(body)  # type: ignore[arg-type]  # mypy doubts that classes hash
        if ESCAPED_NUL in body:
            _refuse_nul(msgspec.json.decode(body), "")
    except msgspec.ValidationError as error:
        raise Malformed(flaw(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(
            Flaw("", "not_json", "请求内容不是有效的 JSON（UTF-8）。", "The body is not valid JSON in UTF-8.")
        ) from error
    return value


@cache
def decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def query(request: Request, kind: type[T]) -> T:
    """The query parameters as `kind`, read leniently ("5" is a number), unknown ones refused."""
    given: dict[str, Any] = {}
    listed = _list_fields(kind)  # type: ignore[arg-type]
    for name, values in request._request.GET.lists():
        if any("\x00" in value for value in values):
            raise Malformed(Flaw("?" + name, "bad_format", "不能包含空字符。", "NUL is not allowed."))
        given[name] = values if name in listed else values[-1]
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        found = flaw(error)
        name = "?" + found.pointer.lstrip("/").partition("/")[0]
        raise Malformed(Flaw(name, found.code, found.zh, found.en)) from error


@cache
def _list_fields(kind: Any) -> frozenset[str]:
    info = msgspec.inspect.type_info(kind)
    if not isinstance(info, msgspec.inspect.StructType):
        return frozenset()
    lists = (msgspec.inspect.ListType, msgspec.inspect.SetType, msgspec.inspect.VarTupleType)
    return frozenset(field.encode_name for field in info.fields if isinstance(field.type, lists))


def flaw(error: msgspec.ValidationError) -> Flaw:
    """msgspec's sentence as a pointer, a code and words for people.

    A Struct's __post_init__ may raise a ValueError with `code`, `zh`, `en` and `pointer` of its own.
    """
    sentence = str(error)
    placed = PATH.search(sentence)
    said, path = (sentence[: placed.start()], placed["path"]) if placed else (sentence, "")
    pointer = "".join(
        "/" + (name or number or "-").replace("~", "~0").replace("/", "~1")
        for name, number in STEP.findall(path)
    )
    own = error.__cause__
    if own is not None:
        return Flaw(
            pointer + getattr(own, "pointer", ""),
            getattr(own, "code", "bad_format"),
            getattr(own, "zh", str(own)),
            getattr(own, "en", str(own)),
        )
    if field := FIELD.search(said):
        pointer += "/" + field["name"].replace("~", "~0").replace("/", "~1")
    for pattern, code, zh, en in SAID:
        if match := pattern.search(said):
            return Flaw(pointer, code, zh.format(*match.groups()), en.format(*match.groups()))
    return Flaw(pointer, "bad_format", "值不符合要求。", said)


def _refuse_nul(value: Any, pointer: str) -> None:
    """PostgreSQL keeps no NUL: refused here with the place where it stands."""
    if isinstance(value, str) and "\x00" in value:
        raise Malformed(Flaw(pointer, "bad_format", "不能包含空字符（NUL）。", "NUL is not allowed in text."))
    if isinstance(value, list):
        for number, item in enumerate(value):
            _refuse_nul(item, f"{pointer}/{number}")
    if isinstance(value, dict):
        for name, item in value.items():
            _refuse_nul(name, pointer)
            _refuse_nul(item, f"{pointer}/{name}")
