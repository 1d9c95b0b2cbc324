"""Territories in words: « Finistère (29), Morbihan (56) et 2 autres »."""


def in_words(territories, limit=3):
    """Names of territories, at most `limit` of them; France says it all."""
    names = [one.label for one in territories]
    if any(one.code == "france" for one in territories):
        return "France entière"
    if len(names) > limit:
        rest = len(names) - limit
        return f"{', '.join(names[:limit])} et {rest} autre{'s' if rest > 1 else ''}"
    return " et ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def at(territory):
    """« à Plouhinec (29) », « au Mans (72) », « dans la région Bretagne »."""
    level, label = territory.level, territory.label
    if level == territory.Level.COMMUNE:
        for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
            if label.startswith(article):
                return contracted + label.removeprefix(article)
        return f"à {label}"
    within = {
        territory.Level.EPCI: "dans l’intercommunalité",
        territory.Level.DEPARTMENT: "dans le département",
        territory.Level.REGION: "dans la région",
    }
    return f"{within[level]} {label}" if level in within else f"en {label}"
