"""Parameters as Stripe reads them: nested form fields become dicts and lists; what nobody read is unknown."""

from typing import Any
from urllib.parse import parse_qsl

from config.local.stripe.trouble import invalid, missing_param

DEPTH_MAX = 8
FIELDS_MAX = 2000
TRUE_FALSE = {"true": True, "false": False, "1": True, "0": False}


def decode(raw: str) -> dict[str, Any]:
    """`items[0][price]=p&expand[]=x` → {"items": [{"price": "p"}], "expand": ["x"]}."""
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except (ValueError, UnicodeDecodeError):
        raise invalid("Invalid request: the form cannot be read.") from None
    found: dict[str, Any] = {}
    for key, value in pairs:
        if "\x00" in value or "\x00" in key:
            raise invalid("Invalid request: a null character.")
        _put(found, _path(key), value, key)
    return {key: _lists(value) for key, value in found.items()}


def _path(key: str) -> list[str]:
    head, *rest = key.split("[")
    if any(not part.endswith("]") for part in rest) or not head or len(rest) > DEPTH_MAX:
        raise invalid(f"Received unknown parameter: {key[:100]}", key[:100], "parameter_unknown")
    return [head, *(part[:-1] for part in rest)]


def _put(into: dict[str, Any], path: list[str], value: str, key: str) -> None:
    for step in path[:-1]:
        into = into.setdefault(step if step else str(len(into)), {})
        if not isinstance(into, dict):
            raise invalid(f"Invalid request: {key[:100]} is given twice.", key[:100])
    last = path[-1] if path[-1] or len(path) == 1 else str(len(into))
    into[last] = value


def _lists(value: Any) -> Any:
    """A dict whose keys are all numbers is a list."""
    if not isinstance(value, dict):
        return value
    if value and all(key.isascii() and key.isdigit() for key in value):
        return [_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _lists(inner) for key, inner in value.items()}


class Params:
    """The parameters of one request. Each is read by its kind; `done()` refuses what nobody read."""

    def __init__(self, given: dict[str, Any], prefix: str = "") -> None:
        self.given = given
        self.prefix = prefix
        self._read: set[str] = set()
        self._inner: list[Params] = []

    def name(self, key: str) -> str:
        return f"{self.prefix}[{key}]" if self.prefix else key

    def __contains__(self, key: str) -> bool:
        return key in self.given

    def raw(self, key: str) -> Any:
        self._read.add(key)
        return self.given.get(key)

    def text(self, key: str, default: str | None = None, *, longest: int = 5000) -> str | None:
        """A text; the empty one unsets and is None."""
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, str):
            raise invalid(f"Invalid string: {self.name(key)}", self.name(key))
        if len(value) > longest:
            raise invalid(
                f"Invalid string: {value[:10]}…; must be at most {longest} characters", self.name(key)
            )
        return value or None

    def need(self, key: str) -> str:
        value = self.text(key)
        if value is None:
            raise missing_param(self.name(key))
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str | None:
        value = self.text(key, default)
        if value is not None and value not in choices:
            raise invalid(
                f"Invalid {self.name(key)}: must be one of {', '.join(choices)}",
                self.name(key),
                "parameter_invalid",
            )
        return value

    def whole(self, key: str, default: int | None = None, *, least: int | None = None) -> int | None:
        value = self.text(key)
        if value is None:
            return default
        if len(value) > 20 or not value.removeprefix("-").isascii() or not value.removeprefix("-").isdigit():
            raise invalid(f"Invalid integer: {value[:50]}", self.name(key), "parameter_invalid_integer")
        number = int(value)
        if least is not None and number < least:
            raise invalid(
                f"This value must be greater than or equal to {least}.",
                self.name(key),
                "parameter_invalid_integer",
            )
        return number

    def flag(self, key: str, default: bool | None = None) -> bool | None:
        value = self.text(key)
        if value is None:
            return default
        if value not in TRUE_FALSE:
            raise invalid(f"Invalid boolean: {value[:50]}", self.name(key))
        return TRUE_FALSE[value]

    def nested(self, key: str) -> "Params | None":
        """A parameter with parameters of its own; None when absent or unset."""
        value = self.raw(key)
        if value is None or value == "":
            return None
        if not isinstance(value, dict):
            raise invalid(f"Invalid object: {self.name(key)}", self.name(key))
        inner = Params(value, self.name(key))
        self._inner.append(inner)
        return inner

    def inner(self, key: str) -> "Params":
        """As nested(), empty when absent."""
        return self.nested(key) or Params({}, self.name(key))

    def rows(self, key: str) -> "list[Params]":
        value = self.raw(key)
        if value is None or value == "":
            return []
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise invalid(f"Invalid array: {self.name(key)}", self.name(key))
        made = [Params(row, f"{self.name(key)}[{index}]") for index, row in enumerate(value)]
        self._inner.extend(made)
        return made

    def texts(self, key: str) -> list[str]:
        value = self.raw(key)
        if value is None or value == "":
            return []
        if not isinstance(value, list) or not all(isinstance(row, str) for row in value):
            raise invalid(f"Invalid array: {self.name(key)}", self.name(key))
        return list(value)

    def metadata(self, old: dict[str, str] | None = None) -> dict[str, str]:
        """Merged into the old ones; an empty value removes a key, an empty parameter all of them."""
        value = self.raw("metadata")
        if value is None:
            return dict(old or {})
        if value == "":
            return {}
        if isinstance(value, list):  # keys that are all numbers
            value = {str(index): inner for index, inner in enumerate(value)}
        if not isinstance(value, dict) or not all(isinstance(inner, str) for inner in value.values()):
            raise invalid("Invalid metadata: must be a flat object of strings", self.name("metadata"))
        if any(len(key) > 40 for key in value) or any(len(inner) > 500 for inner in value.values()):
            raise invalid(
                "Metadata keys may have 40 characters, values 500.",
                self.name("metadata"),
                "parameter_invalid_string_length",
            )
        merged = {**(old or {}), **value}
        return {key: inner for key, inner in merged.items() if inner != ""}

    def done(self) -> None:
        """Refuse a parameter that nobody read: it is unknown."""
        for key in self.given:
            if key not in self._read:
                raise invalid(
                    f"Received unknown parameter: {self.name(key)}", self.name(key), "parameter_unknown"
                )
        for inner in self._inner:
            inner.done()
