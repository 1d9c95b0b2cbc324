"""Attempts of the role matrix: each is really made by a client, in a savepoint that is undone."""

import contextlib
import functools

from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalLine, Partner
from editorial import proposals
from editorial.acts import act
from editorial.moves import MOVES
from editorial.states import state_of
from tests.backoffice.matrix import NO, OTHERS, PROPOSED, YES
from tests.editorial.test_admin import address, form_values, read

BRETAGNE, NORMANDIE = "region-53", "region-28"
DRAFT, PUBLISHED, ARCHIVED = "brouillon", "publie", "archive"
NOTHING = "zyxwv"  # found nowhere: whether a list opens costs little
REASON = "Parce que c’est demandé."
FRESH = {  # what a second row cannot share with the first
    "slug": "fiche-de-matrice", "title": "Fiche de matrice", "name": "Ligne de matrice",
    "number": 98, "order": 98, "username": "compte-de-matrice", "email": "",
    "read_version": "",
}  # fmt: skip
TYPED = ("title", "name", "area_note", "last_name", "note")
# What the page of a row only shows, and the page to add one asks for.
ASKED = {"backoffice.suggestion": {"kind": "erreur", "text": "Le téléphone a changé."}}


@contextlib.contextmanager
def undone():
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def row_values(row):
    return type(row)._base_manager.filter(pk=row.pk).values().first()


def proposals_of(row):
    return [(one.pk, one.status) for one in proposals.of(row)] if hasattr(row, "status") else []


class Attempt:
    """Who tries (`client`), on which row; `superior` is a superuser, who reads the forms."""

    def __init__(self, client, superior, row, whose=""):
        self.client, self.superior, self.row = client, superior, row
        self.model, self.whose = type(row), whose

    def reads(self, url, **query):
        status = self.client.get(url, query).status_code
        assert status in (200, 302, 403, 404), f"{url}: {status}"
        return YES if status == 200 else NO

    def writes(self, url, values):
        """What a POST did to the row, its proposals and the number of rows."""
        rows = self.model._base_manager.all()
        if self.model is JournalLine:  # a refusal is written there
            rows = rows.exclude(act=JournalLine.Act.REFUSED)
        before, waiting, many = row_values(self.row), proposals_of(self.row), rows.count()
        status = self.client.post(url, values).status_code
        assert status in (200, 302, 403, 404, 405), f"{url}: {status}"
        if row_values(self.row) != before or rows.count() != many:
            return YES
        now = proposals_of(self.row)
        return NO if now == waiting else PROPOSED if len(now) > len(waiting) else YES

    def page(self, name, *arguments):
        return address(self.model, name, *arguments)

    def row_page(self, name, *arguments):
        return self.page(name, self.row.pk, *arguments)

    def form(self):
        """What the page of the row would send."""
        values = whole_form(self.superior, self.model, self.row.pk)
        if self.whose:
            places = type(self.row).PLACES
            values = values | {places: [BRETAGNE if self.whose == "siens" else NORMANDIE]}
        return values

    # -- What is tried -----------------------------------------------------------------------

    def list(self):
        return self.reads(self.page("changelist"), q=NOTHING)

    def export(self):
        return self.reads(self.page("export"), format="json", q=NOTHING)

    def choose(self):
        column = pointing_at(self.model)
        if column is None:
            return None
        meta = column.model._meta
        query = {"app_label": meta.app_label, "model_name": meta.model_name}
        return self.reads(
            reverse("admin:autocomplete"), field_name=column.name, term=NOTHING, **query
        )

    def open(self):
        return self.reads(self.row_page("change"))

    def history(self):
        return self.reads(self.row_page("history"))

    def add(self):
        values = {k: v for k, v in self.form().items() if not k.endswith("_FORMS")}
        counts = {k: [0] for k in self.form() if k.endswith("_FORMS")}
        fresh = {k: v for k, v in FRESH.items() if k in values or k == "username"}
        asked = ASKED.get(self.model._meta.label_lower, {})
        return self.writes(self.page("add"), values | counts | fresh | asked)

    def change(self):
        values = self.form()
        name = next((one for one in TYPED if one in values), "name")
        return self.writes(self.row_page("change"), values | {name: "Autre nom tapé"})

    def delete(self):
        copy = self.copied()
        self.row = copy
        return self.writes(self.row_page("delete"), {"post": "yes"})

    def copied(self):
        """A row nothing leads to; the row itself, of a model whose rows nobody deletes."""
        held = OTHERS.get(self.model._meta.label_lower, "d")
        if "d" not in "".join(held):
            return self.row
        copy = self.model._base_manager.get(pk=self.row.pk)
        copy.pk = copy.id = None
        for name, value in FRESH.items():
            if hasattr(copy, name) and name != "email":
                setattr(copy, name, value)
        copy.save()
        if self.whose:
            place(copy, self.whose)
        return copy

    def bulk(self, name):
        values = {"action": name, "_selected_action": [self.row.pk], "confirmed": "yes"}
        return self.writes(self.page("changelist"), values | {"reason": REASON})

    def move(self, name):
        return self.writes(self.row_page("move", name), {"reason": REASON})

    def schedule(self):
        when = (timezone.localtime() + timezone.timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
        return self.writes(self.row_page("timing"), {"publish_at": when, "reason": REASON})

    def merge(self):
        if not self.model.can_be_merged:
            return None
        other = self.copied()
        versions = {"version": self.row.version, "other_version": other.version}
        return self.writes(self.row_page("merge"), versions | {"avec": other.pk, "reason": REASON})

    def restore(self):
        with act(self.row, None, "essai"):
            self.row.summary = f"{self.row.summary} Et plus encore."
            self.row.save()
        first = self.row.history.order_by("version").first()
        return self.writes(self.row_page("restore", first.history_id), {"reason": REASON})

    def preview(self):
        response = self.client.post(self.row_page("preview"))
        assert response.status_code in (200, 302, 403), response.status_code
        return YES if response.status_code == 200 else NO

    def read_proposal(self):
        self.propose()
        return self.reads(self.row_page("proposal"))

    def decide(self, how):
        values = {"version": self.propose().version, how: "1", "reason": REASON}
        return self.writes(self.row_page("proposal"), values)

    def propose(self):
        state = state_of(self.row) | {"title": "Titre proposé"}
        return proposals.keep(self.row, state, self.superior.user)

    def note(self):
        return self.bulk("note_as_good")

    def check_again(self):
        return self.bulk("check_again")

    def hand_over(self):
        return self.noted("link", "lien")

    def forget_device(self):
        return self.noted("second_factor", "appareil-efface")

    def noted(self, page, fact):
        """Done, as the journal says."""
        url = self.row_page(page) if self.is_account() else f"/admin/auth/user/1/{page}/"
        lines = JournalLine.objects.filter(act=fact)
        before = lines.count()
        assert self.client.post(url).status_code in (200, 302, 403, 404)
        return YES if lines.count() > before else NO

    def is_account(self):
        return self.model._meta.label_lower == "auth.user"


def place(row, whose):
    """Give the row to a partner, on its territory."""
    slug, code = ("cress-a", BRETAGNE) if whose == "siens" else ("cress-b", NORMANDIE)
    row.partner = Partner.objects.get(slug=slug)
    type(row).objects.filter(pk=row.pk).update(partner=row.partner)
    getattr(row, row.PLACES).set([code])


FORMS = {}  # the project's content is the same from one test to the next


def whole_form(superior, model, pk):
    """What a superuser's page of a row would send; asked for once a row."""
    if (model, pk) not in FORMS:
        response = superior.get(address(model, "change", pk))
        FORMS[model, pk] = form_values(read(response)[0], f"{model._meta.model_name}_form")
    return FORMS[model, pk]


@functools.cache
def pointing_at(model):
    """A field of a form that offers the rows of this model, if there is one."""
    for source, model_admin in admin.site._registry.items():
        places = [model_admin, *(inline(source, admin.site) for inline in model_admin.inlines)]
        for one in places:
            for name in one.get_autocomplete_fields(None):
                column = one.model._meta.get_field(name)
                if column.related_model is model:
                    return column
    return None


def on(status, name, *arguments):
    """Try something on a row of this status."""
    return status, lambda attempt: getattr(attempt, name)(*arguments)


ENTRY_ATTEMPTS = {
    "liste": on(PUBLISHED, "list"),
    "export": on(PUBLISHED, "export"),
    "choix dans une autre fiche": on(PUBLISHED, "choose"),
    "lecture d’un brouillon": on(DRAFT, "open"),
    "lecture d’une publiée": on(PUBLISHED, "open"),
    "création": on(PUBLISHED, "add"),
    "modification d’un brouillon": on(DRAFT, "change"),
    "modification d’une publiée": on(PUBLISHED, "change"),
    "modification d’une archivée": on(ARCHIVED, "change"),
    "verification en lot": on(PUBLISHED, "bulk", "verification"),
    "programmation": on(DRAFT, "schedule"),
    "fusion": on(DRAFT, "merge"),
    "historique d’un brouillon": on(DRAFT, "history"),
    "historique d’une publiée": on(PUBLISHED, "history"),
    "restauration d’un brouillon": on(DRAFT, "restore"),
    "restauration d’une publiée": on(PUBLISHED, "restore"),
    "aperçu d’un brouillon": on(DRAFT, "preview"),
    "version proposée, lue": on(PUBLISHED, "read_proposal"),
    "version proposée, acceptée": on(PUBLISHED, "decide", "_accept"),
    "version proposée, refusée": on(PUBLISHED, "decide", "_refuse"),
    "suppression d’un brouillon": on(DRAFT, "delete"),
    "suppression d’une publiée": on(PUBLISHED, "delete"),
    "suppression d’une archivée": on(ARCHIVED, "delete"),
}
for _move in MOVES.values():
    ENTRY_ATTEMPTS[_move.name] = on(_move.origins[0], "move", _move.name)
    ENTRY_ATTEMPTS[f"{_move.name} en lot"] = on(_move.origins[0], "bulk", _move.name)

OTHER_ATTEMPTS = {
    "liste": Attempt.list,
    "lecture": Attempt.open,
    "historique": Attempt.history,
    "export": Attempt.export,
    "choix": Attempt.choose,
    "création": Attempt.add,
    "modification": Attempt.change,
    "suppression": Attempt.delete,
    "note": Attempt.note,
    "nouvelle vérification": Attempt.check_again,
    "lien de mot de passe": Attempt.hand_over,
    "effacement du second facteur": Attempt.forget_device,
}
