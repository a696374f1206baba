"""The product's web application with an allowance of twenty a minute for everybody, for the burst test."""

from config.wsgi import application  # first: it sets Django up

from api import throttling  # isort: skip

__all__ = ["application"]

TWENTY = throttling.Policy("default", 20, 60)
throttling._policy_of = lambda caller: TWENTY
