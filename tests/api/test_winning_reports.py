"""Reports on who slips away and what winning back brought: of one property and of the chain, as JSON and as files."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import pytest
import time_machine

from api.v1 import campaign_report_shapes, coaching_shapes, result_shapes, slipping_shapes
from chains.models import Chain
from kernel import money
from kernel.statements import Statements
from loyalty.campaigns import outcomes
from loyalty.campaigns.models import Campaign, Target
from loyalty.figures import refreshing, winning
from loyalty.figures.told import coach, value
from loyalty.guests.models import Guest
from loyalty.lifecycle import assessing
from loyalty.lifecycle.models import State
from loyalty.messaging.models import Message
from loyalty.products import costs, profit
from loyalty.products.costs import Change
from reports import winning as cells
from reports.models import StageCell
from staff.roles import Role
from tenants import usage
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors, factories
from tests.doors import Door

NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
TODAY = date(2026, 11, 23)
# C76: days between visits 1→2, 2→3 …
GAPS = (90, 60, 30, 60, 90, 120, 180)
RANGE = "from=2026-09-01&to=2026-11-23"


def series(place: Property, guests: int, source: str, prefix: str) -> None:
    """Guests who come by C76's gaps, a day apart from each other; each third never comes again, and one stops a visit earlier."""
    stays = []
    for number in range(guests):
        day = date(2024, 10, 1) + timedelta(days=number)
        visits = 1 if number % 3 == 2 else len(GAPS) + 1 - number % 2
        for visit in range(visits):
            stays.append(
                factories.stay(
                    f"{prefix}{number}-{visit}",
                    str(day),
                    guest_number=f"{prefix}{number}",
                    name=f"{prefix}{number}",
                    phone=f"139{ord(prefix[0]):03}{number:05}",
                    source=source,
                )
            )
            day += timedelta(days=GAPS[visit] if visit < len(GAPS) else 0)
    factories.follow(place, *stays)


@pytest.fixture
def told(acme_1: Property, acme_2: Property) -> Iterator[Door]:
    """Two properties with sixty and thirty-three guests, assessed; their figures made."""
    with time_machine.travel(NOW, tick=False):
        for place, guests, source in ((acme_1, 60, "携程"), (acme_2, 33, "官网")):
            with in_property(place):
                series(place, guests, source, "AB"[place is acme_2])
                assessing.night(Statements(raw_connection()), place, TODAY)
            refreshing.refresh(place)
            assert winning.refresh(place)
        yield doors.as_role(acme_1.chain, Role.OWNER)


def read(door: Door, path: str, shape: Any, **headers: str) -> Any:
    """The answer, which must be of the shape that the document of the interface gives."""
    answer = door.read(path, **headers)
    assert answer.status_code == 200, answer.content
    body = msgspec.json.decode(answer.content)
    msgspec.convert(body, shape)
    return body


@pytest.mark.parametrize("place", ["properties/acme-1", "chains/acme"])
@pytest.mark.parametrize(
    ("report", "shape"),
    [
        ("latency?cohort=channel", slipping_shapes.LatencyReport),
        ("latency?cohort=source", slipping_shapes.LatencyReport),
        ("latency?cohort=property", slipping_shapes.LatencyReport),
        (f"churn?{RANGE}", slipping_shapes.ChurnReport),
        (f"churn?{RANGE}&by=source", slipping_shapes.ChurnReport),
        (f"churn?{RANGE}&by=stage", slipping_shapes.ChurnReport),
        ("rfm", slipping_shapes.RfmReport),
        ("value", slipping_shapes.ValueReport),
        (f"campaigns?{RANGE}", campaign_report_shapes.CampaignsReport),
        ("channel-coach", coaching_shapes.ChannelCoach),
        ("contact-pool", coaching_shapes.ContactPool),
    ],
)
def test_every_report_answers_in_its_shape(told: Door, place: str, report: str, shape: Any) -> None:
    read(told, f"/{place}/reports/{report}", shape)
    read(told, f"/{place}/reports/{report}", shape, ACCEPT_LANGUAGE="en")


def test_before_anything_was_assessed_they_are_empty_and_whole(acme_1: Property) -> None:
    door = doors.as_role(acme_1.chain, Role.OWNER)
    latency = read(door, "/properties/acme-1/reports/latency", slipping_shapes.LatencyReport)
    assert latency["whole"]["guests"] == 0 and latency["as_of"] is None and latency["whole"]["turn"] is None
    churn = read(door, f"/properties/acme-1/reports/churn?{RANGE}", slipping_shapes.ChurnReport)
    assert churn["total"]["churn_rate"] is None and churn["trend"] == []
    for report, shape in (
        ("rfm", slipping_shapes.RfmReport),
        ("value", slipping_shapes.ValueReport),
        ("channel-coach", coaching_shapes.ChannelCoach),
    ):
        read(door, f"/chains/acme/reports/{report}", shape)
    assert door.read("/properties/acme-1/reports/rfm.xlsx").status_code == 200


def test_c76_the_turn_comes_after_the_fourth_visit_and_a_trigger_is_proposed(told: Door) -> None:
    report = read(told, "/properties/acme-1/reports/latency?cohort=source", slipping_shapes.LatencyReport)
    whole = report["whole"]
    assert [step["median"] for step in whole["steps"][:6]] == [90, 60, 30, 60, 90, 120]
    assert whole["turn"]["act_upon"] == 4 and whole["turn"]["days"] == 30
    assert whole["turn"]["proposal"]["event"] == "visit" and whole["turn"]["proposal"]["ordinal"] == 4
    assert "第 4 次" in whole["turn"]["says"]
    (source,) = report["cohorts"]
    assert (source["key"], source["guests"]) == ("携程", 60)
    first = source["steps"][0]
    # Two of three ever come again; all by the 90th day.
    assert first["share"] == pytest.approx(2 / 3) and first["enough"] and first["from"] == "携程"
    assert first["curve"][-1][1] == pytest.approx(2 / 3) and first["curve"][0] == [7, 0]


def test_a_chains_curve_is_that_of_all_its_guests_and_a_small_property_speaks_with_the_chains_voice(
    told: Door,
) -> None:
    report = read(told, "/chains/acme/reports/latency?cohort=property", slipping_shapes.LatencyReport)
    assert report["whole"]["guests"] == 93 and report["whole"]["steps"][0]["returns"] == 62
    by_key = {cohort["key"]: cohort for cohort in report["cohorts"]}
    second = by_key["acme-2"]["steps"][1]
    # 22 of 33 came twice: below thirty.
    assert (second["guests"], second["enough"]) == (22, False)
    assert (second["from"], second["norm_median"]) == ("whole", 60)
    assert second["curve"] == []


def test_c84_churn_is_told_now_by_month_and_by_whom(told: Door) -> None:
    report = read(told, f"/chains/acme/reports/churn?{RANGE}&by=channel", slipping_shapes.ChurnReport)
    total = report["total"]
    assert (
        total["guests"]
        == 93
        == sum(total[stage] for stage in ("new", "sticky", "at_risk", "dormant", "lost"))
    )
    away = total["at_risk"] + total["dormant"] + total["lost"]
    assert total["churn_rate"] == pytest.approx(away / 93, abs=1e-6) and away
    assert {row["key"]: row["guests"] for row in report["rows"]} == {"ota": 60, "member": 33}
    assert [month["month"] for month in report["trend"]] == ["2026-09", "2026-10", "2026-11"]
    assert [month["reckoned"] for month in report["trend"]] == [True, True, False]
    # Nobody is new any more: all came first two years ago, so the share away only grows.
    assert report["trend"][0]["churn_rate"] <= report["trend"][2]["churn_rate"]
    stages = read(told, f"/properties/acme-1/reports/churn?{RANGE}&by=stage", slipping_shapes.ChurnReport)
    assert sum(row["guests"] for row in stages["rows"]) == 60


def test_c82_who_comes_a_second_time_is_counted_by_month_of_the_first(told: Door) -> None:
    report = read(
        told, "/properties/acme-1/reports/churn?from=2024-10-01&to=2024-11-30", slipping_shapes.ChurnReport
    )
    second = report["second_visit"]
    # Sixty first visits from 1 October on, two of three come again after 90 days.
    assert [(month["month"], month["first"], month["final"]) for month in second["months"]] == [
        ("2024-10", 31, True),
        ("2024-11", 29, True),
    ]
    assert (second["first"], second["second"], second["rate"]) == (60, 40, 0.666667)
    assert report["properties"][0]["second_visit_rate"] == 0.666667


def test_c86_c88_the_grid_adds_up_and_every_cell_opens_by_a_rule(told: Door) -> None:
    report = read(told, "/properties/acme-1/reports/rfm", slipping_shapes.RfmReport)
    assert len(report["grid"]) == 25 and sum(cell["n"] for cell in report["grid"]) == 60 == report["guests"]
    assert sum(group["n"] for group in report["groups"]) == 60 == sum(tier["n"] for tier in report["tiers"])
    assert [tier["key"] for tier in report["tiers"]] == [
        "platinum",
        "gold",
        "silver",
        "potential",
        "churn_warning",
    ]
    assert len(report["groups"]) == 8 and len(report["thresholds"][0]["days"]) == 4
    for cell in (max(report["grid"], key=lambda cell: cell["n"]), report["groups"][0], report["tiers"][3]):
        preview = told.add("/properties/acme-1/segments/preview", {"rule": cell["rule"]})
        assert preview.status_code == 200, preview.content
        assert msgspec.json.decode(preview.content)["count"] == cell["n"]


def test_c87_values_add_up_and_tenths_are_of_the_most_valuable_first(told: Door, acme_1: Property) -> None:
    report = read(told, "/chains/acme/reports/value", slipping_shapes.ValueReport)
    with in_property(acme_1):
        ours = sum(State.objects.values_list("spent_cents", flat=True))
    assert report["properties"][0]["current"] == f"{ours // 100}.{ours % 100:02d}"
    assert sum(row["guests"] for row in report["tiers"]) == 93 == report["total"]["guests"]
    assert sum(row["guests"] for row in report["channels"]) == 93
    assert sum(tenth["guests"] for tenth in report["deciles"]) == 60  # at the other too few came again
    futures = [float(tenth["future"]) for tenth in report["deciles"]]
    assert futures == sorted(futures, reverse=True)
    assert {model["property"] for model in report["models"]} == {"acme-1", "acme-2"}


def test_tenths_of_two_hundred_slices_are_exact() -> None:
    slices = [[5, 5 * cents, cents] for cents in range(200, 0, -1)]
    told = value.deciles(slices)
    assert [tenth["guests"] for tenth in told] == [100] * 10
    assert told[0]["from"] == "1.81" and told[9]["from"] == "0.01"
    assert sum(tenth["share"] for tenth in told) == pytest.approx(1, abs=1e-5)
    assert [tenth["guests"] for tenth in value.deciles([])] == [0] * 10


def test_campaigns_are_told_by_kind_stage_and_offer_with_their_effect(told: Door, acme_1: Property) -> None:
    with in_property(acme_1):
        campaigned(acme_1)
    winning.refresh(acme_1, full=True)
    report = read(
        told, f"/properties/acme-1/reports/campaigns?{RANGE}", campaign_report_shapes.CampaignsReport
    )
    (row,) = report["campaigns"]
    assert (row["name"], row["kind"], row["chosen"], row["held_out"]) == ("秋天回来", "win_back", 30, 10)
    assert (row["sent"], row["restrained"], row["saved"]) == (30, 4, "12.00")
    assert (row["rate"], row["holdout_rate"], row["uplift_pp"]) == (0.5, 0.0, 50.0)
    assert row["extra_revenue"] == "3690.00" and row["cost"] == "150.00" and row["net"] == "3540.00"
    assert row["return"] == pytest.approx(23.6)
    assert report["reference_rate"] == 0.15 and report["restrained"][0]["reason"] == "on_pattern"
    assert [group["key"] for group in report["stages"]] == ["at_risk", "lost"]
    assert [group["key"] for group in report["offers"]] == ["coupon"]
    chain = read(told, f"/chains/acme/reports/campaigns?{RANGE}", campaign_report_shapes.CampaignsReport)
    assert chain["total"]["chosen"] == 30 and chain["properties"][1]["chosen"] == 0
    assert (
        read(
            told,
            "/chains/acme/reports/campaigns?from=2025-01-01&to=2025-02-01",
            campaign_report_shapes.CampaignsReport,
        )["campaigns"]
        == []
    )


def campaigned(place: Property) -> Campaign:
    """Thirty contacted, of whom half come; ten held out, of whom nobody does; four left alone."""
    campaign = Campaign.objects.create(
        code="autumn",
        name="秋天回来",
        kind="win_back",
        document={"window_days": 30, "variants": [{"offer": {"kind": "coupon", "coupon": "ten"}}]},
        state="running",
        made_at=NOW,
        made_by="",
        made_by_name="",
        changed_at=NOW,
    )
    chosen = date(2026, 10, 1)
    guests = list(Guest.objects.order_by("pk"))[:44]
    for number, guest in enumerate(guests):
        arm, decision = ("A", "contact") if number < 30 else ("holdout", "held_out")
        if number >= 40:
            arm, decision = "none", "refrained"
        sent = {"sent_on": chosen, "sent_at": NOW} if arm == "A" else {}
        Target.objects.create(
            campaign=campaign,
            guest=guest,
            occasion=f"c{campaign.pk}:{guest.pk}",
            arm=arm,
            decision=decision,
            reason="on_pattern" if arm == "none" else "",
            saved_cents=300 if arm == "none" else 0,
            stage="at_risk" if number % 4 else "lost",
            chosen_on=chosen,
            chosen_at=NOW,
            **sent,
        )
        if arm == "A":
            Message.objects.create(
                key=f"m{number}", guest=guest, kind="marketing", purpose="marketing", texts={}, channels=["sms"],
                target_id=Target.objects.latest("pk").pk, campaign_id=campaign.pk, state="sent", cost_cents=500,
                sent_on=chosen, sent_at=NOW, channel="sms", expires_at=NOW, due_at=NOW, made_at=NOW,
            )  # fmt: skip
    for number, guest in enumerate(guests[:15]):
        factories.follow(
            place,
            factories.stay(
                f"R{number}", "2026-10-20", guest_number=guest.name, name=guest.name, phone=guest.phone or ""
            ),
        )
    outcomes.credit(Statements(raw_connection()), place, [guest.pk for guest in guests])
    return campaign


def test_a_campaigns_results_are_told_by_group_with_what_to_do_next(told: Door, acme_1: Property) -> None:
    with in_property(acme_1):
        campaign = campaigned(acme_1)
    path = f"/properties/acme-1/campaigns/{campaign.pk}/results"
    report = read(told, path, result_shapes.CampaignResults)
    total = report["total"]
    assert (total["contact"]["n"], total["contact"]["visited"], total["holdout"]["n"]) == (30, 15, 10)
    assert (total["uplift_pp"], report["final"], report["window_days"]) == (50, True, 30)
    # Ten held out are too few to say anything by.
    assert total["advice"]["code"] == "wait" and "10 人" in total["advice"]["says"]
    assert [group["key"] for group in report["groups"]] == ["at_risk", "lost"]
    assert report["restrained"]["saved"] == "12.00"
    assert report["funnel"]["sent"] == 30 and report["funnel"]["visited"] == 15
    # Nobody has set a cost: nothing is taken off, and what is not known is named.
    assert (total["extra_profit"], total["net_profit"]) == (total["extra_revenue"], total["net"])
    assert [each["what"] for each in report["profit_unknown"]] == ["commission", "fnb", "rooms"]
    for by in ("tier", "channel", "arm"):
        read(told, f"{path}?by={by}", result_shapes.CampaignResults)
    assert [
        group["key"] for group in read(told, f"{path}?by=arm", result_shapes.CampaignResults)["groups"]
    ] == ["A"]
    assert told.read("/properties/acme-1/campaigns/999/results").status_code == 404
    assert told.read(f"/properties/acme-1/campaigns/{2**70}/results").status_code == 404


def priced(place: Property) -> None:
    """A night of 208 and 38 of food by an agent: 31.20 of commission, 45 for the room, 13.30 for the food; 156.50 is left."""
    change = Change(commissions={"携程": 1500}, rooms={"": 4500}, shares={"fnb": 3500, "other": 0})
    costs.change(Statements(raw_connection()), place, change, "店长")


def test_c91_profit_stands_beside_what_a_campaign_brought_and_its_cost_is_taken_off_once(
    told: Door, acme_1: Property
) -> None:
    with in_property(acme_1):
        campaign = campaigned(acme_1)
        priced(acme_1)
    path = f"/properties/acme-1/campaigns/{campaign.pk}/results"
    report = read(told, path, result_shapes.CampaignResults)
    total = report["total"]
    assert (total["contact"]["profit"], total["holdout"]["profit"]) == ("2347.50", "0.00")
    # All fifteen came because of it; the messages cost 150.
    assert (total["extra_profit"], total["net_profit"], report["profit_unknown"]) == (
        "2347.50",
        "2197.50",
        [],
    )
    # The same estimator: every visit leaves the same share of its revenue, and so does each end of the interval.
    revenue, profit = ([float(end) for end in total[f"extra_{what}_ci"]] for what in ("revenue", "profit"))
    assert profit == pytest.approx([end * 156.5 / 246 for end in revenue], abs=0.01)
    for groups in (
        report["groups"],
        read(told, f"{path}?by=arm", result_shapes.CampaignResults)["groups"],
    ):
        assert sum(float(group["contact"]["profit"]) for group in groups) == 2347.50
    # What a cost says now, it says of every campaign there was.
    assert winning.refresh(acme_1)
    for place in ("properties/acme-1", "chains/acme"):
        line = read(told, f"/{place}/reports/campaigns?{RANGE}", campaign_report_shapes.CampaignsReport)[
            "total"
        ]
        assert (line["extra_profit"], line["net_profit"], line["profit_complete"]) == (
            "2347.50",
            "2197.50",
            True,
        )
    blind = doors.as_role(acme_1.chain, Role.MARKETING)
    for hidden in (path, f"/chains/acme/reports/campaigns?{RANGE}"):
        assert "profit" not in blind.read(hidden).content.decode()


def test_c91_profit_stands_beside_what_guests_have_spent_to_date(told: Door, acme_1: Property) -> None:
    with in_property(acme_1):
        priced(acme_1)
        left = profit.of_people(
            Statements(raw_connection()), list(Guest.objects.values_list("pk", flat=True))
        )
    ours = money.amount(sum(each.profit_cents for each in left.values()))
    assert winning.refresh(acme_1)
    value = read(told, "/properties/acme-1/reports/value", slipping_shapes.ValueReport)
    assert (value["total"]["profit"], value["total"]["profit_complete"]) == (ours, True)
    rfm = read(told, "/properties/acme-1/reports/rfm", slipping_shapes.RfmReport)
    for lines in (value["tiers"], value["channels"], rfm["grid"], rfm["groups"], rfm["tiers"]):
        assert sum(round(float(line["profit"]) * 100) for line in lines) == round(float(ours) * 100)
    # At the other property nobody has set anything.
    chain = read(told, "/chains/acme/reports/value", slipping_shapes.ValueReport)
    first, second = chain["properties"]
    assert (first["profit"], first["profit_complete"]) == (ours, True)
    assert (second["profit"], second["profit_complete"]) == (second["current"], False)
    assert not chain["total"]["profit_complete"]
    # Who may not see it, and who is bound to one property.
    blind = doors.as_role(acme_1.chain, Role.MARKETING)
    for report in ("value", "rfm"):
        for form in ("", ".csv"):
            assert (
                "profit"
                not in blind.read(f"/chains/acme/reports/{report}{form}", ACCEPT_LANGUAGE="en")
                .content.decode()
                .lower()
            )
    bound = doors.as_role(acme_1.chain, Role.ANALYST, [acme_1])
    assert bound.read("/chains/acme/reports/value").status_code == 403
    assert bound.read("/properties/acme-1/reports/value").json()["total"]["profit"] == ours


def test_doing_it_again_changes_nothing_and_what_is_erased_is_gone(told: Door, acme_1: Property) -> None:
    before = list(StageCell.objects.order_by("property_id", "day", "channel", "stage").values_list())
    assert not winning.refresh(acme_1)
    assert winning.refresh(acme_1, full=True)
    assert list(StageCell.objects.order_by("property_id", "day", "channel", "stage").values_list()) == before
    cells.forget(acme_1.pk)
    assert not any(table._default_manager.filter(property_id=acme_1.pk).exists() for table in cells.TABLES)


def test_messages_of_this_month_are_what_the_plan_counts(told: Door, acme_1: Property) -> None:
    chain: Chain = acme_1.chain
    assert usage.usage(chain).messages == 0
    with in_property(acme_1):
        guest = Guest.objects.order_by("pk")[0]
        for number, (day, state) in enumerate(
            [(TODAY, "sent"), (date(2026, 11, 1), "unknown"), (date(2026, 10, 31), "sent")]
        ):
            Message.objects.create(
                key=f"x{number}", guest=guest, kind="marketing", purpose="marketing", texts={}, channels=["sms"], channel="sms",
                state=state, sent_on=day, sent_at=NOW, expires_at=NOW, due_at=NOW, made_at=NOW,
            )  # fmt: skip
    winning.refresh(acme_1)
    assert usage.usage(chain).messages == 2


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("report", ["latency", "churn", "rfm", "value", "campaigns"])
def test_each_is_a_file_too(told: Door, report: str, form: str) -> None:
    asked = f"?{RANGE}" if report in ("churn", "campaigns") else ""
    for place in ("properties/acme-1", "chains/acme"):
        answer = told.read(f"/{place}/reports/{report}.{form}{asked}", ACCEPT_LANGUAGE="zh-CN")
        assert answer.status_code == 200, answer.content
        assert f'filename="{report}_' in answer["Content-Disposition"]
        if form == "csv":
            lines = answer.content.decode("utf-8-sig").splitlines()
            assert len({line.count(",") for line in lines if '"' not in line}) == 1


@pytest.mark.parametrize(
    "query", ["latency?cohort=moon", "churn", "churn?from=2026-02-01&to=2026-01-01", "rfm?x=1", "campaigns", "contact-pool?daily=-1", "contact-pool?rate=x"]
)  # fmt: skip
def test_what_is_asked_wrongly_is_told(acme_1: Property, query: str) -> None:
    answer = doors.as_role(acme_1.chain, Role.OWNER).read(f"/properties/acme-1/reports/{query}")
    assert answer.status_code == 400 and msgspec.json.decode(answer.content)["errors"]


def test_c19_c30_c31_the_pool_by_the_fields_own_numbers(told: Door) -> None:
    report = read(
        told,
        "/chains/acme/reports/contact-pool?daily=20&visits=2&rate=150&cost=3",
        coaching_shapes.ContactPool,
    )
    plan = report["plan"]
    assert (plan["contacts_a_month"], plan["contacts_a_year"], plan["visits_a_year"]) == (600, 7_200, 14_400)
    assert (plan["revenue_a_year"], plan["saved"]) == ("2160000.00", "21600.00")
    assert [(account["holds"], account["full_in_days"]) for account in report["accounts"]] == [
        (5_000, 250),
        (20_000, 1_000),
    ]
    assert report["accounts"][0]["full_on"] == str(TODAY + timedelta(days=250))
    # C31: 70 rooms at 60 % are 42 a night; ten contacts of those are 23.8 %.
    captured = read(
        told, "/chains/acme/reports/contact-pool?daily=10&rooms=70&occupancy=0.6", coaching_shapes.ContactPool
    )
    assert captured["capture"] == {"rooms_a_night": 42.0, "capture_rate": pytest.approx(0.238095)}
    measured = report["measured"]
    assert measured["days"] == 365 and measured["visits"] > 0 and measured["average_rate"] == "208.00"


def test_c14_c15_c29_the_coach_alarms_above_half_and_never_says_to_reduce_ota(told: Door) -> None:
    with time_machine.travel(datetime.fromisoformat("2026-06-30T08:00:00+08:00"), tick=False):
        ota = read(told, "/properties/acme-1/reports/channel-coach", coaching_shapes.ChannelCoach)
        private = read(told, "/properties/acme-2/reports/channel-coach", coaching_shapes.ChannelCoach)
    assert ota["alarm"] and ota["advice"]["code"] == "alarm" and "不要减少 OTA" in ota["advice"]["says"]
    assert {part["channel"]: part["target"] for part in ota["parts"]} == {
        "member": 40,
        "corporate": 20,
        "ota": 35,
        "walk_in": 5,
    }
    assert private["advice"]["code"] == "ease" and not private["alarm"]


def a_trend(pairs: list[tuple[float, float]]) -> list[dict[str, Any]]:
    return [
        {"month": f"2026-{month:02d}", "visits": 300, "member": member, "ota": ota}
        for month, (member, ota) in enumerate(pairs, 1)
    ]


def test_the_day_private_traffic_overtakes_is_told_only_of_a_clear_trend() -> None:
    steady = a_trend([(0.20 + 0.01 * month, 0.55 - 0.01 * month) for month in range(1, 11)])
    found = coach.crossover(steady, TODAY)
    # Ten months on: 0.30 and 0.45, two points nearer a month: seven and a half months from mid-October.
    assert found.clear and found.on is not None and abs((found.on - date(2027, 6, 1)).days) <= 5
    assert found.member == pytest.approx(0.01) and found.ota == pytest.approx(-0.01)
    jumping = a_trend([(0.3 + 0.1 * (month % 2), 0.5 - 0.1 * (month % 3)) for month in range(10)])
    assert coach.crossover(jumping, TODAY).on is None
    assert coach.crossover(steady[:4], TODAY).on is None
    away = a_trend([(0.3 - 0.01 * month, 0.5 + 0.01 * month) for month in range(10)])
    assert coach.crossover(away, TODAY).on is None
