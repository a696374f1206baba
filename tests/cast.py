"""Who plays in the tests: `acme` is the stage; `rival` is the one who must see nothing and change nothing."""

from chains.models import Chain
from chains.opening import open_chain
from tenants.models import Property
from tenants.provisioning import open_property

CHAINS = {"acme": "雅客", "rival": "对手"}
PROPERTIES = {"acme-1": "雅客一店", "acme-2": "雅客二店", "rival-1": "对手一店"}


def assemble() -> None:
    """Make the chains and properties with their schemas; those that are there stay."""
    for slug, name in CHAINS.items():
        open_chain(slug=slug, name=name)
    for slug, name in PROPERTIES.items():
        chain = Chain.objects.get(slug=slug.split("-")[0])
        open_property(chain, slug=slug, name=name)


def property_named(slug: str) -> Property:
    return Property.objects.select_related("chain").get(slug=slug)
