"""Many requests for several properties at once, through the whole middleware (tests.tenants.canary)."""

import random
import threading
from collections import Counter

from django.db import connection
from django.test import Client

from tests import cast

THREADS = 8


def drive(requests: int) -> Counter[str]:
    """Send the requests from eight threads; counts what came back."""
    found: Counter[str] = Counter()
    lock = threading.Lock()

    def work(seed: int) -> None:
        chance = random.Random(seed)
        client = Client(raise_request_exception=False)
        for _ in range(requests // THREADS):
            slug = chance.choice(list(cast.PROPERTIES))
            kind = chance.choice(["read", "read", "write", "fail", "nobody"])
            response = client.get("/nobody" if kind == "nobody" else f"/{kind}/{slug}")
            if response.status_code == 500:
                verdict = "failed" if kind == "fail" else "error"
            else:
                own = {slug} if kind != "nobody" else set()
                verdict = "right" if set(response.json()["names"]) == own else "wrong"
            with lock:
                found[verdict] += 1
        connection.close()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
