"""What the interface itself refuses, before any rule of the product is asked."""

from dataclasses import dataclass
from typing import Any

from kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with a request: where (a JSON pointer; "?name" for a query parameter), what, in words."""

    pointer: str
    code: str
    zh: str
    en: str


class Malformed(Refused):
    code = "malformed"
    status = 400
    zh = "请求的格式不正确。"
    en = "The request is malformed."

    def __init__(self, *flaws: Flaw, **facts: Any) -> None:
        super().__init__(errors=list(flaws), **facts)


class Unauthenticated(Refused):
    code = "unauthenticated"
    status = 401
    zh = "请先登录，或提供有效的密钥。"
    en = "Sign in, or send a valid key."


class Forbidden(Refused):
    code = "forbidden"
    status = 403
    zh = "您的权限不允许这个操作。"
    en = "You are not allowed to do this."


class Suspended(Refused):
    """Not 401: the key is right, and a PMS must not throw it away."""

    code = "chain_suspended"
    status = 403
    zh = "该连锁已被平台暂停使用，数据完整保留。请联系回客。"
    en = "This chain is suspended by the platform; its data is kept. Talk to Huike."


class CsrfFailed(Refused):
    code = "csrf_failed"
    status = 403
    zh = "页面已过期，请刷新后重试。"
    en = "This page is out of date. Reload it and try again."


class NotFound(Refused):
    """Also for what exists but is not the caller's: the two must not be told apart."""

    code = "not_found"
    status = 404
    zh = "没有找到您要的内容。"
    en = "There is nothing here."


class MethodNotAllowed(Refused):
    code = "method_not_allowed"
    status = 405
    zh = "这个地址不支持 {method} 方法。"
    en = "{method} is not possible at this address."


class NotAcceptable(Refused):
    code = "not_acceptable"
    status = 406
    zh = "无法按请求的格式返回，这里只提供 JSON。"
    en = "This address answers in JSON only."


class Conflict(Refused):
    code = "conflict"
    status = 409
    zh = "与已有的数据冲突，请刷新后重试。"
    en = "This conflicts with what is already stored. Reload and try again."


class TooLarge(Refused):
    code = "too_large"
    status = 413
    zh = "请求内容过大。"
    en = "The request is too large."


class UnsupportedMediaType(Refused):
    code = "unsupported_media_type"
    status = 415
    zh = "请求内容的类型不受支持，请使用 application/json。"
    en = "Send the body as application/json."


class Internal(Refused):
    code = "internal"
    status = 500
    zh = "系统出了问题，我们已记录。请稍后再试，或提供请求编号以便查找。"
    en = "Something went wrong on our side and has been logged. Try again, or tell us the request id."


class Unavailable(Refused):
    code = "unavailable"
    status = 503
    zh = "服务暂时不可用，请稍后重试。"
    en = "The service is unavailable for a moment. Try again shortly."

    def __init__(self, retry_after: int = 2, **facts: Any) -> None:
        super().__init__(retry_after=retry_after, **facts)
