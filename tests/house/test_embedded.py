"""The servers the tests run on."""

import os

import psycopg
import redis

from config.celery import broker
from tests import embedded


def test_the_tests_have_a_database_and_a_redis_of_their_own() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        found = connection.execute("SHOW server_version").fetchone()
    assert found is not None
    assert found[0].startswith("18")
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        assert client.ping()


def test_parallel_workers_share_no_redis_database(monkeypatch) -> None:
    monkeypatch.setenv("REDIS_URL", "unix:///tmp/x/redis.sock?db=0")
    monkeypatch.setenv("HUIKE_HOME", "/tmp/x")
    embedded.share_out(1)
    assert os.environ["REDIS_URL"] == "unix:///tmp/x/redis.sock?db=2"
    assert os.environ["HUIKE_HOME"] == "/tmp/x/gw1"


def test_celery_reads_the_socket_in_its_own_spelling() -> None:
    assert broker("unix:///tmp/x/redis.sock?db=3") == "redis+socket:///tmp/x/redis.sock?virtual_host=3"
    assert broker("redis://127.0.0.1:6379/0") == "redis://127.0.0.1:6379/0"
