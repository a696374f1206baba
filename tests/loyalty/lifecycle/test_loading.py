"""What judges guests is loaded by whoever judges: no web process waits half a second and pays 60 MB for it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ASKED = """
import sys, django
django.setup()
import config.urls
from loyalty.lifecycle import assessing, reading
sys.exit(" ".join(sorted({"numpy", "scipy"} & set(sys.modules))) or 0)
"""


def test_a_web_process_starts_without_numpy_and_scipy() -> None:
    path = os.pathsep.join((str(ROOT), str(ROOT / "platform")))
    environment = {**os.environ, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASKED], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
