"""Documents that nobody would write by hand, made from a seed: every spelling that a format allows."""
import json

WORDS = ["alpha", "beta", "token", "data", "stringData", "db-host", "x_unencrypted", "y_secret", "n", "name", "a b", "k.e.y",
         "kind", "password", "ü", "yes", "port", "items", "on"]
TEXTS = ["hello", "two words", "pa:ss", "a#b", "trailing ", " leading", "x: y", "- dash", "[flow", "{map", "it's", 'say "hi"',
         "tab\there", "ünïcode ✓", "😀 beyond", "back\\slash", "100%", "@at", "&amp", "*star", "!bang", "%dir", "`tick", "ENC[x]",
         "true", "null", "~", "12", "0x1F", "1e3", "2020-01-02", "yes", "No", "1:30", "=", "<<", "", "multi\nline", "multi\nline\n",
         "\nstarts with a break", "ends\n\n", "  indented\nfirst", "line\n\n\nblanks", "nbsp\u00a0x", "<a href='x'>&</a>", "-", "?", ":",
         "a: b\nc: d\n", "#not a comment", "key: |", "very long " * 12, "\u2028sep", "\u0007bell", "a\rb"]
PLAIN = """true True TRUE false False FALSE yes no on off y n tRUE ~ null Null NULL nUll 42 +1 -7 0 00 017 08 1_000 0x1F 0XfF 0b101 0o17
  9223372036854775807 -9223372036854775808 36893488147419103232 1.0 2.50 -0.5 1. .5 1e3 12e03 1_000.5 1e-7 1e21 1e22 123456789.125 1e400 .inf -.inf +.inf
  1e-400 0.1 100000.0 1000000.0 1:30 1,000 0x 0o8 0b2 1e Infinity 0x1p4 _1 2020-01-02 2020-1-2 2020-01-02T03:04:05Z
  2020-01-02t3:4:5+01:00 2020-01-02T03:04:05.123456789-05:00 2020-01-02T03:04:05 2020-13-01 hello plain a-b a_b a.b a/b http://x.y/z?q=1 x=y ünï *none
  word,word word;word c:\\dir v1.2.3 1.2.3 10.0.0.1 12:00:00 -a ?x :x""".split()


def yaml_double(text):
    return json.dumps(text, ensure_ascii=True) if all(ord(c) < 0x10000 for c in text) else json.dumps(text, ensure_ascii=False)


def yaml_single(text):
    return "'" + text.replace("'", "''") + "'"


def block_text(text):
    """Whether a text can stand in a literal block as it is."""
    return text and not text.startswith((" ", "\n")) and all(c == "\n" or (" " <= c != "\x7f" and c not in "\u2028\u2029\u0085\ufeff") for c in text)


class Yaml:
    """One YAML document after the other, by a random generator."""

    def __init__(self, random):
        self.random = random
        self.anchors = []
        self.comments = random.random() < 0.6

    def text(self):
        parts = []
        for _ in range(1 if self.random.random() < 0.85 else self.random.randint(2, 3)):
            self.anchors = []
            parts.append(self.head_comment() + self.map(0, 2))
        text = "---\n".join(parts)
        if self.random.random() < 0.2:
            text = "---\n" + text
        if self.random.random() < 0.05:
            text = text.rstrip("\n")
        return text.replace("\n", "\r\n") if self.random.random() < 0.08 and "\r" not in text else text

    def head_comment(self):
        return "# at the head\n\n" if self.comments and self.random.random() < 0.3 else ""

    def comment(self, indent):
        if not self.comments or self.random.random() > 0.3:
            return ""
        words = self.random.choice([" about it", "no blank", " two words ", " secret: x", " ünï", "# twice", " - a: b"])
        return " " * indent + "#" + words + "\n"

    def inline(self):
        return " # beside" if self.comments and self.random.random() < 0.15 else ""

    def key(self, seen):
        name = self.random.choice(WORDS)
        while name in seen:
            name += str(self.random.randint(0, 9))
        seen.add(name)
        style = self.random.random()
        return yaml_double(name) if style < 0.1 else yaml_single(name) if style < 0.2 else name

    def map(self, indent, depth):
        seen, out = set(), ""
        for _ in range(self.random.randint(1, 5 if depth else 3)):
            out += self.comment(indent)
            out += " " * indent + self.key(seen) + ":" + self.value(indent, depth)
        return out

    def list(self, indent, depth):
        out = ""
        for _ in range(self.random.randint(1, 4)):
            out += self.comment(indent)
            out += " " * indent + "-" + self.value(indent, depth, in_list=True)
        return out

    def value(self, indent, depth, in_list=False):
        """All after the colon or dash, line break and all."""
        kind = self.random.random()
        step = self.random.choice([2, 2, 4, 3])
        if depth and kind < 0.22:
            if in_list and self.random.random() < 0.6:
                inner = self.map(indent + 2, depth - 1)
                if not inner.lstrip().startswith("#"):
                    return " " + inner.lstrip(" ")
            return self.anchor() + "\n" + self.map(indent + step, depth - 1)
        if depth and kind < 0.36:
            level = indent if not in_list and self.random.random() < 0.3 else indent + step
            return self.anchor() + "\n" + self.list(level, depth - 1)
        if depth and kind < 0.46:
            return " " + self.anchor_word() + self.flow(2) + self.inline() + "\n"
        if kind < 0.58:
            return self.block(indent)
        if kind < 0.62 and self.anchors:
            return " *" + self.random.choice(self.anchors) + "\n"
        text = self.scalar()
        return (" " + self.tagged(text) if text else "") + self.inline() + "\n"

    def anchor(self):
        word = self.anchor_word(keep=False)
        return " " + word.rstrip() if word else ""

    def anchor_word(self, keep=True):
        if self.random.random() > 0.08:
            return ""
        name = f"a{len(self.anchors)}"
        if keep:
            self.anchors.append(name)
        return f"&{name}{self.random.randint(0, 9) if not keep else ''} "

    def tagged(self, text):
        if self.random.random() > 0.06:
            return text
        return self.random.choice(["!!str 5", '!!int "3"', "!!float 3", '!!bool "true"', "!!binary aGVsbG8=", "!custom x",
                                   "!!str", "!!timestamp 2020-01-01", "!!str true"])

    def scalar(self):
        kind = self.random.random()
        if kind < 0.5:
            return self.random.choice(PLAIN) if kind > 0.03 else ""
        text = self.random.choice(TEXTS)
        if kind < 0.75 or "\n" in text or any(c < " " or c in "\u2028\u0085" for c in text):
            return yaml_double(text)
        return yaml_single(text)

    def block(self, indent):
        text = self.random.choice(TEXTS)
        if not block_text(text):
            return " " + yaml_double(text) + "\n"
        step = self.random.choice([2, 4, 1])
        sign = self.random.choice("|>") + self.random.choice(["", "-", "+"])
        if self.random.random() < 0.2:
            sign = sign[0] + str(step) + sign[1:]
        lines = "".join(" " * (indent + step) * bool(line) + line + "\n" for line in text.rstrip("\n").split("\n"))
        return f" {sign}{self.inline()}\n" + lines + "\n" * (text.endswith("\n\n"))

    def flow(self, depth):
        if self.random.random() < 0.5:
            return "[" + ", ".join(self.flow_value(depth) for _ in range(self.random.randint(0, 3))) + "]"
        seen = set()
        return "{" + ", ".join(self.key(seen) + ": " + self.flow_value(depth) for _ in range(self.random.randint(0, 3))) + "}"

    def flow_value(self, depth):
        if depth and self.random.random() < 0.25:
            return self.flow(depth - 1)
        text = self.random.choice(["1", "true", "hello", "two words", "'single'", '"double"', "1.5", "null", "~", "2020-01-02", "0x1F", "x-y"])
        return text


class Json:
    """JSON objects with every spelling of numbers and texts."""

    def __init__(self, random):
        self.random = random

    def text(self):
        self.indent = self.random.choice(["\t", "  ", "    ", ""])
        return self.object(0, 3) + self.random.choice(["\n", "", " \n\n"])

    def line(self, level):
        return ("\n" + self.indent * level) if self.indent else ""

    def object(self, level, depth):
        seen = set()
        members = []
        for _ in range(self.random.randint(0 if level else 1, 5)):
            name = self.random.choice(WORDS)
            if name in seen:
                continue
            seen.add(name)
            members.append(self.line(level + 1) + json.dumps(name, ensure_ascii=self.random.random() < 0.5)
                           + self.random.choice([": ", ":", " : "]) + self.value(level + 1, depth))
        return "{" + ",".join(members) + (self.line(level) if members else "") + "}"

    def value(self, level, depth):
        kind = self.random.random()
        if depth and kind < 0.2:
            return self.object(level, depth - 1)
        if depth and kind < 0.35:
            items = [self.value(level + 1, depth - 1) for _ in range(self.random.randint(0, 4))]
            return "[" + ", ".join(items) + "]"
        if kind < 0.65:
            return json.dumps(self.random.choice(TEXTS), ensure_ascii=self.random.random() < 0.5)
        return self.random.choice("""0 1 -1 42 -0 1.0 2.50 0.1 1e5 1E+5 1e-7 123456789012 9007199254740993 9223372036854775807
          -9223372036854775808 9223372036854775808 1e21 1e20 12345.678 5e-324 1.7976931348623157e308 true false null""".split())


FLAT = [text for text in TEXTS if "\n" not in text and "\r" not in text]


class Dotenv:
    """Lines of KEY=value as programs and people write them."""

    def __init__(self, random):
        self.random = random

    def text(self):
        lines = [self.line() for _ in range(self.random.randint(1, 12))]
        return "\n".join(lines) + self.random.choice(["\n", "\n", ""])

    def line(self):
        kind = self.random.random()
        if kind < 0.15:
            return self.random.choice(["# a comment", "#", "#a=b", "# ünï", "#  two"])
        if kind < 0.22:
            return ""
        key = self.random.choice(["A", "DB_HOST", "export B", " C", "x_unencrypted", "data", "token", "a.b", "items", "E ", "ü"])
        value = self.random.choice(FLAT + ["a\\nb", "a=b", '"quoted"', "'single'", "x # y", "$HOME", "\\\\", " "])
        return f"{key}{self.random.randint(0, 99)}={value}"


class Ini:
    """Sections of `key = value`, spelled in every way that survives sops's own round trip."""

    def __init__(self, random):
        self.random = random

    def text(self):
        out = "".join(self.pair(set()) for _ in range(self.random.choice([0, 0, 2])))
        for number in range(self.random.randint(1, 4)):
            out += self.comment() + f"[{self.random.choice(['data', 'one', 'a.b', 'token', 'two words', 'ü'])}{number}]\n"
            seen = set()
            out += "".join(self.pair(seen) for _ in range(self.random.randint(1, 5)))
            out += self.random.choice(["", "\n"])
        return out

    def comment(self):
        return self.random.choice(["; about it\n", "# about it\n", "; ünï\n"]) if self.random.random() < 0.2 else ""

    def pair(self, seen):
        key = self.random.choice(["a", "port", "data", "token", "name", "x_unencrypted", "k.e.y", "with blank"])
        while key in seen:
            key += str(self.random.randint(0, 9))
        seen.add(key)
        value = self.random.choice(["1", "true", "hello", "two words", "ünï ✓", "http://x.y/z?q=1", "10.0.0.1", "2020-01-02", "a=b", "a:b",
                                    "%(x)s", "x" * 90, "", "1.50", "[x]", "back\\slash"])
        between = self.random.choice([" = ", "=", " =", "= "])
        return self.comment() + self.random.choice(["", "", "  "]) + key + between + value + "\n"


class Binary:
    """Any bytes."""

    def __init__(self, random):
        self.random = random

    def text(self):
        size = self.random.choice([0, 1, 2, 31, 32, 33, 255, 4096, 70000])
        kind = self.random.random()
        if kind < 0.4:
            return self.random.randbytes(size)
        if kind < 0.7:
            return (self.random.choice(TEXTS) * (size // 16 + 1))[:size].encode()
        return self.random.choice([b"\x00", b"{}", b'{"data": "x"}', b"\xff\xfe", b"a: 1\n", b"\r\n", b"\n"])


MAKERS = {"yaml": Yaml, "json": Json, "dotenv": Dotenv, "ini": Ini, "binary": Binary}
