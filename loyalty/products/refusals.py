"""What products and consumption refuse, and by which rule."""

from kernel.errors import Refused


class NoSuchProduct(Refused):
    code = "no_such_product"
    status = 404
    zh = "没有这个商品或服务：{product}。"
    en = "There is no such product or service: {product}."


class NotSold(Refused):
    code = "product_inactive"
    status = 409
    zh = "{product} 已停用，不能再售。"
    en = "{product} is no longer sold."


class OutOfStock(Refused):
    code = "out_of_stock"
    status = 409
    zh = "{product} 库存只剩 {left}。"
    en = "Only {left} of {product} are left."


class NoSuchConsumption(Refused):
    code = "no_such_consumption"
    status = 404
    zh = "没有这条消费记录。"
    en = "There is no such consumption."


class TakenBack(Refused):
    code = "consumption_taken_back"
    status = 409
    zh = "这条消费已经撤销。"
    en = "This consumption was taken back already."


class OfAnother(Refused):
    code = "stay_of_another_guest"
    status = 422
    zh = "这个入住单不是这位客人的。"
    en = "This stay is not of this guest."
