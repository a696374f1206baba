"""Who is who, pure: records of one person, by the keys they share, whatever the order they arrived in.

Keys by strength, strongest first. Records that share a key are one person, unless a weaker key would join two
people whom a stronger one (the phone) and the name tell apart: then both stay, and the doubt goes to the review list.
What staff decided (same, apart) goes before any key.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

# What leads to a person, strongest first; the numbers are stored.
KINDS = {"phone": 1, "wecom": 2, "unionid": 3, "id": 4, "pms": 5, "email": 6}
PHONE = str(KINDS["phone"]) + ":"
# An identity that proves nothing: what is seen of a masked phone, with a name. Greater than every kind of key.
MASKED = 9


def kind_and_value(key: str) -> tuple[int, str]:
    """'5:G00077' -> (5, 'G00077'), as the table has it."""
    kind, _, value = key.partition(":")
    return int(kind), value


@dataclass(frozen=True, slots=True)
class Record:
    """A stay or a guest's own entry: `node` names it, `keys` are 'kind:value', `newest` orders by the PMS's clock."""

    node: Hashable
    name: str
    keys: tuple[str, ...]
    newest: tuple[object, ...] = ()


@dataclass(slots=True)
class Partition:
    """Groups of nodes that are one person each, and pairs of nodes about whom a key disagrees with the phones."""

    groups: list[list[Hashable]]
    conflicts: list[tuple[Hashable, Hashable, str]] = field(default_factory=list)


class Union:
    """Union-find over any hashable nodes."""

    def __init__(self) -> None:
        self.parent: dict[Hashable, Hashable] = {}

    def find(self, node: Hashable) -> Hashable:
        parent = self.parent
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, one: Hashable, other: Hashable) -> None:
        self.parent[self.find(one)] = self.find(other)


def same_name(one: str, other: str) -> bool:
    return one.replace(" ", "").casefold() == other.replace(" ", "").casefold()


def cluster(
    records: Sequence[Record],
    *,
    bound: Iterable[tuple[Hashable, Hashable]] = (),
    same: Iterable[tuple[Hashable, Hashable]] = (),
    apart: Iterable[tuple[Hashable, Hashable]] = (),
) -> Partition:
    """Partition the records into persons.

    `bound` ties a guest's own entry to the stay it came from; `same` and `apart` are what staff decided.
    The answer depends on the records alone, never on their order.
    """
    union = Union()
    ordered = sorted(records, key=lambda record: (record.newest, repr(record.node)))
    for record in ordered:
        union.find(record.node)
    for one, other in (*bound, *same):
        union.join(one, other)
    forbidden = [pair for pair in apart if union.find(pair[0]) != union.find(pair[1])]

    by_key: dict[str, list[Record]] = defaultdict(list)
    for record in ordered:
        for key in record.keys:
            by_key[key].append(record)
    phones: dict[Hashable, set[str]] = defaultdict(set)
    names: dict[Hashable, str] = {}
    conflicts: list[tuple[Hashable, Hashable, str]] = []

    def describe() -> None:
        """Phones and newest name of every group, anew after unions."""
        phones.clear()
        names.clear()
        for record in ordered:
            root = union.find(record.node)
            phones[root].update(key for key in record.keys if key.startswith(PHONE))
            names[root] = record.name or names.get(root, "")

    def parted(one: Hashable, other: Hashable) -> bool:
        roots = {one, other}
        return any({union.find(a), union.find(b)} == roots for a, b in forbidden)

    for key in sorted(by_key):
        describe()
        holders = list(dict.fromkeys(union.find(record.node) for record in by_key[key]))
        # Groups with a phone first, in one order whatever came first: who has no phone joins the first it may join.
        holders.sort(key=lambda root: (not phones[root], repr(sorted(phones[root]))))
        accepted: list[Hashable] = []
        for root in holders:
            for into in accepted:
                joinable = key.startswith(PHONE) or _agree(
                    phones[root], phones[into], names[root], names[into]
                )
                if joinable and not parted(union.find(root), union.find(into)):
                    union.join(root, into)
                    break
            else:
                accepted.append(root)
        for other in accepted[1:]:
            if not parted(union.find(accepted[0]), union.find(other)):
                conflicts.append((accepted[0], other, key))

    groups: dict[Hashable, list[Hashable]] = defaultdict(list)
    for record in ordered:
        groups[union.find(record.node)].append(record.node)
    kept = [(a, b, key) for a, b, key in conflicts if union.find(a) != union.find(b)]
    return Partition(list(groups.values()), kept)


def _agree(phones: set[str], others: set[str], name: str, other: str) -> bool:
    """A weaker key may join two groups unless both have phones, share none, and the names differ."""
    return not phones or not others or bool(phones & others) or same_name(name, other)
