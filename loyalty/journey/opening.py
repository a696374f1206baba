"""What a journey must know before it decides anything, read in one statement after the turn was taken."""

from collections.abc import Sequence
from datetime import datetime, time

import msgspec

from loyalty.guests.matching import MASKED, kind_and_value
from loyalty.journey.scene import Raw
from loyalty.remarks.shifts import Watch
from loyalty.stays.incoming import Row
from loyalty.stays.sources import Mapped


class Opening(msgspec.Struct):
    """By column: stays that are known, guests that the keys lead to, and the property's own tables."""

    known: list[tuple[str, datetime, str, int]] | None  # external_id, updated_at, digest as hex, guest
    owners: list[tuple[int, str, int, bool]] | None  # kind, value, guest, contested
    sources: list[tuple[str, str, str, bool]] | None
    clerks: list[tuple[str, str]] | None
    watches: list[tuple[str, time, time, str | None]] | None
    masked: bool  # some guest is known by a masked phone
    guest_ids: list[int] | None
    visit_ids: list[int] | None

    def own_sources(self) -> dict[str, Mapped]:
        return {name: Mapped(channel, short, mapped) for name, channel, short, mapped in self.sources or ()}

    def shifts(self) -> list[Watch]:
        return [Watch(name, starts, ends, holder or "") for name, starts, ends, holder in self.watches or ()]


_decoder = msgspec.json.Decoder(Opening)


def open_with(raw: Raw, rows: Sequence[Row]) -> Opening:
    """Read what these rows touch; draws as many ids as they could need."""
    external_ids = list({row.external_id for row in rows})
    keys = [kind_and_value(key) for key in {key for row in rows for key in row.keys}]
    asked = {
        "external_ids": external_ids,
        "kinds": [kind for kind, _ in keys],
        "values": [value for _, value in keys],
        "masked": MASKED,
        "clerks": list({row.clerk for row in rows if row.clerk}),
        "count": len(external_ids),
    }
    return _decoder.decode(raw.value(OPENING, asked))


OPENING = """
SELECT json_build_object(
 'known', (SELECT json_agg(json_build_array(external_id, updated_at, encode(digest, 'hex'), guest_id))
             FROM stays_stay WHERE external_id = ANY(%(external_ids)s::text[])),
 'owners', (SELECT json_agg(json_build_array(i.kind, i.value, i.guest_id, g.contested))
              FROM unnest(%(kinds)s::smallint[], %(values)s::text[]) AS k(kind, value)
              JOIN guests_identity i ON i.kind = k.kind AND i.value = k.value
              JOIN guests_guest g ON g.id = i.guest_id),
 'sources', (SELECT json_agg(json_build_array(name, channel, short, mapped)) FROM stays_source),
 'clerks', (SELECT json_agg(json_build_array(external_id, name))
              FROM stays_clerk WHERE external_id = ANY(%(clerks)s::text[])),
 'watches', (SELECT json_agg(json_build_array(s.name, s.starts, s.ends, c.external_id) ORDER BY s.starts, s.id)
               FROM remarks_shift s LEFT JOIN stays_clerk c ON c.id = s.holder_id),
 'masked', EXISTS (SELECT FROM guests_identity WHERE kind = %(masked)s),
 'guest_ids', (SELECT json_agg(nextval('guests_guest_id_seq')) FROM generate_series(1, %(count)s)),
 'visit_ids', (SELECT json_agg(nextval('stays_visit_id_seq')) FROM generate_series(1, %(count)s)))::text
"""
