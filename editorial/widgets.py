"""The field where Markdown is typed: help beneath, a count, and what the page will show."""

from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse

# What staff may type, and what it is for; nothing else is kept by `editorial.markdown`.
HELP = (
    ("Titre", "## Pour commencer"),
    ("Sous-titre", "### En pratique"),
    ("Paragraphe", "Une ligne vide\n\nles sépare."),
    ("Gras", "**à retenir**"),
    ("Italique", "*un mot*"),
    ("Liste", "- une idée\n- une autre"),
    ("Liste numérotée", "1. d’abord\n2. ensuite"),
    ("Lien", "[Avise](https://www.avise.org)"),
    ("Citation", "> Ce que dit la loi."),
)


class MarkdownWidget(AdminTextareaWidget):
    """A text area that works alone; the script adds the count and the preview."""

    class Media:
        css = {"all": ["backoffice/markdown.css"]}
        js = [Script("backoffice/markdown.js", defer=True)]

    def __init__(self, attrs=None):
        super().__init__(attrs={"rows": 18, **(attrs or {})})

    def render(self, name, value, attrs=None, renderer=None):
        context = {
            "textarea": super().render(name, value, attrs, renderer),
            "address": reverse("preview_markdown"),
            "help": HELP,
        }
        return render_to_string("editorial/markdown_widget.html", context)
