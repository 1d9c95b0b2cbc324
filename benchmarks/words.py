"""Words to make plausible actors with: those of the project's own content, and invented names."""

import itertools
import re
from collections import Counter
from functools import cache

import yaml

from actors.models import Actor
from editorial.content import content_files

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PROSE = {"title", "summary", "body", "definition", "when_to_use", "first_steps", "next_step"}
FLATTENED = 3  # Zipf's law flattened at the top: « de » in one word out of thirty, not of ten

NAMES = {
    Actor.Kind.CRESS: ["CRESS"],
    Actor.Kind.ESS_NETWORK: ["Union", "Pôle", "Mouvement associatif"],
    Actor.Kind.ADVISER: ["Incubateur", "Couveuse", "Coopérative d’activités", "Pépinière"],
    Actor.Kind.SOLIDARITY_FUNDER: ["Cigales", "Fonds solidaire", "Club d’épargne"],
    Actor.Kind.PUBLIC_FUNDER: ["Fonds public", "Caisse"],
    Actor.Kind.FOUNDATION: ["Fondation", "Fonds de dotation"],
    Actor.Kind.STATE: ["Agence", "Direction"],
    Actor.Kind.ELECTED: ["Amicale des maires", "Cercle des élus"],
    Actor.Kind.AUTHORITY: ["Syndicat mixte", "Pôle territorial"],
    Actor.Kind.LOCAL_NETWORK: ["Réseau", "Collectif", "Groupe d’action locale"],
    Actor.Kind.MEMBER_NETWORK: ["Fédération", "Réseau coopératif"],
    Actor.Kind.RESOURCES: ["Centre de ressources", "Université populaire", "Observatoire"],
    Actor.Kind.CONSULTANT: ["Atelier d’études", "Agence d’urbanisme"],
    Actor.Kind.STRUCTURE: [
        "Association", "Régie de quartier", "Ressourcerie", "Recyclerie", "Épicerie solidaire",
        "Entreprise d’insertion", "Chantier d’insertion", "Tiers-lieu", "Café associatif", "SCIC",
        "SCOP", "Jardin partagé", "Crèche parentale", "Garage solidaire", "Cantine", "Mutuelle",
        "Foyer rural", "Conciergerie", "Coopérative d’énergie", "Habitat participatif",
    ],
}  # fmt: skip
NOUNS = [
    "L’Épi", "L’Atelier", "Le Jardin", "La Halle", "La Grange", "La Maison", "La Ferme",
    "La Forge", "La Source", "L’Étape", "La Ruche", "La Marmite", "La Passerelle", "La Boussole",
    "La Pépinière", "L’Échoppe", "La Guinguette", "Le Fournil", "Le Moulin", "Le Comptoir",
    "Le Verger", "Le Relais", "Le Quai", "Le Carrefour", "Le Bocage", "La Lanterne", "La Clé",
    "La Treille", "L’Établi", "La Bergerie", "Le Préau", "La Manufacture", "L’Écluse",
    "Le Pressoir", "La Bobine",
]  # fmt: skip
COMPLEMENTS = [
    "des Possibles", "du Lavoir", "de la Gare", "des Écoles", "du Marais", "des Cimes",
    "de l’Estuaire", "des Tilleuls", "du Pré", "de la Forêt", "des Voisins", "du Marché",
    "de l’Avenir", "des Châtaigniers", "du Beffroi", "de l’Étang", "du Rivage", "des Coteaux",
    "de la Liberté", "du Vieux Pont", "des Quatre Saisons", "d’à côté", "d’ici", "en commun",
    "sans façon", "pour tous", "du Grand Large", "de la Vallée", "des Bâtisseurs", "du Crieur",
    "de Noël", "des Abeilles",
]  # fmt: skip


@cache
def vocabulary():
    """(words of the content by falling frequency, their cumulative weights by Zipf's law)."""
    counted = Counter()
    for file in content_files():
        with file.open(encoding="utf-8") as stream:
            rows = yaml.load(stream, Loader=LOADER)  # noqa: S506 - a safe one
        for row in rows:
            texts = (row["fields"].get(name) for name in PROSE)
            prose = " ".join(text for text in texts if isinstance(text, str))
            counted.update(word.lower() for word in WORD.findall(prose))
    words = sorted(counted, key=lambda word: (-counted[word], word))
    weights = (1 / (rank + FLATTENED) for rank in range(len(words)))
    return words, list(itertools.accumulate(weights))


def summary(drawn):
    """A summary of 25 to 45 words, in two sentences, that fits the field."""
    words, weights = vocabulary()
    count = drawn.randint(25, 45)
    chosen = drawn.choices(words, cum_weights=weights, k=count)
    cut = drawn.randint(8, count - 8)
    sentences = " ".join(chosen[:cut]), " ".join(chosen[cut:])
    text = " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences)
    return text if len(text) <= 400 else text[:399].rpartition(" ")[0] + "."


def name(drawn, kind, commune):
    """« Ressourcerie La Clé du Lavoir »; one in three carries its commune."""
    parts = drawn.choice(NAMES[kind]), drawn.choice(NOUNS), drawn.choice(COMPLEMENTS)
    placed = f" – {commune}" if drawn.random() < 1 / 3 else ""
    return " ".join(parts) + placed
