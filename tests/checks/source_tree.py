"""The files that the checks read, and how a check says what it found."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
CODE_FOLDERS = ("src/", "crypto/", "vault/", "keystore/", "cli/", "tests/", "bench/")

# A comment, the name of an included header, a string (raw ones by their delimiter) or a character.
NOT_CODE = re.compile(
    r"//[^\n]*|/\*.*?\*/|#[ \t]*include\b[^\n]*|R\"(?P<end>[^(\s]*)\(.*?\)(?P=end)\"|\"(?:\\.|[^\"\\\n])*\"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'",
    re.DOTALL,
)


def files():
    """Every file that is or could be committed, as paths from the root."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "-z"]
    listed = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())


def code_files(*endings):
    return [name for name in files() if name.startswith(CODE_FOLDERS) and name.endswith(endings or (".h", ".cpp"))]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def only_code(text):
    """The text with comments, strings and characters blanked out; lines stay where they are."""
    return NOT_CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def finish(findings, looked_at):
    """Prints the findings and ends the check; one that looked at nothing has failed too."""
    for finding in findings:
        print(finding)
    if not looked_at:
        sys.exit("found nothing to look at: is this the right folder?")
    print(f"{looked_at} looked at, {len(findings)} found")
    sys.exit(1 if findings else 0)
