"""Which guest each arriving stay belongs to. The plain case is settled here; doubtful ones are clustered anew."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from loyalty.guests.matching import MASKED, PHONE, Record, Union, cluster, kind_and_value
from loyalty.journey.opening import Opening
from loyalty.journey.scene import Person, Raw, Scene, read
from loyalty.stays.incoming import Row


@dataclass(slots=True)
class Recognised:
    """What changed in who is who, beside the guest_id of each row."""

    scene: Scene
    new_keys: list[tuple[int, str, int | None]] = field(default_factory=list)  # guest, 'kind:value', entry
    lost_keys: list[tuple[int, str]] = field(default_factory=list)
    conflicts: list[tuple[int, int, str]] = field(default_factory=list)
    reclustered: set[int] = field(default_factory=set)
    lookalikes: list[tuple[int, int]] = field(default_factory=list)
    _last: int = 0

    def new_guest(self, anchor: str) -> Person:
        self._last -= 1
        guest = Person(self._last, anchor=anchor)
        self.scene.guests[guest.id] = guest
        return guest


def recognise(raw: Raw, rows: Sequence[Row], held: dict[str, int], opening: Opening) -> Recognised:
    """Give every row its guest. `held` says whom a stay that is already known belongs to."""
    owners = _owners(opening)
    found = Recognised(Scene())
    involved = {guest for guests in owners.values() for guest, _ in guests} | set(held.values())
    read(raw, involved, found.scene)
    old = {external_id: found.scene.stays[external_id] for external_id in held}
    for row in rows:
        if row.external_id in old:
            row.id, row.visit_id = old[row.external_id].id, old[row.external_id].visit_id
        found.scene.stays[row.external_id] = row

    doubtful: list[Row] = []
    for rows_of_one, guests in _components(rows, owners, held):
        lost = any(set(old[r.external_id].keys) - set(r.keys) for r in rows_of_one if r.external_id in old)
        if lost or not _plain(found, rows_of_one, guests):
            doubtful.extend(rows_of_one)
    if doubtful:
        seeds = {guest for row in doubtful for key in row.keys for guest, _ in owners.get(key, ())}
        seeds |= {held[row.external_id] for row in doubtful if row.external_id in held}
        recluster(raw, found, seeds, doubtful)
    _masked(raw, found, [row for row in rows if row.external_id not in held], opening)
    return found


def _owners(opening: Opening) -> dict[str, list[tuple[int, bool]]]:
    """Key -> the guests known by it, and whether they are contested."""
    owners: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for kind, value, guest, contested in opening.owners or ():
        owners[f"{kind}:{value}"].append((guest, contested))
    return owners


def _components(
    rows: Sequence[Row], owners: dict[str, list[tuple[int, bool]]], held: dict[str, int]
) -> list[tuple[list[Row], set[tuple[int, bool]]]]:
    """Rows of the batch that share a key, or a guest by any key."""
    union = Union()
    for row in rows:
        node = _node(row)
        union.find(node)
        for key in row.keys:
            union.join(node, key)
            for guest, _ in owners.get(key, ()):
                union.join(key, guest)
        if row.external_id in held:
            union.join(node, held[row.external_id])
    members: dict[object, tuple[list[Row], set[tuple[int, bool]]]] = defaultdict(lambda: ([], set()))
    for row in rows:
        component, guests = members[union.find(_node(row))]
        component.append(row)
        guests.update(owner for key in row.keys for owner in owners.get(key, ()))
        if row.external_id in held and all(guest != held[row.external_id] for guest, _ in guests):
            guests.add((held[row.external_id], False))
    return list(members.values())


def _node(row: Row) -> str:
    """A stay among keys and guests: keys begin with a digit, so a stay called '5:G1' is not taken for one."""
    return "s" + row.external_id


def _plain(found: Recognised, rows: list[Row], guests: set[tuple[int, bool]]) -> bool:
    """Settle a component with at most one uncontested guest and at most one phone; False when it is not so plain."""
    if len(guests) > 1 or any(contested for _, contested in guests):
        return False
    scene = found.scene
    keys = {key for row in rows for key in row.keys}
    known: set[str] = set()
    guest: Person | None = None
    for guest_id, _ in guests:
        guest, known = scene.guests[guest_id], scene.keys[guest_id]
        if guest.contested:
            return False
    if len({key for key in keys | known if key.startswith(PHONE)}) > 1:
        return False
    if guest is None:
        first = min(rows, key=lambda row: (row.check_in, row.check_out, row.external_id))
        guest = found.new_guest(first.external_id)
    for row in rows:
        row.guest_id = guest.id
    found.new_keys.extend((guest.id, key, None) for key in keys - known)
    scene.keys[guest.id] |= keys
    return True


def recluster(raw: Raw, found: Recognised, seeds: set[int], rows: Sequence[Row] = ()) -> None:
    """Tell apart and unite everyone whom a key or a decision connects with `seeds`, from the records alone."""
    scene = found.scene
    same, apart = _read_connected(raw, scene, seeds, rows)
    everyone = {**scene.guests, **scene.merged}
    closure = _closure(scene, seeds, rows, [*same, *apart])
    arriving = {row.external_id for row in rows}
    stays = [
        stay for stay in scene.stays.values() if stay.guest_id in closure or stay.external_id in arriving
    ]
    people = [guest for guest in everyone.values() if guest.id in closure or guest.merged_into in closure]
    records = [
        Record(
            ("s", stay.external_id), stay.guest_name, tuple(stay.keys), (stay.updated_at, stay.external_id)
        )
        for stay in stays
    ]
    records += [Record(("g", guest.id), "", tuple(sorted(scene.entries[guest.id]))) for guest in people]
    here = {record.node for record in records}
    bound = [(("g", guest.id), ("s", guest.anchor)) for guest in people if ("s", guest.anchor) in here]
    partition = cluster(
        sorted(records, key=lambda record: repr(record.node)),
        bound=bound,
        same=[pair for pair in _nodes(same) if pair[0] in here and pair[1] in here],
        apart=[pair for pair in _nodes(apart) if pair[0] in here and pair[1] in here],
    )
    standing = _assign(found, partition.groups, everyone)
    found.reclustered |= closure | {guest.id for guest in standing.values()}
    _rewrite_keys(found, closure, stays)
    for one, other, key in partition.conflicts:
        a, b = standing[one].id, standing[other].id
        found.conflicts.append((min(a, b), max(a, b), key))


def _nodes(pairs: list[tuple[int, int]]) -> list[tuple[tuple[str, int], tuple[str, int]]]:
    return [(("g", a), ("g", b)) for a, b in pairs]


def _read_connected(
    raw: Raw, scene: Scene, seeds: set[int], rows: Sequence[Row]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Bring everyone connected into the scene; returns staff's decisions about them as (same, apart)."""
    frontier = set(seeds)
    keys = {key for row in rows for key in row.keys}
    decisions: dict[tuple[int, int], bool] = {}
    while True:
        read(raw, frontier, scene)
        keys |= {key for guest in frontier for key in scene.keys[guest]}
        pairs = [kind_and_value(key) for key in keys]
        reached = {
            guest
            for _, _, guest, _ in raw.execute(
                OWNERS, ([kind for kind, _ in pairs], [value for _, value in pairs]), binary=True
            )
        }
        rows_of_people = [*scene.guests, *scene.merged]
        for first, second, is_same, first_standing, second_standing in raw.execute(
            DECISIONS, {"ids": rows_of_people}
        ):
            decisions[(first, second)] = is_same
            reached |= {first_standing, second_standing}
        frontier = {guest for guest in reached if guest not in scene.guests}
        if not frontier:
            break
    return [p for p, is_same in decisions.items() if is_same], [
        p for p, is_same in decisions.items() if not is_same
    ]


def _closure(scene: Scene, seeds: set[int], rows: Sequence[Row], decided: list[tuple[int, int]]) -> set[int]:
    """Those standing guests of the scene whom keys or decisions connect with the seeds, step by step."""
    holders: dict[str, set[int]] = defaultdict(set)
    for guest_id, keys in scene.keys.items():
        for key in keys:
            holders[key].add(guest_id)
    union = Union()
    for guests in holders.values():
        first, *others = guests
        for other in others:
            union.join(first, other)
    for a, b in decided:
        union.join(_standing(scene, a), _standing(scene, b))
    roots = {union.find(seed) for seed in seeds}
    roots |= {union.find(guest) for row in rows for key in row.keys for guest in holders.get(key, ())}
    return {guest for guest in scene.guests if union.find(guest) in roots}


def _standing(scene: Scene, guest_id: int) -> int:
    merged = scene.merged.get(guest_id)
    return merged.merged_into if merged and merged.merged_into else guest_id


def _assign(
    found: Recognised, groups: list[list[object]], everyone: dict[int, Person]
) -> dict[object, Person]:
    """The oldest row of a group stands for the person; the others are merged into it."""
    standing: dict[object, Person] = {}
    scene = found.scene
    for group in groups:
        own = sorted(node[1] for node in group if node[0] == "g")  # type: ignore[index]
        own = [guest for guest in own if guest > 0] or own
        external_ids = [node[1] for node in group if node[0] == "s"]  # type: ignore[index]
        if own:
            guest = everyone[own[0]]
        else:
            first = min(
                (scene.stays[e] for e in external_ids), key=lambda r: (r.check_in, r.check_out, r.external_id)
            )
            guest = found.new_guest(first.external_id)
        guest.merged_into = None
        scene.merged.pop(guest.id, None)
        scene.guests[guest.id] = guest
        for other in own[1:]:
            everyone[other].merged_into = guest.id
            scene.guests.pop(other, None)
            scene.merged[other] = everyone[other]
        for external_id in external_ids:
            scene.stays[external_id].guest_id = guest.id
        for node in group:
            standing[node] = guest
    return standing


def _rewrite_keys(found: Recognised, closure: set[int], stays: list[Row]) -> None:
    """Keys follow the records; who shares one with another is contested."""
    scene = found.scene
    wanted: dict[tuple[int, str], int | None] = {
        (stay.guest_id, key): None for stay in stays for key in stay.keys
    }
    for row_id, keys in scene.entries.items():
        guest_id = _standing(scene, row_id)
        for key in keys:
            wanted[(guest_id, key)] = row_id
    had = {(guest, key) for guest in closure for key in scene.keys[guest]}
    had -= {(guest, key) for guest, key, _ in found.new_keys}
    found.new_keys = [entry for entry in found.new_keys if entry[0] not in closure]
    found.lost_keys.extend(pair for pair in had if pair not in wanted)
    found.new_keys.extend(
        (guest, key, entry) for (guest, key), entry in wanted.items() if (guest, key) not in had
    )
    for guest in closure:
        scene.keys[guest] = set()
    for guest, key in wanted:
        scene.keys[guest].add(key)
    holders: dict[str, set[int]] = defaultdict(set)
    for guest, key in wanted:
        holders[key].add(guest)
    contested = {guest for guests in holders.values() if len(guests) > 1 for guest in guests}
    for guest in {guest for guest, _ in wanted}:
        scene.guests[guest].contested = guest in contested


def _masked(raw: Raw, found: Recognised, rows: list[Row], opening: Opening) -> None:
    """A masked phone (1380***0001) with the same name is a likeness to confirm, never an identity."""
    masked: dict[str, set[int]] = defaultdict(set)  # by what is seen of the phone, and the name
    whole: dict[str, set[int]] = defaultdict(set)
    known = {f"{kind}:{value}" for kind, value, _, _ in opening.owners or ()}
    hidden = [(*row.masked, row.guest_name) for row in rows if row.masked]
    for row in rows:
        if row.masked:
            form = f"{row.masked[0]}|{row.masked[1]}|{row.guest_name}"
            masked[form].add(row.guest_id)
            found.new_keys.append((row.guest_id, f"{MASKED}:{form}", None))
        elif row.phone and row.phone.startswith("+86") and PHONE + row.phone not in known:
            number = row.phone[3:]
            for head in (number[:3], number[:4]):
                whole[f"{head}|{number[-4:]}|{row.guest_name}"].add(row.guest_id)
    if opening.masked:
        for value, guest in raw.execute(LOOKALIKES, ([*masked, *whole],)):
            masked[value].add(guest)
    if hidden:
        heads, tails, names = (list(column) for column in zip(*hidden, strict=True))
        for form, guest in raw.execute(UNMASKED, (heads, tails, names)):
            whole[form].add(guest)
    for form, guests in masked.items():
        found.lookalikes.extend(
            (one, other) for one in guests for other in guests | whole[form] if one != other
        )


OWNERS = """
SELECT i.kind, i.value, i.guest_id, g.contested
  FROM unnest(%s::smallint[], %s::text[]) AS k(kind, value)
  JOIN guests_identity i ON i.kind = k.kind AND i.value = k.value
  JOIN guests_guest g ON g.id = i.guest_id
"""
DECISIONS = """
SELECT d.first_id, d.second_id, d.same, coalesce(a.merged_into_id, a.id), coalesce(b.merged_into_id, b.id)
  FROM guests_decision d JOIN guests_guest a ON a.id = d.first_id JOIN guests_guest b ON b.id = d.second_id
 WHERE d.undone_at IS NULL AND (d.first_id = ANY(%(ids)s) OR d.second_id = ANY(%(ids)s)) ORDER BY d.id
"""
LOOKALIKES = f"SELECT value, guest_id FROM guests_identity WHERE kind = {MASKED} AND value = ANY(%s)"  # noqa: S608 (put together from constants)
UNMASKED = """
SELECT m.head || '|' || m.tail || '|' || m.name, g.id
  FROM unnest(%s::text[], %s::text[], %s::text[]) AS m(head, tail, name)
  JOIN guests_guest g ON g.name = m.name AND g.merged_into_id IS NULL
                     AND g.phone LIKE '+86' || m.head || '%%' AND g.phone LIKE '%%' || m.tail
"""
