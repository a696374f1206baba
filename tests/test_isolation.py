"""No route shows or changes what is not the caller's (S1), whatever the role (S2).

Driven by the resolver: a new route below properties/ or chains/ is covered by being there; any other one fails
the first test until somebody has thought about it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse

from chains.models import Chain
from partners import keys
from partners.models import ApiKey
from staff import inviting
from staff.access import operator_grant
from staff.models import Invitation
from staff.roles import Ability, Role
from tenants.context import in_property
from tenants.models import Property
from tests import cast, doors, factories
from tests.doors import Door
from tests.routes import Route, all_routes
from tests.who_may import NEEDS, OPEN, OPERATORS, OWN

OURS, THEIRS, NOBODYS = "acme-1", "rival-1", "no-such-hotel"


@pytest.fixture
def stage(committed: None) -> Iterator[None]:
    """Both chains have a guest with stays, staff, a key and an invitation; only the rival's are looked for."""
    for slug in (OURS, THEIRS):
        hotel = cast.property_named(slug)
        with in_property(hotel):
            factories.li_si_with_five_visits(hotel)
    rival = Chain.objects.get(slug="rival")
    doors.member(rival, Role.ANALYST)
    keys.issue(rival, name="theirs", scopes=["*"])
    inviting.invite(rival, operator_grant(rival.pk), email="x@rival.test", name="", role=Role.ANALYST)
    yield


def callers(slug: str = "acme") -> dict[str, Door]:
    chain = Chain.objects.get(slug=slug)
    return {"key": doors.with_key(chain), "owner": doors.as_role(chain, Role.OWNER)}


def without_id(response: HttpResponse, *words: object) -> tuple[int, str]:
    """Status and body, with the request id and what the caller himself sent taken out."""
    text = response.content.decode("utf-8", "replace").replace(response["X-Request-Id"], "")
    for word in words:
        text = text.replace(str(word), "…")
    return response.status_code, text


def digest_of(hotel: Property) -> dict[str, str]:
    """A digest of every table of a property's schema."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [hotel.schema_name])
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            whole = f'"{hotel.schema_name}"."{table}"'
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {whole} t"
            )
            found[table] = cursor.fetchone()[0]
    return found


def test_every_route_is_classified() -> None:
    for route in all_routes():
        assert route.place or route.path in OPEN | OWN | OPERATORS, (
            f"{route.path} names neither a property nor a chain first: say in tests/who_may.py why"
        )


def test_every_route_and_method_says_what_it_needs_and_the_table_agrees() -> None:
    """The table is written by hand and read by people; the code must equal it."""
    in_code = {}
    for route in all_routes():
        if route.path in OPEN | OWN | OPERATORS:
            continue
        for method in route.methods:
            needs = route.view.needs
            ability = needs if isinstance(needs, Ability) else (needs or {}).get(method.lower())
            assert ability is not None, f"{method} {route.path} does not say which ability it needs"
            in_code[f"{method} {route.path}"] = ability.value
    new = {name: ability for name, ability in in_code.items() if name not in NEEDS}
    assert not new, f"Add to NEEDS in tests/who_may.py, after thinking about who should: {new}"
    assert in_code == NEEDS


def test_a_strangers_property_or_chain_answers_exactly_as_one_that_does_not_exist(stage: None) -> None:
    """S1: every route × method × key and session."""
    before = digest_of(cast.property_named(THEIRS))
    told, asked = [], 0
    for who, door in callers().items():
        for route in all_routes():
            if not route.place:
                continue
            foreign, missing = (THEIRS, NOBODYS) if route.place == "property" else ("rival", "no-such-chain")
            for method in route.methods:
                answers = [
                    without_id(door.send(method, route.filled(**{route.place: name}), {}), name)
                    for name in (foreign, missing)
                ]
                asked += 2
                if answers[0] != answers[1] or answers[0][0] != 404:
                    told.append((who, method, route.path, answers))
    assert not told
    assert asked > 100
    assert digest_of(cast.property_named(THEIRS)) == before


def foreign_ids() -> dict[str, list[object]]:
    """Things that exist at the rival's, by what a path calls them."""
    with in_property(cast.property_named(THEIRS)):
        from loyalty.guests.models import Guest
        from loyalty.stays.models import Stay

        guests = list(Guest.objects.values_list("pk", flat=True))
        stays = list(Stay.objects.values_list("external_id", flat=True))
    rival = Chain.objects.get(slug="rival")
    return {
        "int": [*guests, ApiKey.objects.get(chain=rival).pk, Invitation.objects.get(chain=rival).pk],
        "uuid": [membership.staff_id for membership in rival.memberships.all()],
        "str": stays[:1],
        "path": ["G00077"],
        "slug": [THEIRS],
    }


def test_a_strangers_id_on_our_own_path_answers_as_one_that_does_not_exist(stage: None) -> None:
    """S1: path ids. acme-2 has nothing of its own, so that whatever is found there is somebody else's."""
    before = digest_of(cast.property_named(THEIRS)), digest_of(cast.property_named(OURS))
    theirs = foreign_ids()
    told, asked = [], 0
    for who, door in callers().items():
        for route in all_routes():
            inner = [(name, kind) for name, kind in route.parameters if name != route.place]
            if not route.place or not inner:
                continue
            here = {route.place: "acme-2" if route.place == "property" else "acme"}
            name, kind = inner[0]
            nothing = {"int": 999999999, "uuid": "00000000-0000-4000-8000-000000000000"}.get(
                kind, "no-such-thing"
            )
            for method in route.methods:
                want = without_id(door.send(method, route.filled(**here), {}), nothing)
                for foreign in theirs[kind]:
                    got = without_id(door.send(method, route.filled(**here, **{name: foreign}), {}), foreign)
                    asked += 1
                    if got != want:
                        told.append((who, method, route.path, foreign, got, want))
    assert not told
    assert asked > 50
    assert (digest_of(cast.property_named(THEIRS)), digest_of(cast.property_named(OURS))) == before


def test_control_the_same_requests_do_find_what_is_ones_own(stage: None) -> None:
    """The instrument works: the rival's own people are not told 404 for the same ids."""
    found = 0
    theirs = foreign_ids()
    for door in callers("rival").values():
        for route in all_routes():
            inner = [(name, kind) for name, kind in route.parameters if name != route.place]
            here = {"property": THEIRS} if route.place == "property" else {"chain": "rival"}
            if not route.place or not inner or "GET" not in route.methods:
                continue
            name, kind = inner[0]
            found += any(
                door.read(route.filled(**here, **{name: foreign})).status_code == 200
                for foreign in theirs[kind]
            )
    assert found >= 4


def test_the_search_box_finds_nothing_of_a_stranger(stage: None) -> None:
    # Both chains have a 李四; the rival's staff and property are named as nobody else is.
    for door in callers().values():
        found = door.read("/search?q=李四").json()
        assert {guest["property"] for guest in found["guests"]} == {OURS}
        for text in ("对手", "rival", "analyst of rival"):
            found = door.read(f"/search?q={text}").json()
            assert not found["guests"] and not found["properties"] and not found["staff"], text


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/chains/acme/audit?property={}", None),
        ("GET", "/search?q=x&property={}", None),
        ("GET", "/search?q=x&chain={}", None),
        ("GET", "/chains/acme/properties/{}", None),
        ("POST", "/chains/acme/keys", {"name": "x", "scopes": ["*"], "properties": ["{}"]}),
        ("POST", "/chains/acme/invitations", {"email": "a@b.test", "role": "manager", "properties": ["{}"]}),
    ],
)
def test_a_strangers_property_in_a_query_or_body_is_not_found_either(
    acme: Chain, method: str, path: str, body: Any
) -> None:
    door = doors.as_role(acme, Role.OWNER)
    answers = []
    for name in ("rival", "no-such-chain") if "chain={}" in path else (THEIRS, NOBODYS):
        filled = {**body, "properties": [name]} if body and "properties" in body else body
        answers.append(without_id(door.send(method, path.format(name), filled), name))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_nobody_is_let_in_without_saying_who(committed: None) -> None:
    door = Door()
    door.read("/session")  # a page was opened: there is a CSRF cookie
    wrong = [
        (method, route.path)
        for route in all_routes()
        if route.path not in OPEN
        for method in route.methods
        if door.send(method, route.filled(property=OURS, chain="acme"), {}).status_code != 401
    ]
    assert not wrong


def judged(door: Door, route: Route, method: str) -> bool:
    """Whether the caller got past the judge on a place of his own."""
    response = door.send(method, route.filled(property=OURS, chain="acme"), {})
    assert response.status_code < 500, (method, route.path, response.content)
    assert response.status_code != 401
    return not (response.status_code == 403 and response.json()["type"] == "/problems/forbidden")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_each_role_may_do_exactly_what_the_tables_say(stage: None, role: Role) -> None:
    """S2: every route × method, against the two hand-written tables."""
    from tests.who_may import BOUND, ROLES

    acme = Chain.objects.get(slug="acme")
    door = doors.as_role(acme, role)
    wrong = []
    for route in all_routes():
        for method in route.methods:
            ability = NEEDS.get(f"{method} {route.path}")
            may = ability in ROLES[role.value]
            if role.value in BOUND and route.path.startswith("chains/<slug:chain>/reports/"):
                may = False
            if ability is not None and judged(door, route, method) != may:
                wrong.append((method, route.path, ability))
    assert not wrong


@pytest.mark.parametrize(
    "scope", ["stays:write", "guests:read", "reports:read", "imports:write", "audit:read"]
)
def test_a_key_may_do_exactly_what_its_scope_says(stage: None, scope: str) -> None:
    from tests.who_may import SCOPES

    door = doors.with_key(Chain.objects.get(slug="acme"), scope)
    wrong = []
    for route in all_routes():
        for method in route.methods:
            ability = NEEDS.get(f"{method} {route.path}")
            if ability is not None and judged(door, route, method) != (ability in SCOPES[scope]):
                wrong.append((method, route.path, ability))
    assert not wrong


def test_a_member_of_one_property_finds_nothing_at_the_other(stage: None) -> None:
    acme = Chain.objects.get(slug="acme")
    desk = doors.as_role(acme, Role.MANAGER, [cast.property_named(OURS)])
    wrong = []
    for route in all_routes():
        if route.place == "property":
            for method in route.methods:
                answers = [
                    without_id(desk.send(method, route.filled(property=name), {}), name)
                    for name in ("acme-2", NOBODYS)
                ]
                if answers[0] != answers[1]:
                    wrong.append((method, route.path, answers))
    assert not wrong


def test_control_a_judge_that_says_yes_to_everything_is_caught(
    stage: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The instrument works: with the check of the property taken out, the matrix above sees a difference."""
    from api import views

    def anyones(caller: object, slug: str) -> Property | None:
        return Property.objects.select_related("chain").filter(slug=slug).first()

    monkeypatch.setattr(views, "property_of", anyones)
    monkeypatch.setattr(views.CallerView, "demand", lambda *_: None)
    door = doors.with_key(Chain.objects.get(slug="acme"))
    answers = [door.read(f"/properties/{name}/stays").status_code for name in (THEIRS, NOBODYS)]
    assert answers == [200, 404]
