"""Between the properties of one chain: tiers known everywhere, points spent anywhere, cards read on request.

Each is off until HQ switches it on (sharing.settings). A guest's value has one home, the property where it was
earned; nothing of a guest is copied but the tier's code. People are matched by the chain's keyed hash.
"""
