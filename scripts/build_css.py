#!/usr/bin/env python3
"""Build static/portal/dsfr.css: the parts of DSFR that this site names, and no more.

DSFR whole weighs 94 kB compressed; a page of ours needs a fifth of it. We keep the rules whose
classes are written in templates/, static/ or the Python code, or set by DSFR's own script; the
colours that those rules read; the upright Marianne in 400 and 700. Icons go inside the file,
so that none is fetched apart. A class name put together at run time is not seen: write it whole.

    python scripts/build_css.py            after adding a DSFR class to a template
    python scripts/build_css.py --check    exits 1 when the committed file is out of date
"""

import argparse
import importlib.util
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "static/portal/dsfr.css"
DSFR = Path(importlib.util.find_spec("dsfr").origin).parent / "static/dsfr"
DIST = DSFR / "dist"
NOT_SCANNED = {".venv", "var", "node_modules", "scripts", "tests", "benchmarks", "migrations"}
WORD = re.compile(r"[\w-]+")
CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
NEGATION = re.compile(r":not\((?:[^()]|\([^()]*\))*\)")
DECLARED = re.compile(r"(--[\w-]+):([^;{}]*)(?:;|(?=\}))")
READ = re.compile(r"var\((--[\w-]+)")
# Other custom properties (--idle, --hover…) are read in ways that a scan cannot see.
COLOURS = re.compile(
    r"--(grey|blue|red|green|yellow|orange|brown|pink|purple|beige|info|success|warning|error"
    r"|background|text|border|artwork)-"
)
FONTS = re.compile(r"Marianne-(Regular|Bold)\.woff2")
# Set by DSFR's script on blocks of any kind.
STATES = {"fr-collapsing", "fr-transition-none", "fr-scroll-divider"}


def scanned_words():
    """Every word of the files that can name a class or read a colour."""
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("static/**/*.[jc]s*")]
    files += [p for p in ROOT.glob("*/**/*.py") if not NOT_SCANNED & set(p.relative_to(ROOT).parts)]
    return {w for path in files if path != OUT for w in WORD.findall(path.read_text("utf-8"))}


def rules(css):
    """(prelude, body) of the top-level rules of a minified sheet."""
    depth = start = opened = 0
    for i, char in enumerate(css):
        if char == "{":
            depth += 1
            if depth == 1:
                opened = i
        elif char == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened], css[opened + 1 : i]
                start = i + 1


def split_selectors(prelude):
    """The selectors of a list, cut at the commas outside brackets."""
    parts, depth = [""], 0
    for char in prelude:
        depth += (char in "([") - (char in ")]")
        if char == "," and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts


class Reducer:
    def __init__(self, words):
        self.words = words
        self.script = set(WORD.findall((DIST / "dsfr.module.min.js").read_text("utf-8")))

    def is_used(self, name):
        if name in self.words or name in STATES:
            return True
        block, *_ = re.split("__|--", name)  # a state such as fr-modal--opened, on a block in use
        in_script = (
            name.removeprefix("fr-") in self.script or name.partition("--")[2] in self.script
        )
        return name != block and block in self.words and in_script

    def keep(self, css):
        """The rules of which at least one selector can match a page."""
        return "".join(self.keep_rule(prelude, body) for prelude, body in rules(css))

    def keep_rule(self, prelude, body):
        if prelude == "@font-face":
            return self.keep_font(body)
        if prelude.startswith(("@media", "@supports")):
            body = self.keep(body)
        elif not prelude.startswith("@"):
            prelude = ",".join(
                selector
                for selector in split_selectors(prelude)
                if all(map(self.is_used, CLASS.findall(NEGATION.sub("", selector))))
            )
        return f"{prelude}{{{body}}}" if prelude and body else ""

    def keep_font(self, body):
        font = FONTS.search(body)
        if not font:
            return ""
        source = f'url(../dsfr/dist/fonts/{font[0]}) format("woff2")'
        return f"@font-face{{{re.sub('src:[^;}]*', f'src:{source}', body)}}}"

    def drop_unread_colours(self, css):
        """DSFR declares its whole palette twice: keep what is read, directly or through another."""
        rest = DECLARED.sub(lambda m: "" if COLOURS.match(m[1]) else m[0], css)
        todo = {w for w in self.words if w.startswith("--")} | set(READ.findall(rest))
        needs = {}
        for name, value in DECLARED.findall(css):
            needs.setdefault(name, set()).update(READ.findall(value))
        kept = set()
        while todo:
            name = todo.pop()
            kept.add(name)
            todo |= needs.get(name, set()) - kept
        return DECLARED.sub(lambda m: "" if COLOURS.match(m[1]) and m[1] not in kept else m[0], css)


def read(path):
    css = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    return css.replace('@charset "UTF-8";', "")


def inline_icons(css):
    def inline(match):
        svg = (DIST / "icons" / match[1]).read_text("utf-8").strip()
        svg = svg.replace('"', "'").replace("%", "%25").replace("#", "%23")
        return f'url("data:image/svg+xml,{svg}")'

    return re.sub(r"url\((?:\.\./)*icons/([\w/.-]+\.svg)\)", inline, css)


def build():
    words = scanned_words()
    reducer = Reducer(words)
    css = reducer.keep(read(DIST / "dsfr.main.min.css"))
    for sheet in sorted(DIST.glob("utility/icons/*/*.main.min.css")):
        css += "".join(
            reducer.keep_rule(prelude, body)
            for prelude, body in rules(read(sheet))
            if prelude.startswith(".fr-icon-")
        )
    css += reducer.keep(read(DIST / "dsfr.print.min.css"))
    # No italic font: the placeholder stays upright rather than slanted by the browser.
    css += ".fr-input::placeholder,.fr-search-bar .fr-input::placeholder{font-style:normal}"
    css = inline_icons(reducer.drop_unread_colours(css))
    unknown = sorted(
        word for word in words if re.match(r"fr-icon-\w", word) and f".{word}:" not in css
    )
    for name in unknown:
        print(f"no such icon in this DSFR: {name}", file=sys.stderr)
    version = (DSFR / "dsfr_version").read_text("utf-8").strip()
    return f"/* DSFR {version} reduced by scripts/build_css.py: do not edit */\n{css}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if out of date")
    check = parser.parse_args().check
    css = build()
    if check:
        if not OUT.is_file() or OUT.read_text("utf-8") != css:
            sys.exit("static/portal/dsfr.css is out of date: python scripts/build_css.py")
        return
    OUT.write_text(css, encoding="utf-8")
    print(f"{OUT.relative_to(ROOT)}: {len(css) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
