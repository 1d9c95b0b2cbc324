"""Read an official list as published: any usual encoding and separator, lines kept by number."""

import csv
import io
import re
from dataclasses import dataclass, field

from territories.naming import fold
from territories.zoning_lists import INSEE_HEADINGS, BadValue

MAX_BYTES = 20_000_000
MAX_REPORTED = 20
SIGNATURES = {
    b"%PDF": "un PDF",
    b"PK\x03\x04": "un classeur (XLSX, ODS) ou une archive",
    b"\xd0\xcf\x11\xe0": "un ancien classeur .xls",
    b"<!DOC": "une page HTML",
    b"<html": "une page HTML",
}


class BadFile(ValueError):
    """The list cannot be used; `problems` names each place and why, in French."""

    def __init__(self, *problems):
        self.problems = problems
        super().__init__(" ; ".join(problems))


@dataclass
class ReadList:
    """Marks by commune (INSEE code), and the line each code was first seen on."""

    marks: dict = field(default_factory=dict)
    lines: dict = field(default_factory=dict)


def decode(data):
    """Bytes to text: byte order mark, else strict UTF-8, else Windows-1252."""
    refuse_what_is_not_csv(data)
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if wide else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadFile("l’encodage du fichier n’est pas reconnu : enregistrez-le en UTF-8")


def refuse_what_is_not_csv(data):
    for signature, name in SIGNATURES.items():
        if data[:5].lower().startswith(signature.lower()):
            raise BadFile(f"ce n’est pas un fichier CSV mais {name} : enregistrez-le en CSV")
    if len(data) > MAX_BYTES:
        raise BadFile(f"le fichier dépasse {MAX_BYTES // 1_000_000} Mo")


def headed_rows(text, official):
    """Yield (line number, cells by folded heading); refuse a file without the headings."""
    if not text.strip():
        raise BadFile("le fichier est vide")
    first = text.splitlines()[0]
    wanted = set(official.headings)
    found = {}
    for delimiter in ",;\t|":
        cells = next(csv.reader([first], delimiter=delimiter), [])
        headings = [known_heading(fold(cell), official) for cell in cells]
        insee = next((name for name in INSEE_HEADINGS if name in headings), None)
        if insee and wanted <= set(headings):
            found = {"delimiter": delimiter, "headings": headings, "insee": insee}
            break
    if not found:
        missing = ", ".join(f"« {name} »" for name in ("insee com", *official.headings))
        raise BadFile(f"ligne 1 : colonnes attendues {missing} (lues : « {first[:120]} »)")
    reader = csv.reader(io.StringIO(text), delimiter=found["delimiter"])
    next(reader)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            row = dict(zip(found["headings"], cells, strict=False))
            yield reader.line_num, row.get(found["insee"], "").strip(), row


def known_heading(heading, official):
    """The heading `official` expects when this one begins with it, else this one."""
    return next((known for known in official.headings if heading.startswith(known)), heading)


def read_list(data, official):
    """Marks of each commune of a published file. All faulty lines are named at once.

    Raises `BadFile` when a line is faulty: half a list would remove communes wrongly.
    """
    result, problems = ReadList(), []
    try:
        for line, insee, cells in headed_rows(decode(data), official):
            try:
                if not cells.keys() >= set(official.headings):
                    raise BadValue("colonne manquante")
                read_line(result, line, normal_code(insee), official.read(cells))
            except BadValue as error:
                problems.append(f"ligne {line} : {error}")
    except csv.Error as error:
        problems.append(f"fichier illisible : {error}")
    if problems:
        rest = len(problems) - MAX_REPORTED
        more = [f"et {rest} autres lignes fautives"] if rest > 0 else []
        raise BadFile(*problems[:MAX_REPORTED], *more)
    if not result.lines:
        raise BadFile("le fichier ne contient aucune commune")
    return result


def read_line(result, line, insee, marks):
    if insee in result.lines:
        raise BadValue(f"la commune {insee} est déjà ligne {result.lines[insee]}")
    result.lines[insee] = line
    if marks:
        result.marks[insee] = marks


def normal_code(text):
    """An INSEE code of five characters; a lost leading zero is restored."""
    code = text.upper()
    if len(code) == 4 and code.isdecimal():
        code = f"0{code}"
    if not re.fullmatch(r"(\d\d|2[AB])\d{3}", code, re.ASCII):
        raise BadValue(f"« {text[:40]} » n’est pas un code INSEE de commune")
    return code
