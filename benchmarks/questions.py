"""What visitors ask of the list of actors, each question put to the portal and to Datasette.

Datasette sorts neither by relevance nor by distance: asked for either, it gives the order of its
keys or of names, which costs it less.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.datasette_site import FACETS
from territories.models import Territory

FAR = -1  # the last page
PLOUHINEC, SAINT_LOUP, PARIS = "commune-29197", "commune-70467", "commune-75056"
COVERAGE_COLUMNS = {
    Territory.Level.REGION: "coverage_region",
    Territory.Level.DEPARTMENT: "coverage_department",
    Territory.Level.EPCI: "coverage_epci",
}
SORTS = {"nom": [("_sort", "title")], "recent": [("_sort_desc", "published_on")]}
# Parameter of the portal: column of Datasette. Those that hold several values are JSON arrays.
ARRAYS = {"theme": "themes", "levier": "levers", "defi": "challenges", "type_territoire": "types"}


@dataclass(frozen=True)
class Question:
    """One page of results: a text, filters by parameter of the portal, an order, a page."""

    name: str
    text: str = ""
    filters: tuple = ()
    sort: str = ""
    page: int = 1

    @property
    def order(self):
        """The order the portal answers in."""
        return self.sort or ("pertinence" if self.text else "nom")

    @property
    def comparable(self):
        """Whether both must answer with the same number of rows: analysers of text differ."""
        return not self.text


def ask(name, text="", sort="", page=1, **filters):
    values = ((key, one) for key, many in filters.items() for one in many.split())
    return Question(name, text, tuple(values), sort, page)


QUESTIONS = (
    ask("tout"),
    ask("tout, page 2", page=2),
    ask("tout, page 10", page=10),
    ask("tout, dernière page", page=FAR),
    ask("tout, récents d’abord", sort="recent"),
    ask("tout, récents d’abord, page 10", sort="recent", page=10),
    ask("thème fréquent", theme="alimentation-et-agriculture"),
    ask("thème rare", theme="tiers-lieux"),
    ask("thème, page 10", theme="mobilite", page=10),
    ask("deux thèmes", theme="mobilite energie"),
    ask("levier", levier="partenariats-financiers"),
    ask("défi", defi="transition-ecologique"),
    ask("thème et levier", theme="economie-circulaire", levier="commande-publique-responsable"),
    ask("thème, levier et défi", theme="sante", levier="promouvoir-l-ess",
        defi="services-de-proximite"),
    ask("type fréquent", type="structure"),
    ask("type rare", type="cress"),
    ask("trois types", type="financeur-solidaire financeur-public fondation"),
    ask("type et thème", type="accompagnateur", theme="emploi-et-insertion"),
    ask("type, dernière page", type="structure", page=FAR),
    ask("type de territoire fréquent", type_territoire="rural"),
    ask("type de territoire moyen", type_territoire="pvd"),
    ask("type de territoire rare", type_territoire="acv"),
    ask("type de territoire et thème", type_territoire="montagne", theme="energie"),
    ask("deux types de territoire", type_territoire="frr qpv", type="structure"),
    ask("petite commune", territoire=PLOUHINEC),
    ask("petite commune, par distance", territoire=SAINT_LOUP, sort="proximite"),
    ask("grande commune", territoire=PARIS),
    ask("commune et thème", territoire=SAINT_LOUP, theme="alimentation-et-agriculture"),
    ask("intercommunalité", territoire="epci-242900645"),
    ask("département", territoire="departement-29"),
    ask("département et type", territoire="departement-13", type="structure"),
    ask("région", territoire="region-53"),
    ask("région, page 2, récents", territoire="region-53", sort="recent", page=2),
    ask("région, thème et levier", territoire="region-76", theme="culture-et-arts",
        levier="dynamiques-collectives"),
    ask("France", territoire="france"),
    ask("mot très fréquent", "commune"),
    ask("mot fréquent", "emploi"),
    ask("mot fréquent, page 2", "emploi", page=2),
    ask("mot fréquent, par nom", "insertion", sort="nom"),
    ask("mot fréquent, récents", "solidaire", sort="recent"),
    ask("mot moyen", "ressourcerie"),
    ask("mot rare", "éolien"),
    ask("mot inconnu", "xylophone"),
    ask("mot sans accent", "epicerie"),
    ask("deux mots fréquents", "épicerie solidaire"),
    ask("deux mots", "collectif rural"),
    ask("trois mots", "garage solidaire vallée"),
    ask("trois mots rares", "coopérative énergie citoyenne"),
    ask("mot et thème", "jardin", theme="alimentation-et-agriculture"),
    ask("mot et commune", "insertion", territoire=PARIS),
    ask("mot, région et type", "emploi", territoire="region-84", type="structure"),
    ask("deux mots, thème, région", "épicerie solidaire", theme="alimentation-et-agriculture",
        territoire="region-32"),
    ask("mot, par distance", "atelier", territoire=SAINT_LOUP, sort="proximite"),
    ask("tout à la fois", "habitants", territoire="region-11", theme="action-sociale",
        levier="partenariats-financiers", type="structure", type_territoire="urbain"),
)  # fmt: skip


def portal_query(question, page=1):
    """Query string of /acteurs/."""
    pairs = [("q", question.text)] if question.text else []
    pairs += question.filters
    if question.sort:
        pairs.append(("tri", question.sort))
    if page > 1:
        pairs.append(("page", page))
    return urlencode(pairs)


def conditions(question):
    """What restricts the rows, as (parameter of Datasette, its value, the same in SQL)."""
    found = []
    if question.text:
        match = " ".join(f'"{word}"' for word in question.text.split())
        rows = f"select rowid from actors_fts where actors_fts match '{match}'"  # noqa: S608
        found.append(("_search", question.text, f"id in ({rows})"))
    for name in dict(question.filters):
        found.append(condition(name, [value for key, value in question.filters if key == name]))
    return found


def condition(name, values):
    """One filter; `values` of the same filter are alternatives."""
    quoted = ", ".join(f"'{value}'" for value in values)
    if name == "type":
        lookup = "kind__in" if len(values) > 1 else "kind"
        return lookup, ",".join(values), f"kind in ({quoted})"
    if name == "territoire":
        sql = place(Territory.objects.get(code=values[0]))
        return "_where", sql, sql
    column = ARRAYS[name]
    if name == "type_territoire":  # an actor of a wide area is for any type
        quoted += ", 'tous'"
    within = f"exists (select 1 from json_each({column}) where value in ({quoted}))"  # noqa: S608
    if len(values) == 1 and name != "type_territoire":
        return f"{column}__arraycontains", values[0], within
    return "_where", within, within


def place(territory):
    """Coverage that contains the territory, or lies inside it."""
    if territory.level == Territory.Level.COUNTRY:
        return "coverage is not null"
    codes = ", ".join(f"'{code}'" for code in territory.line_codes)
    inside = COVERAGE_COLUMNS.get(territory.level)
    around = f"coverage in ({codes})"
    return f"({around} or {inside} = '{territory.code}')" if inside else around


def datasette_query(question, after=""):
    """Query string of the table; `after` is Datasette's token of the row before the page."""
    pairs = [(name, value) for name, value, _ in conditions(question)]
    pairs += [*FACETS, *sorting(question)]
    if after:
        pairs.append(("_next", after))
    return urlencode(pairs)


def sorting(question):
    """Datasette's parameters for the order asked for, or the nearest it has."""
    if question.order == "pertinence":
        return []
    return SORTS.get(question.order, SORTS["nom"])


def where(question):
    """The rows of a question as SQL on the Datasette file."""
    parts = [sql for _, _, sql in conditions(question)]
    return f"where {' and '.join(parts)}" if parts else ""


def row_before(question, page):
    """SQL for what Datasette's token is made of: (sorted column, key) of the row before a page."""
    parameter, column = next(iter(sorting(question)), ("", "id"))
    direction = " desc" if parameter == "_sort_desc" else ""
    order = f"{column}{direction}, id" if parameter else "id"
    wanted = f"{column}, id" if parameter else "id"
    offset = 20 * (page - 1) - 1
    return f"select {wanted} from actors {where(question)} order by {order} limit 1 offset {offset}"  # noqa: S608
