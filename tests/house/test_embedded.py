import os

import psycopg
import redis


def test_the_tests_have_a_database_and_a_redis_of_their_own() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        assert connection.execute("SHOW server_version").fetchone()[0].startswith("18")
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        assert client.ping()
