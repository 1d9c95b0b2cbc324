"""What the quality board looks after, card by card."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from backoffice.board import Card, Group, register
from backoffice.models import Duplicate, Suggestion
from editorial.completeness import INCOMPLETE, completeness_of
from territories.models import ReferenceImport, ZoningList
from territories.zoning_lists import LISTS

SHOWN = 5


@register
def to_review(desk):
    return Card(
        "À relire",
        "Relisez-les, puis publiez-les ou renvoyez-les avec un mot.",
        "Rien à relire.",
        [desk.entries(status__exact="relecture")],
    )


@register
def proposed(desk):
    return Card(
        "Versions proposées à décider",
        "Ouvrez la fiche, voyez ce qui changerait, acceptez ou refusez.",
        "Aucune version proposée.",
        [desk.entries(proposition="attente")],
    )


@register
def scheduled(desk):
    return Card(
        "Programmées",
        "Rien à faire : elles paraîtront et expireront à leur date.",
        "Rien n’est programmé.",
        [
            desk.entries("Date passée, rien n’est fait : relancez « publish_scheduled », la tâche "
                         "planifiée ne tourne pas", programmation="passee"),
            desk.entries("Paraîtront", programmation="parution"),
            desk.entries("Expireront", programmation="expiration"),
        ],
    )  # fmt: skip


@register
def to_verify(desk):
    def published(title, value):
        return desk.entries(title, verification=value, status__exact="publie")

    return Card(
        "À vérifier",
        "Relisez la source, corrigez s’il le faut, puis notez-les comme vérifiées.",
        "Tout ce qui est publié est vérifié.",
        [
            published("Jamais vérifiées", "jamais"),
            published("À revérifier depuis plus d’un an", "depassee-plus-un-an"),
            published("À revérifier depuis moins d’un an", "depassee-moins-un-an"),
        ],
    )


@register
def incomplete(desk):
    card = Card(
        f"Incomplètes (moins de {INCOMPLETE} %)",
        "Complétez-les : chaque fiche dit ce qui lui manque.",
        "Aucune fiche incomplète.",
        [desk.entries(completude="incomplete")],
    ).count()
    if card.groups:
        card.entries = latest_incomplete(card.groups[0].lines[0].rows)
    return card


def latest_incomplete(rows):
    """The last few that someone worked on, with what they lack."""
    shown = list(rows.order_by("-updated_at", "-id")[:SHOWN])
    lacks = completeness_of(rows.model, [entry.pk for entry in shown])
    name = f"admin:{rows.model._meta.app_label}_{rows.model._meta.model_name}_change"
    return [
        {
            "title": entry.title,
            "url": reverse(name, args=[entry.pk]),
            "score": lacks[entry.pk].score,
            "reasons": lacks[entry.pk].reasons,
        }
        for entry in shown
    ]


@register
def broken_links(desk):
    return Card(
        "Liens qui ne répondent plus",
        "Trouvez la nouvelle adresse, ou retirez le lien.",
        "Aucun lien mort ni douteux.",
        [
            desk.entries("Un lien mort", liens="morts"),
            desk.entries("Un lien douteux : à ouvrir soi-même", liens="douteux"),
        ],
    )


@register
def nowhere(desk):
    return Card(
        "Sans territoire",
        "Dites quel territoire : aucune commune ne les voit.",
        "Toutes les fiches ont un territoire.",
        [desk.entries(territoire="aucun")],
    )


@register
def duplicates(desk):
    return queue(
        desk,
        Duplicate,
        {"decision__exact": "attente"},
        Card(
            "Doublons probables",
            "Comparez, puis fusionnez ou dites que ce n’en sont pas.",
            "Aucun doublon probable.",
        ),
    )


@register
def suggestions(desk):
    return queue(
        desk,
        Suggestion,
        {"status__exact": "attente"},
        Card(
            "Suggestions à traiter",
            "Corrigez la page concernée ou répondez, puis notez-les comme traitées.",
            "Aucune suggestion à traiter.",
        ),
    )


def queue(desk, model, query, card):
    """A card with one list, which has a state to wait in."""
    model_admin = desk.admin_of(model)
    if model_admin is None:
        return None
    waiting = {name.removesuffix("__exact"): value for name, value in query.items()}
    rows = model_admin.get_queryset(desk.request).filter(**waiting)
    card.groups = [Group([desk.line(model, "À décider", rows, query)])]
    return card


@register
def stale_lists(desk):
    """Official lists never read, or read more than a year ago."""
    model_admin = desk.admin_of(ZoningList)
    if model_admin is None:
        return None
    rows = model_admin.get_queryset(desk.request)
    known = set(rows.values_list("key", flat=True))
    never = [
        f"{official.title} : jamais chargée (import_zonings {official.key})"
        for official in LISTS.values()
        if official.key not in known
    ]
    line = desk.line(
        ZoningList, "Lues il y a plus d’un an", rows.outdated(), {"fraicheur": "ancienne"}
    )
    return Card(
        "Listes officielles à rafraîchir",
        "Relancez la commande import_zonings, au besoin avec le fichier téléchargé.",
        "Toutes les listes ont moins d’un an.",
        [Group([line])],
        never,
    )


@register
def last_imports(desk):
    """What was last read from files: official lists and references."""
    if desk.admin_of(ReferenceImport) is None:
        return None
    lists = ZoningList.objects.order_by("-imported_at")[:SHOWN]
    read = [(one.imported_at, f"{one.title}, {one.rows} communes") for one in lists]
    for one in ReferenceImport.objects.all()[:SHOWN]:
        read.append((one.at, f"{one.title}, {one.added} ajouts, {one.changed} modifications"))
    read.sort(key=lambda pair: pair[0], reverse=True)
    return Card(
        "Derniers imports",
        "Pour savoir de quand datent les données.",
        "Rien n’a été importé.",
        notes=[f"{name} : {day(moment)}" for moment, name in read[:SHOWN]],
    )


def day(moment):
    return date_format(timezone.localtime(moment), "j F Y")
