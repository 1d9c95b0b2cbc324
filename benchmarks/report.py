"""What the measure of search says, in French, and as JSON."""

import statistics
from dataclasses import asdict

from benchmarks.measuring import ratio
from benchmarks.pages import french
from benchmarks.questions import QUESTIONS
from benchmarks.sites import CONSTANT, DATASETTE, PORTAL, UNCHANGED, both, disagreements

REFERENCE = 10_000
SLOWEST = 5
PAIRS = (
    ("portail / page constante", PORTAL, CONSTANT),
    ("304 / page constante", UNCHANGED, CONSTANT),
    ("Datasette / portail", DATASETTE, PORTAL),
)


def print_line(label, cells, width=40):
    print(f"{label:{width}}" + "".join(f"{cell:>12}" for cell in cells))


def number(value, decimals=0):
    return "–" if value is None else french(value, decimals)


def print_all(sizes, statements):
    print_files(sizes)
    print_times(sizes)
    print_ratios(sizes)
    print_growth(sizes)
    print_statements(statements)
    print_slowest(sizes[-1])
    for size in sizes:
        print_counts(size)


def print_files(sizes):
    print("\nBases, index et mémoire du processus gunicorn après la mesure (Mo)")
    heads = ("tirage s", "base", "index s", "index", "RSS", "PSS", "Datasette")
    print_line("acteurs", heads, 12)
    for size in sizes:
        index = size.index
        cells = (
            number(size.base.seconds, 1),
            number(size.base.megabytes),
            number(index and index.seconds, 1),
            number(index and index.megabytes),
            number(size.memory["RSS"]),
            number(size.memory["PSS"]),
            number(size.datasette.megabytes),
        )
        print_line(number(size.actors), cells, 12)


def print_times(sizes):
    print("\nTemps de réponse, toutes questions confondues")
    print_line("site", ("demandes", "médiane ms", "p95 ms", "octets"))
    for size in sizes:
        for kind, target in size.targets.items():
            cells = (
                number(len(target.times)),
                number(target.median, 2),
                number(target.p95, 2),
                number(target.weight),
            )
            print_line(f"{kind}, {number(size.actors)} acteurs", cells)


def print_ratios(sizes):
    print("\nRapports : par question (médiane des rapports), des médianes, des p95")
    print_line("", ("question", "médianes", "p95"))
    for size in sizes:
        for label, one, other in PAIRS:
            if one in size.targets and other in size.targets:
                print_ratio(
                    f"{label}, {number(size.actors)} acteurs",
                    ratio(size.targets[one], size.targets[other]),
                )
        if UNCHANGED not in size.targets:
            print(f"304, {number(size.actors)} acteurs : aucun, des listes sont envoyées sans ETag")


def print_ratio(label, found):
    print_line(label, [f"× {number(value, 2)}" for value in asdict(found).values()])


def print_growth(sizes):
    small = next((size for size in sizes if size.actors == REFERENCE), sizes[0])
    for kind in (PORTAL, DATASETTE):
        pair = [size.targets.get(kind) for size in (sizes[-1], small)]
        if sizes[-1] is not small and all(pair):
            label = f"{kind}, {number(sizes[-1].actors)} / {number(small.actors)} acteurs"
            print_ratio(label, ratio(*pair))


def print_statements(statements):
    print()
    for actors, counts in statements.items():
        most = max(counts)
        worst = QUESTIONS[counts.index(most)].name
        median = number(statistics.median(counts))
        print(
            f"Requêtes SQL par page, {number(actors)} acteurs : "
            f"{most} au plus (« {worst} »), {median} en médiane"
        )


def print_slowest(size):
    print(f"\nQuestions les plus lentes du portail, {number(size.actors)} acteurs")
    pages = zip(QUESTIONS, size.targets[PORTAL].pages, strict=True)
    ranked = sorted(pages, key=lambda pair: -pair[1].median)
    for question, page in ranked[:SLOWEST]:
        print_line(f"  {question.name}", [f"{number(page.median, 2)} ms"])


def print_counts(size):
    if DATASETTE not in size.targets:
        return
    print(f"\nFiches trouvées, {number(size.actors)} acteurs")
    compared = sum(question.comparable for question in QUESTIONS)
    different = disagreements(size)
    print(f"  sans texte : {compared - len(different)} questions sur {compared} en même nombre")
    for question, mine, its in different:
        print(f"    « {question.name} » : portail {number(mine)}, Datasette {number(its)}")
    texts = [
        f"{question.name} {number(mine)} / {number(its)}"
        for question, mine, its in both(size)
        if not question.comparable
    ]
    print("  avec texte (portail / Datasette, leurs analyses diffèrent) :")
    print("    " + " · ".join(texts))


def as_json(sizes, statements, context):
    return context | {
        "questions": [question.name for question in QUESTIONS],
        "statements": statements,
        "sizes": {size.actors: size_as_json(size) for size in sizes},
    }


def size_as_json(size):
    targets = size.targets
    return {
        "generation_seconds": size.base.seconds,
        "base_megabytes": size.base.megabytes,
        "index_seconds": size.index and size.index.seconds,
        "index_megabytes": size.index and size.index.megabytes,
        "worker_megabytes": size.memory,
        "targets": {kind: target_as_json(target) for kind, target in targets.items()},
        "ratios": {
            f"{one}/{other}": asdict(ratio(targets[one], targets[other]))
            for _, one, other in PAIRS
            if one in targets and other in targets
        },
        "rows": [row[1:] for row in both(size)] if DATASETTE in targets else size.counts,
    }


def target_as_json(target):
    return {
        "requests": len(target.times),
        "median_ms": target.median,
        "p95_ms": target.p95,
        "bytes": target.weight,
        "addresses": [page.address for page in target.pages],
        "medians_ms": [page.median for page in target.pages],
    }
