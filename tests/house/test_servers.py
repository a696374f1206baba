"""The embedded PostgreSQL and Redis start whatever an earlier run left behind."""

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis as redis_client

from config.local import children, postgres, redis
from config.local.folders import SOCKET_FOLDER_BYTES_MAX, Home, make_folders, socket_folder
from config.local.trouble import CannotStart


@pytest.fixture
def home(short_path: Path) -> Home:
    made = Home(short_path / "home")
    make_folders(made)
    return made


@pytest.fixture
def stopped() -> Iterator[list[children.Child]]:
    """Children put into this list are stopped when the test ends."""
    started: list[children.Child] = []
    yield started
    children.stop(*started)


def _start_postgres(home: Home) -> children.Child:
    sockets = socket_folder(home.run, "postgres")
    return postgres.start(home.postgres, sockets, home.logs / "postgres.log", {"shared_buffers": "64MB"})


def _ask(home: Home, question: str) -> object:
    with psycopg.connect(postgres.url(socket_folder(home.run, "postgres"))) as connection:
        answer = connection.execute(question).fetchone()
    assert answer is not None
    return answer[0]


def test_postgres_starts_again_after_it_was_killed(home: Home, stopped: list[children.Child]) -> None:
    first = _start_postgres(home)
    stopped.append(first)
    with psycopg.connect(postgres.url(socket_folder(home.run, "postgres"))) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    os.killpg(first.process.pid, signal.SIGKILL)
    first.process.wait()
    stopped.append(_start_postgres(home))
    assert _ask(home, "SELECT n FROM kept") == 7
    assert _ask(home, "SHOW jit") == "off"
    assert _ask(home, "SHOW max_locks_per_transaction") == "512"
    assert _ask(home, "SHOW listen_addresses") == ""


def test_a_stale_lock_with_a_living_strangers_number_does_not_stop_postgres(
    home: Home, stopped: list[children.Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    children.stop(_start_postgres(home))
    lock = home.postgres / "postmaster.pid"
    # PostgreSQL takes its own parent's number for its own from before a reboot, so a real stranger is needed.
    stranger = children.start(
        children.Program(
            name="stranger", command=["sleep", "600"], log=home.logs / "stranger.log", user=_server_user()
        )
    )
    stopped.append(stranger)
    text = f"{stranger.process.pid}\n{home.postgres}\n1700000000\n5432\n\n\n\nready   \n"

    # Control: left to itself, the server refuses.
    lock.write_text(text)
    with monkeypatch.context() as patched:
        patched.setattr(postgres, "_forget_stale_lock", lambda data: None)
        with pytest.raises(CannotStart, match="lock file"):
            _start_postgres(home)

    lock.write_text(text)
    stopped.append(_start_postgres(home))
    assert _ask(home, "SELECT 1") == 1


def _server_user() -> str | None:
    return postgres.USER_FOR_ROOT if os.getuid() == 0 else None


def test_a_half_made_database_of_an_interrupted_start_is_made_anew(
    home: Home, stopped: list[children.Child]
) -> None:
    home.postgres.mkdir()
    (home.postgres / "base").mkdir()
    (home.postgres / "postgresql.conf").write_text("half")
    stopped.append(_start_postgres(home))
    assert _ask(home, "SELECT current_database()") == "huike"


def test_a_database_of_another_version_is_refused_in_one_sentence(home: Home) -> None:
    home.postgres.mkdir()
    (home.postgres / "PG_VERSION").write_text("16\n")
    with pytest.raises(CannotStart, match=r"made by PostgreSQL 16; this Huike brings 18"):
        _start_postgres(home)


def test_sockets_of_a_deep_folder_lie_in_a_short_private_one(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["deep" * 10] * 4)
    deep.mkdir(parents=True)
    folder = socket_folder(deep, "postgres")
    assert len(os.fsencode(folder)) <= SOCKET_FOLDER_BYTES_MAX
    assert folder == socket_folder(deep, "postgres")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.rmdir()


def test_a_link_laid_where_the_socket_folder_goes_is_refused(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["deep" * 10] * 4)
    deep.mkdir(parents=True)
    folder = socket_folder(deep, "postgres")
    folder.rmdir()
    folder.symlink_to(tmp_path)
    try:
        with pytest.raises(CannotStart, match="belongs to somebody else"):
            socket_folder(deep, "postgres")
    finally:
        folder.unlink()


def test_redis_keeps_what_was_queued_when_it_is_killed(home: Home, stopped: list[children.Child]) -> None:
    sockets = socket_folder(home.run, "redis")
    first = redis.start(home.redis, sockets, home.logs / "redis.log")
    stopped.append(first)
    with redis_client.Redis.from_url(redis.url(sockets)) as client:
        client.rpush("queue", *range(500))
    first.process.kill()
    first.process.wait()
    stopped.append(redis.start(home.redis, sockets, home.logs / "redis.log"))
    with redis_client.Redis.from_url(redis.url(sockets)) as client:
        assert client.llen("queue") == 500


def test_redis_without_the_log_on_disk_would_lose_it(home: Home, stopped: list[children.Child]) -> None:
    sockets = socket_folder(home.run, "redis")
    first = redis.start(home.redis, sockets, home.logs / "redis.log", throwaway=True)
    stopped.append(first)
    with redis_client.Redis.from_url(redis.url(sockets)) as client:
        client.rpush("queue", *range(500))
    first.process.kill()
    first.process.wait()
    stopped.append(redis.start(home.redis, sockets, home.logs / "redis.log", throwaway=True))
    with redis_client.Redis.from_url(redis.url(sockets)) as client:
        assert client.llen("queue") == 0
