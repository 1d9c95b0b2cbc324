"""Filters on what an entry needs. The quality board counts the very rows they keep."""

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone

from editorial.completeness import INCOMPLETE, incomplete


class QualityFilter(admin.SimpleListFilter):
    """A closed list of `values`; `narrow` keeps the rows of one of them.

    What a person may read and not work on needs nothing from them: it is left out.
    """

    values = ()

    @classmethod
    def narrow(cls, rows, value):
        raise NotImplementedError

    @classmethod
    def kept(cls, rows, value, user):
        """Rows in the hands of the user that have this value."""
        mine = rows.model.objects.changeable_by(user)
        if mine.query.where:
            rows = rows.filter(pk__in=mine.order_by().values("pk"))
        return cls.narrow(rows, value)

    def lookups(self, request, model_admin):
        return self.values

    def queryset(self, request, queryset):
        if self.value() not in dict(self.values):
            return queryset
        return self.kept(queryset, self.value(), request.user)


class VerificationFilter(QualityFilter):
    title = "vérification"
    parameter_name = "verification"
    values = (
        ("jamais", "Jamais vérifiée"),
        ("depassee", "Dépassée"),
        ("depassee-moins-un-an", "Dépassée depuis moins d’un an"),
        ("depassee-plus-un-an", "Dépassée depuis plus d’un an"),
    )

    @classmethod
    def narrow(cls, rows, value):
        if value == "jamais":
            return rows.filter(verified_on=None)
        since = {"depassee-moins-un-an": (0, 365), "depassee-plus-un-an": (365, None)}
        return rows.overdue(*since.get(value, (0, None)))


class CompletenessFilter(QualityFilter):
    title = "complétude"
    parameter_name = "completude"
    values = (("incomplete", f"Incomplète (moins de {INCOMPLETE} %)"),)

    @classmethod
    def narrow(cls, rows, value):
        return incomplete(rows)


class ProposalFilter(QualityFilter):
    title = "version proposée"
    parameter_name = "proposition"
    values = (("attente", "À décider"),)

    @classmethod
    def narrow(cls, rows, value):
        return rows.with_open_proposal()


class TimingFilter(QualityFilter):
    title = "programmation"
    parameter_name = "programmation"
    values = (
        ("parution", "Paraîtra"),
        ("expiration", "Expirera"),
        ("passee", "Date passée, rien n’est fait"),
    )

    @classmethod
    def narrow(cls, rows, value):
        now, status = timezone.now(), rows.model.Status
        appears, expires = Q(status=status.REVIEW), Q(status=status.PUBLISHED)
        if value == "passee":
            return rows.filter(appears & Q(publish_at__lte=now) | expires & Q(expire_at__lte=now))
        if value == "parution":
            return rows.filter(appears, publish_at__gt=now)
        return rows.filter(expires, expire_at__gt=now)


FILTERS = (VerificationFilter, CompletenessFilter, ProposalFilter, TimingFilter)
