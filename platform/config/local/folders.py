"""Where a running Huike keeps its things: one home folder, and short folders for its sockets."""

import hashlib
import os
import socket
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.local.trouble import CannotStart

PROJECT = Path(__file__).resolve().parents[3]

# A socket's path may have 107 bytes (sun_path in Linux; 103 on macOS).
# The longest name we put into a socket folder is ".s.PGSQL.5432.lock".
SOCKET_FOLDER_BYTES_MAX = 103 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Home:
    """The data folder (HUIKE_HOME)."""

    path: Path

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def redis(self) -> Path:
        return self.path / "redis"

    @property
    def logs(self) -> Path:
        return self.path / "log"

    @property
    def run(self) -> Path:
        """What is true of the processes that run now: lock, process ids, addresses."""
        return self.path / "run"

    @property
    def environment(self) -> Path:
        """Addresses of the embedded servers, for `huike …` in another shell."""
        return self.run / "environment.json"


def home_from_environment() -> Home:
    """HUIKE_HOME, or var/ beside the code."""
    return Home(Path(os.environ.get("HUIKE_HOME") or PROJECT / "var").expanduser().resolve())


def make_folders(home: Home) -> None:
    """Make the home folder, or say why it cannot be written."""
    try:
        home.path.mkdir(parents=True, exist_ok=True)
        for folder in (home.logs, home.run, home.redis):
            folder.mkdir(mode=0o700, exist_ok=True)
        probe = home.run / ".writable"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"The data folder {home.path} cannot be written ({error.strerror}): "
            "set HUIKE_HOME to a folder that can."
        ) from error


def socket_folder(near: Path, name: str) -> Path:
    """A private folder for one server's socket: `near`/`name`, or a short one in the temporary folder.

    The same answer every time for the same arguments, so that a second process finds the socket.
    """
    wanted = near / name
    if len(os.fsencode(wanted)) <= SOCKET_FOLDER_BYTES_MAX and _holds_sockets(wanted):
        return wanted
    key = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]
    short = Path(tempfile.gettempdir()) / f"huike-{os.getuid()}-{key}"
    if len(os.fsencode(short)) > SOCKET_FOLDER_BYTES_MAX:
        short = Path("/tmp") / short.name  # noqa: S108 (its owner and mode are checked below)
    _make_private(short)
    return short


def _make_private(folder: Path) -> None:
    """Make the folder ours alone; refuse one that somebody else put there first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    # Root hands PostgreSQL's socket folder to the user the server runs as, so root accepts any owner.
    mine = os.getuid() == 0 or found.st_uid == os.getuid()
    if not (stat.S_ISDIR(found.st_mode) and mine):
        raise CannotStart(f"The folder {folder} belongs to somebody else: remove it, or set TMPDIR.")
    folder.chmod(0o700)


def _holds_sockets(folder: Path) -> bool:
    """Whether a socket can be made here; shared folders of virtual machines often cannot."""
    try:
        _make_private(folder)
        probe = folder / ".probe"
        probe.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(probe))
        probe.unlink()
    except OSError:
        return False
    return True
