"""A list of the back office as a file: CSV for French Excel, XLSX, JSON.

Tables are for people: French headings, labels of choices, names of what a row is tied to. JSON is
for machines: names of fields, codes, natural keys. Rows are read and written a batch at a time,
each at the cost of the same few queries: what is held in memory does not grow with the list.
"""

import csv
import datetime
import decimal
import io
import itertools
import re
import tempfile
from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import (
    FileResponse,
    Http404,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import capfirst, slugify
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from editorial.querysets import readable

BATCH = 500
LABELS_KEPT = 50_000  # more than there are territories
LARGEST_XLSX = 100_000
LONGEST_CELL = 32_767  # Excel's own limit
CUT = " […] (texte coupé : une cellule d’Excel n’en admet pas plus)"
WIDEST_COLUMN = 40
OLDEST_EXCEL_YEAR = 1900
BETWEEN = " | "
NUMBERS = (int, float, decimal.Decimal)
NEVER = {"password"}

# Control characters but tab and line feed, half characters, and what XML forbids.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# What a spreadsheet could take for a formula, be it behind spaces or as a full-width sign.
FORMULA = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@＝＋－＠]|[\t\n]")


class TooManyRows(Exception):
    """The list does not fit in the format asked for; the message says so to whoever asked."""


@dataclass(frozen=True)
class Column:
    """A field of the model, under the heading of tables; `choices` are its labels by code."""

    field: models.Field
    heading: str
    choices: dict
    reader: object = None  # the user, who is not told what a row is tied to and they may not read

    @property
    def name(self):
        return self.field.name

    @property
    def target(self):
        return self.field.related_model

    @property
    def many(self):
        return bool(self.field.many_to_many)


def columns_of(model_admin, request):
    """Every field of the model but keys Django made, and those in the admin's `export_exclude`."""
    left_out = {*NEVER, *excluded(model_admin, request)}
    reader = request.user if request else None
    meta = model_admin.model._meta
    fields = [
        field
        for field in (*meta.concrete_fields, *meta.many_to_many)
        if not field.auto_created and field.name not in left_out
    ]
    headings = [capfirst(str(field.verbose_name)) for field in fields]
    return [
        Column(
            field,
            heading if headings.count(heading) == 1 else f"{heading} ({field.name})",
            dict(getattr(field, "flatchoices", ())),
            reader,
        )
        for field, heading in zip(fields, headings, strict=True)
    ]


def excluded(model_admin, request):
    if request and hasattr(model_admin, "get_export_exclude"):
        return model_admin.get_export_exclude(request)
    return getattr(model_admin, "export_exclude", ())


def export(queryset, columns, format, name):
    """The rows as a file to download: `export(queryset, columns, "csv", "acteurs")`."""
    write, content_type = FORMATS[format]
    response = write(queryset, columns, name)
    response.headers["Content-Type"] = content_type
    filename = f"{slugify(name)}-{timezone.localdate():%Y-%m-%d}.{format}"
    response.headers["Content-Disposition"] = content_disposition_header(True, filename)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def export_list(model_admin, request):
    """Answer `…/export/?format=csv&<filters>`: the list as filtered, searched and sorted, whole."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    asked = request.GET.copy()
    format = asked.pop("format", [""])[-1]
    if format not in FORMATS:
        raise Http404("Format inconnu : csv, xlsx ou json.")
    for page_of_list in ("p", "all", "e"):
        asked.pop(page_of_list, None)
    request.GET = asked
    name = str(model_admin.opts.verbose_name_plural)
    try:
        queryset = model_admin.get_changelist_instance(request).queryset
        return export(queryset, columns_of(model_admin, request), format, name)
    except IncorrectLookupParameters:
        messages.error(request, "Un des filtres de cette adresse n’existe pas : rien à exporter.")
        return HttpResponseRedirect("../")
    except TooManyRows as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(f"../?{asked.urlencode()}")


# -- Reading -------------------------------------------------------------------------------------


class Related:
    """What rows are tied to, each said once by `say` and kept from one batch to the next."""

    def __init__(self, say):
        self.say = say
        self.known = defaultdict(dict)

    def said(self, column, keys):
        """What to say of these rows of another model, by key: those the reader may read."""
        model, reader = column.target, column.reader
        known = self.known[model]
        if len(known) > LABELS_KEPT:
            known.clear()
        missing = keys - known.keys()
        if missing:
            rows = readable(model, reader) if reader else model._base_manager
            found = rows.in_bulk(missing)
            known.update((key, self.say(row)) for key, row in found.items())
        return known

    def lists(self, column, queryset, keys):
        """For a relation to many: what each row is tied to, in the other model's own order."""
        rows = queryset.model._base_manager.using(queryset.db).filter(pk__in=keys)
        pairs = list(rows.order_by(column.name).values_list("pk", f"{column.name}__pk"))
        known = self.said(column, {key for _pk, key in pairs if key is not None})
        lists = defaultdict(list)
        for pk, key in pairs:
            if key in known:
                lists[pk].append(known[key])
        return lists


def batches(queryset, columns, say):
    """Lists of rows, each a list of values in the order of the columns."""
    related = Related(say)
    single = [column for column in columns if not column.many]
    bare = queryset.select_related(None).prefetch_related(None)
    values = bare.values_list("pk", *(column.field.attname for column in single))
    stream = values.iterator(chunk_size=BATCH)
    while batch := list(itertools.islice(stream, BATCH)):
        yield read_batch(batch, queryset, columns, related)


def read_batch(batch, queryset, columns, related):
    keys = [row[0] for row in batch]
    place = itertools.count(1)
    read = []
    for column in columns:
        if column.many:
            lists = related.lists(column, queryset, keys)
            read.append([lists[key] for key in keys])
            continue
        index = next(place)
        values = [row[index] for row in batch]
        if column.target:
            known = related.said(column, {value for value in values if value is not None})
            values = [known.get(value) for value in values]
        read.append(values)
    return zip(*read, strict=True)


# -- For people ----------------------------------------------------------------------------------


def name_of(row):
    """Name of a row among others: what separates them cannot be in it."""
    return str(row).replace("|", "/")


def cell(column, value):
    """What a table shows: a number, a date, or a text no spreadsheet takes for a formula."""
    if value in (None, "", []):
        return None
    if column.many:
        return as_text(BETWEEN.join(value))
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime.datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if column.choices:
        value = column.choices.get(value, value)
    return value if isinstance(value, (*NUMBERS, datetime.date)) else as_text(value)


def as_text(value):
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n")
    text = FORBIDDEN.sub("", lines)
    return f"'{text}" if FORMULA.match(text) else text


def tables(queryset, columns):
    for batch in batches(queryset, columns, name_of):
        yield [[cell(*pair) for pair in zip(columns, row, strict=True)] for row in batch]


# -- CSV: what French Excel opens with a double click ----------------------------------------------


def csv_response(queryset, columns, name):
    return StreamingHttpResponse(csv_parts(queryset, columns))


def csv_parts(queryset, columns):
    headings = [[column.heading for column in columns]]
    for number, rows in enumerate(itertools.chain([headings], tables(queryset, columns))):
        part = io.StringIO(newline="")
        writer = csv.writer(part, delimiter=";", lineterminator="\r\n")
        writer.writerows([[csv_value(value) for value in row] for row in rows])
        yield ("" if number else "\ufeff") + part.getvalue()


def csv_value(value):
    """Dates as ISO, read the same everywhere; a comma in numbers, or 1.5 becomes a 1st of May."""
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, NUMBERS):
        return str(value).replace(".", ",")
    return value


# -- XLSX ------------------------------------------------------------------------------------------


def xlsx_response(queryset, columns, name):
    """Written whole on disk first: the format allows nothing else."""
    count = queryset.count()
    if count > LARGEST_XLSX:
        raise TooManyRows(
            f"Cette liste a {grouped(count)} lignes : un fichier Excel en contient "
            f"{grouped(LARGEST_XLSX)} au plus. Exportez-la en CSV, ou réduisez-la par un filtre."
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet(slugify(name)[:31])
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        width = min(max(len(column.heading) + 2, 12), WIDEST_COLUMN)
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.append([heading_cell(sheet, column.heading) for column in columns])
    for rows in tables(queryset, columns):
        for row in rows:
            sheet.append([xlsx_cell(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it once sent)
    book.save(file)
    file.seek(0)
    return FileResponse(file)


def grouped(number):
    return f"{number:,}".replace(",", "\u202f")


def heading_cell(sheet, heading):
    made = WriteOnlyCell(sheet, heading)
    made.font = Font(bold=True)
    return made


def xlsx_cell(sheet, value):
    """Texts stay texts, even « #N/A » or « 01 »; dates look French."""
    if isinstance(value, datetime.date):
        return dated_cell(sheet, value)
    if not isinstance(value, str):
        return value
    if len(value) > LONGEST_CELL:
        value = value[: LONGEST_CELL - len(CUT)] + CUT
    if not value.startswith("#"):
        return value
    made = WriteOnlyCell(sheet, value)
    made.data_type = "s"
    return made


def dated_cell(sheet, value):
    if value.year < OLDEST_EXCEL_YEAR:
        return value.isoformat()
    made = WriteOnlyCell(sheet, value)
    with_time = isinstance(value, datetime.datetime)
    made.number_format = "dd/mm/yyyy hh:mm" if with_time else "dd/mm/yyyy"
    return made


# -- For machines ----------------------------------------------------------------------------------


def key_of(row):
    """Natural key: a slug, a code; a list when it takes several."""
    if not hasattr(row, "natural_key"):
        return row.pk
    key = row.natural_key()
    return key[0] if len(key) == 1 else list(key)


def json_response(queryset, columns, name):
    return StreamingHttpResponse(json_parts(queryset, columns))


def json_parts(queryset, columns):
    names = [column.name for column in columns]
    encoder = DjangoJSONEncoder(ensure_ascii=False)
    before = "[\n"
    for batch in batches(queryset, columns, key_of):
        objects = [encoder.encode(dict(zip(names, row, strict=True))) for row in batch]
        yield before + ",\n".join(objects)
        before = ",\n"
    yield "[]\n" if before.startswith("[") else "\n]\n"


FORMATS = {
    "csv": (csv_response, "text/csv; charset=utf-8"),
    "xlsx": (
        xlsx_response,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "json": (json_response, "application/json"),
}
