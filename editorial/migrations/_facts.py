"""For the migrations of apps that have entries: write what constraints will read."""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate

PLACES = {"actor": "coverage", "support": "coverage", "initiative": "places"}
BACK = "Dépubliée à la mise à jour du portail : il lui manquait une source ou un territoire."


def write_facts(app_label):
    """Sourced, placed; what was published without goes back to review, and its note says so."""

    def write(apps, schema_editor):
        for model in apps.get_app_config(app_label).get_models():
            names = {field.name for field in model._meta.fields}
            if "sourced" in names and "history_id" not in names:
                write_model(apps, model)

    return write


def linked(model, relation):
    own = model._meta.model_name
    return Exists(getattr(model, relation).through.objects.filter(**{own: OuterRef("pk")}))


def write_model(apps, model):
    name = model._meta.model_name
    model.objects.update(sourced=linked(model, "sources"))
    complete = Q(sourced=True)
    if name in PLACES:
        model.objects.update(placed=linked(model, PLACES[name]))
        complete &= Q(placed=True)
    if name == "support":
        roles = apps.get_model("actors", "SupportRole").objects.filter(operates=True)
        model.objects.filter(Exists(roles.filter(support=OuterRef("pk")))).update(placed=True)
    if name == "initiative":
        model.objects.exclude(place_note="").update(placed=True)
    # What was archived without a date was public once, in the files of the time.
    model.objects.filter(status="archive", published_on=None).update(
        published_on=TruncDate("updated_at")
    )
    for entry in model.objects.filter(status="publie").exclude(complete):
        entry.status, entry.review_note = "relecture", f"{BACK}\n{entry.review_note}".strip()
        entry.save(update_fields=["status", "review_note"])
