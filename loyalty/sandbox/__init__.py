"""Sandboxes: properties for trying things out, each behind a key of its own, with guests who never were."""
