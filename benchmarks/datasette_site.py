"""Datasette on the same actors: one SQLite file per size, laid out as a careful person would.

It is served with `--immutable`: the file is opened without locks and its total is counted once,
which is the fastest Datasette can be (and more than the portal may assume: its base changes). A
plugin of two lines keeps temporary tables in memory, where facets of arrays are counted, and maps
the file. A larger cache gained nothing. Time limits are raised so that no facet is silently left
out, as the default 200 ms would do.
"""

import sqlite3
import sys
from contextlib import closing, contextmanager

from benchmarks.bases import FOLDER, Made, digest
from benchmarks.server import HOST, ROOT, free_port, running

TABLE = "actors"
READY = "/-/versions.json"
PLUGINS = ROOT / "benchmarks" / "datasette_plugins"
FACETS = (
    ("_facet", "kind"),
    ("_facet_array", "themes"),
    ("_facet_array", "levers"),
    ("_facet_array", "challenges"),
    ("_facet_array", "types"),
)
LIMIT = "600000"  # milliseconds
SETTINGS = {
    "default_page_size": "20",
    "sql_time_limit_ms": LIMIT,
    "facet_time_limit_ms": LIMIT,
    "suggest_facets": "off",
}
SCHEMA = """
create table actors (
    id integer primary key,
    slug text not null unique,
    title text not null,
    kind text not null,
    summary text not null,
    published_on text not null,
    seat text,
    themes text not null,
    levers text not null,
    challenges text not null,
    types text not null,
    coverage text not null,
    coverage_epci text,
    coverage_department text,
    coverage_region text
);
create virtual table actors_fts using fts5(
    title, summary, content="actors", content_rowid="id",
    tokenize="unicode61 remove_diacritics 2"
);
"""
# As the portal has it: an actor has the types of the commune or of the communes of the EPCI that it
# covers; one of a wider area is for « tous », found whatever the type asked for.
COPY = """
create temp table types as
select code, json_group_array(slug) as slugs from (
    select z.territory_id as code, t.slug from portal.territories_zoning z
    join portal.territories_territorytype t on t.id = z.type_id
    union
    select c.epci_id, t.slug from portal.territories_zoning z
    join portal.territories_territory c on c.code = z.territory_id
    join portal.territories_territorytype t on t.id = z.type_id
    where c.epci_id is not null
) group by code;
create unique index temp.types_code on types (code);
insert into actors
select
    a.id, a.slug, a.title, a.kind, a.summary, a.published_on, seat.name,
    (select json_group_array(slug) from (
        select t.slug from portal.actors_actor_themes x
        join portal.editorial_theme t on t.id = x.theme_id
        where x.actor_id = a.id order by t."order")),
    (select json_group_array(slug) from (
        select t.slug from portal.actors_actor_levers x
        join portal.levers_lever t on t.id = x.lever_id
        where x.actor_id = a.id order by t.number)),
    (select json_group_array(slug) from (
        select t.slug from portal.actors_actor_challenges x
        join portal.levers_challenge t on t.id = x.challenge_id
        where x.actor_id = a.id order by t.number)),
    case when place.level in ('commune', 'epci') then ifnull(types.slugs, '[]') else '["tous"]' end,
    place.code, place.epci_id, place.department_id, place.region_id
from portal.actors_actor a
join portal.actors_actor_coverage c on c.actor_id = a.id
join portal.territories_territory place on place.code = c.territory_id
left join portal.territories_territory seat on seat.code = a.seat_id
left join types on types.code = place.code
where a.status = 'publie'
order by a.id;
"""
INDEXES = (
    "title", "kind", "published_on", "seat",
    "coverage", "coverage_epci", "coverage_department", "coverage_region",
)  # fmt: skip
FINISH = """
insert into actors_fts(actors_fts) values ('rebuild');
insert into actors_fts(actors_fts) values ('optimize');
"""


def file(size, base):
    """The Datasette file made from the base of one size."""

    def build(path):
        print(f"Fichier Datasette de {size} acteurs…", flush=True)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("attach database ? as portal", [f"{base.path}"])
            connection.executescript(SCHEMA + COPY)
            for column in INDEXES:
                connection.execute(f"create index actors_{column} on actors ({column})")
            connection.executescript(FINISH)
            connection.commit()
            connection.executescript("drop table temp.types; detach database portal;")
            connection.executescript("analyze; pragma optimize; vacuum;")

    recipe = digest(base.recipe, SCHEMA, COPY, INDEXES, FINISH)
    return Made(FOLDER / f"datasette-{size}.db", recipe).make(build)


@contextmanager
def serving(made):
    """Yield (process, connection) of Datasette on a file; it tells of every request in a log."""
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(made.path)]
    command += ["--host", HOST, "--port", str(port), "--plugins-dir", str(PLUGINS)]
    for name, value in SETTINGS.items():
        command += ["--setting", name, value]
    log = made.path.with_suffix(".log")
    with log.open("w") as output, running(command, port, READY, output=output) as server:
        yield server


def address(made):
    """Address of the table's page."""
    return f"/{made.path.stem}/{TABLE}"
