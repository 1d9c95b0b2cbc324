"""Whose account one may touch: nobody who can do what one cannot, never a superuser."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Q


def lacking(user):
    """The permissions a user does not hold; asked of the tables, where being disabled changes
    nothing: a disabled account keeps what it could do, and would be enabled with it."""
    held = Permission.objects.filter(Q(user=user.pk) | Q(group__user=user.pk))
    return Permission.objects.exclude(pk__in=held.values("pk"))


def manageable_users(user):
    """Accounts this user may see and change. The one rule of every screen about accounts."""
    everyone = get_user_model().objects.all()
    if user.is_superuser:
        return everyone
    beyond = lacking(user).values("pk")
    return everyone.filter(is_superuser=False).exclude(
        Q(user_permissions__in=beyond) | Q(groups__permissions__in=beyond)
    )


def giveable_groups(user):
    """Groups that hold nothing this user lacks."""
    if user.is_superuser:
        return Group.objects.all()
    return Group.objects.exclude(permissions__in=lacking(user).values("pk"))
