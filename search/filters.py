"""The base of every directory's filters: one meaning of the query string, one sentence.

The seam of the search engine: `DirectoryFilter` turns a query string into rows. Text and facets
will be answered by the index here, without a change in views or templates.
"""

from urllib.parse import urlencode

import django_filters

from editorial.filters import ThemeFilter
from territories.filters import TerritoryFilter
from territories.finding import clean


class DirectoryFilter(django_filters.FilterSet):
    """Filters shared by the directories. Subclasses set `plural`, and add `type` and their own."""

    singular = "entrée"
    plural = "entrées"
    feminine = False

    territoire = TerritoryFilter(label="Votre territoire")
    theme = ThemeFilter()

    @property
    def place(self):
        """The territory asked for, None when there is none or it is not understood."""
        return self.cleaned.get("territoire")

    @property
    def place_label(self):
        return self.place.label if self.place else ""

    @property
    def cleaned(self):
        """Values understood so far, by parameter; those that are not are left out."""
        return self.form.cleaned_data if self.form.is_bound and self.form.errors is not None else {}

    @property
    def candidates(self):
        """Territories that what was typed may mean, as (found, address of this list for it)."""
        errors = self.form.errors.as_data().get("territoire", [])
        found = [one for error in errors for one in getattr(error, "candidates", [])]
        return [(one, f"?{self.query(territoire=one.territory.code)}") for one in found]

    @property
    def problems(self):
        """What was not understood, in French."""
        return [
            in_brief(error) for errors in self.form.errors.as_data().values() for error in errors
        ]

    def chosen(self):
        """Active choices as (parameter, value, label), in the order of the form."""
        for name, field in self.form.fields.items():
            value = self.cleaned.get(name)
            if not value:
                continue
            if isinstance(value, list):
                labels = dict(field.choices)
                yield from ((name, one, labels.get(one, one)) for one in value)
            else:
                yield name, getattr(value, "code", value), str(value)

    def query(self, *, without=(), **replaced):
        """Query string of the active choices, some left out or replaced, never the page."""
        pairs = [(name, value) for name, value, _ in self.chosen()]
        kept = [pair for pair in pairs if pair not in without and pair[0] not in replaced]
        return urlencode([*kept, *replaced.items()])

    @property
    def tags(self):
        """Each active choice with the address of the list without it."""
        rests = [
            (label, self.query(without=[(name, value)])) for name, value, label in self.chosen()
        ]
        return [
            {
                "label": label,
                "url": f"?{rest}" if rest else ".",
                "title": f"{label} – retirer ce filtre",
            }
            for label, rest in rests
        ]

    def sentence(self, count):
        """« 7 appuis pour Plouhinec (29), thème Alimentation et agriculture »."""
        number = f"Aucun{'e' if self.feminine else ''}" if not count else str(count)
        noun = self.singular if count <= 1 else self.plural
        place = f" {self.place_words}" if self.place else ""
        others = [
            f"{self.form.fields[name].label.lower()} {label}"
            for name, _, label in self.chosen()
            if name != "territoire"
        ]
        return f"{number} {noun}{place}{''.join(f', {other}' for other in others)}"

    @property
    def place_words(self):
        return f"pour {self.place.label}"


def in_brief(error):
    """The message of an error, with what was typed cut to what a sentence can hold."""
    typed = {name: clean(str(value))[:60] for name, value in (error.params or {}).items()}
    return str(error.message) % typed if typed else str(error.message)
