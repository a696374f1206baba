"""Why a coupon is not given, or not taken."""

from kernel.errors import Refused


class UnknownKind(Refused):
    code = "not_eligible"
    status = 422
    zh = "现行会员方案里没有这种优惠券：{kind}。"
    en = "The programme in force has no coupon of this kind: {kind}."


class SoldOut(Refused):
    code = "exhausted"
    status = 422
    zh = "这种优惠券已发完：还可发 {left} 张，需要 {asked} 张。"
    en = "This coupon's stock is used up: {left} left, {asked} asked for."


class BudgetSpent(Refused):
    code = "exhausted"
    status = 422
    zh = "这种优惠券的预算已用完：还可发面值 {left} 元，需要 {asked} 元。"
    en = "This coupon's budget is used up: {left} of face value left, {asked} asked for."


class EnoughOfThese(Refused):
    code = "not_eligible"
    status = 422
    zh = "每位客人最多领取 {per_guest} 张这种优惠券。"
    en = "A guest gets at most {per_guest} of this coupon."


class KindOver(Refused):
    code = "expired"
    status = 422
    zh = "这种优惠券已于 {expires_on} 截止。"
    en = "This coupon ended on {expires_on}."


class KeyUsed(Refused):
    code = "idempotency_key_reused"
    status = 422
    zh = "这个编号已用于发放另一张优惠券。"
    en = "This key was used to issue another coupon."


class NoSuchCoupon(Refused):
    code = "not_found"
    status = 404
    zh = "没有这张优惠券，请核对券码。"
    en = "There is no such coupon: check the code."


class AlreadyUsed(Refused):
    """Also for a coupon whose use was undone: it is dead, whoever has it."""

    code = "already_used"
    status = 422
    zh = "优惠券 {coupon} 已使用、退回或作废，不能再用。"
    en = "Coupon {coupon} was used, refunded or cancelled: it cannot be used again."


class Expired(Refused):
    code = "expired"
    status = 422
    zh = "优惠券 {coupon} 已于 {expires_on} 到期。"
    en = "Coupon {coupon} expired on {expires_on}."


class SpendMore(Refused):
    code = "not_eligible"
    status = 422
    zh = "优惠券 {coupon} 需消费满 {least} 元。"
    en = "Coupon {coupon} needs a bill of at least {least}."


class NotTogether(Refused):
    code = "not_eligible"
    status = 422
    zh = "优惠券 {coupon} 不能与其他优惠券同时使用。"
    en = "Coupon {coupon} cannot be used beside another."


class AnotherGuests(Refused):
    code = "not_eligible"
    status = 422
    zh = "优惠券 {coupon} 属于另一位客人。"
    en = "Coupon {coupon} belongs to another guest."


class NotRedeemed(Refused):
    code = "not_eligible"
    status = 422
    zh = "这张优惠券没有可以撤销的使用。"
    en = "This coupon has not been redeemed: there is nothing to undo."


class StayUnknown(Refused):
    code = "not_eligible"
    status = 422
    zh = "没有这次入住：{stay}。"
    en = "There is no such stay: {stay}."
