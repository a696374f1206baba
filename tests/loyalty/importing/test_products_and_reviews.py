"""Files of products and of reviews: every row is taken or told why not, and the same file again changes nothing. C91, C92."""

import time_machine

from loyalty.guests.models import Interaction
from loyalty.importing import wizard
from loyalty.products.models import Product
from tenants.context import in_property
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.importing.test_guests_and_contacts import counts, imported
from tests.loyalty.programme.tiers.test_following import noon

PRODUCTS = """编号,品名,类别,单位,售价,成本,库存
W01,矿泉水,饮料,瓶,5,1.20,120
S1,洗衣,服务,次,¥38.00,,
W02,可乐,饮料,听,,2,10
W03,果盘,餐饮,份,-3,,
W04,啤酒,饮料,瓶,12,4,半箱
合计,,,,,,130
"""
REVIEWS = """点评编号,点评时间,订单号,手机,评分,点评内容,平台
R1,2026-11-20 21:05,F1,138****8000,9.6/10,"房间干净,=早餐不错",携程
R2,2026-11-21,,138 0013 8000,2.5分,床单很脏,携程
R3,2026-11-21,,13900000000,5,很好,美团
R4,2026-11-21,F9,,5,很好,美团
,2024-05-01,,13800138000,1,太吵,美团
R6,2026-11-21,,13800138000,8.5,不错,Booking
R7,2026-12-21,,13800138000,5,不错,美团
R8,,,13800138000,5,不错,美团
"""


def test_c91_products_are_put_by_code_and_a_blank_cost_leaves_the_one_that_is_known(acme_1: Property) -> None:
    with in_property(acme_1):
        job = imported(acme_1, "products", PRODUCTS)
        assert counts(job) == (2, 0, 0, 4)
        assert list(job.rejects.order_by("line").values_list("code", "field")) == [
            ("missing", "price"), ("bad_price", "price"), ("bad_amount", "stock"), ("total_row", ""),
        ]  # fmt: skip
        kept = dict(Product.objects.values_list("code", "cost_cents"))
        assert kept == {"W01": 120, "S1": None} and Product.objects.get(code="W01").stock == 120
        assert Product.objects.get(code="S1").changed_by_name == "周岚"
        assert counts(imported(acme_1, "products", PRODUCTS)) == (0, 0, 2, 4)
        dearer = "商品编号,商品名称,售价,成本\nW01,矿泉水,6,\n"
        assert counts(imported(acme_1, "products", dearer)) == (0, 1, 0, 0)
        assert Product.objects.values_list("price_cents", "cost_cents", "stock").get(code="W01") == (
            600,
            120,
            120,
        )


@time_machine.travel(noon("2026-11-23"), tick=False)
def test_c92_reviews_find_their_guest_and_complaints_of_late_become_complaints(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-11-18"))
        job = imported(acme_1, "reviews", REVIEWS)
        assert counts(job) == (3, 0, 0, 5)
        assert list(job.rejects.order_by("line").values_list("code", flat=True)) == [
            "guest_unknown", "no_such_stay", "bad_rating", "in_the_future", "missing",
        ]  # fmt: skip
        told = Interaction.objects.order_by("day").values_list("kind", "topic", "source", "text", "facts")
        assert [
            (kind, topic, source, text, facts["rating"]) for kind, topic, source, text, facts in told
        ] == [
            ("review", "noise", "美团", "太吵", 1),  # of years ago: history, nobody's task
            ("review", "", "携程", "房间干净,=早餐不错", 4.8),
            ("complaint", "cleanliness", "携程", "床单很脏", 2.5),
        ]
        assert (
            Interaction.objects.get(kind="complaint").due_at
            and Interaction.objects.filter(stay=None).count() == 2
        )
        assert counts(imported(acme_1, "reviews", REVIEWS)) == (0, 0, 3, 5)
        job.state = "draft"
        shown = wizard.preview(job, acme_1)
        assert [row.refusal.code if row.refusal else "" for row in shown] == [
            "", "", "guest_unknown", "no_such_stay", "", "bad_rating", "", "missing",
        ]  # fmt: skip
        assert shown[1].fields == {
            "at": "2026-11-21", "guest.phone": "138****8000", "rating": "2.5", "text": "床单很脏", "source": "携程",
        }  # fmt: skip
