"""What the comparisons with the real sops share: both programs side by side, and where to run them."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

RECIPIENTS = [
    "age19w25x89p663mdp2qmfnmgmrd3sa4ggkfmw0ktvvd9anh7jumtuxq7u6846",
    "age1tdhfy7u5vt5qpr925xle9w6zvddspav4plmp4rcjqc0wvahpna8q2k0f4n",
]
SECONDS = 60


class Run:
    """How a program ended."""

    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    def __eq__(self, other):
        return (self.code, self.out) == (other.code, other.out)


class Peers:
    """The real sops and holdfast under that name, with the throw-away keys of fixtures/sops."""

    def __init__(self, root, holdfast):
        self.root = pathlib.Path(root).resolve()
        self._folder = tempfile.TemporaryDirectory(prefix="holdfast-peers-")
        self.folder = pathlib.Path(self._folder.name).resolve()
        self.ours = self.folder / "bin" / "sops"
        self.ours.parent.mkdir()
        self.ours.symlink_to(pathlib.Path(holdfast).resolve())
        self.theirs = real_sops()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "SOPS_DISABLE_VERSION_CHECK": "1",
            "SOPS_AGE_KEY_FILE": str(self.root / "fixtures/sops/key1.txt"),
            "LC_ALL": "C.UTF-8",
            **{name: os.environ[name] for name in ("LSAN_OPTIONS", "ASAN_OPTIONS") if name in os.environ},
        }

    def run(self, program, words, folder=None, given=b"", **variables):
        try:
            done = subprocess.run([program, *words], cwd=folder or self.folder, input=given, capture_output=True,
                                  env=self.environment | variables, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            sys.exit(f"{program} {' '.join(map(str, words))}: did not end in {SECONDS} s")
        return Run(done)


def real_sops():
    """Its path; without one the test is skipped, or fails where the programs of others must be there."""
    found = os.environ.get("HOLDFAST_SOPS") or shutil.which("sops")
    if found:
        return found
    if os.environ.get("HOLDFAST_REQUIRE_INTEROP"):
        sys.exit("sops is not installed")
    print("skipped: sops is not installed")
    sys.exit(0)
