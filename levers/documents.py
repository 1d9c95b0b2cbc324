"""How levers, tools and challenges are found. They are for every town."""

from levers.models import Challenge, Lever, Tool
from library.documents import PublicationDocuments
from library.models import Term
from search.documents import ANY, DocumentSource

# A publication says the levers of the tools it serves.
PublicationDocuments.depends = {
    **PublicationDocuments.depends,
    Tool: lambda tool: tool.publications.values_list("pk", flat=True),
}
TEXTS = ("when_to_use", "first_steps", "legal_basis", "cautions")


class GuidanceDocuments(DocumentSource):
    links = ("terms",)

    def guidance_document(self, row, *, facets, **own):
        document = self.entry_document(
            row,
            facets={"type": [self.kind], "type_territoire": [ANY], **facets},
            context=[term.title for term in row.terms.all() if term.is_published],
            **own,
        )
        document.body = "\n\n".join([row.body, *(getattr(row, name) for name in TEXTS)])
        document.covers, document.inside = {"france"}, {"france"}
        return document


class LeverDocuments(GuidanceDocuments):
    model = Lever
    kind = "levier"
    label = "Leviers"
    depends = {Term: lambda term: term.levers.values_list("pk", flat=True)}

    def rows(self):
        return super().rows().prefetch_related("challenges")

    def document(self, row):
        challenges = [challenge.slug for challenge in row.challenges.all()]
        return self.guidance_document(
            row,
            facets={"levier": [row.slug], "defi": challenges},
            badge="Levier",
            details=[row.theme_words] if row.theme_words else [],
            order=f"{row.number:03} 000",
        )


class ToolDocuments(GuidanceDocuments):
    model = Tool
    kind = "outil"
    label = "Outils"
    depends = {
        Lever: lambda lever: lever.tools.values_list("pk", flat=True),
        Term: lambda term: term.tools.values_list("pk", flat=True),
    }

    def rows(self):
        tools = super().rows().filter(lever__status="publie").select_related("lever")
        return tools.prefetch_related("lever__challenges")

    def document(self, row):
        challenges = [challenge.slug for challenge in row.lever.challenges.all()]
        return self.guidance_document(
            row,
            facets={"levier": [row.lever.slug], "defi": challenges},
            badge="Outil",
            details=[f"Levier {row.lever.number} : {row.lever.title}"],
            order=f"{row.lever.number:03} {row.order + 1:03}",
        )


class ChallengeDocuments(GuidanceDocuments):
    model = Challenge
    kind = "defi"
    label = "Défis"
    depends = {Term: lambda term: term.challenges.values_list("pk", flat=True)}

    def rows(self):
        return super().rows().prefetch_related("levers")

    def document(self, row):
        levers = [lever.slug for lever in row.levers.all()]
        return self.guidance_document(
            row,
            facets={"levier": levers, "defi": [row.slug]},
            badge="Défi",
            order=f"{row.number:03}",
        )
