"""Sign a client in as the portal would, without the pages; make users of each role."""

from itertools import count

from django.contrib.auth.models import Group, User
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Account
from accounts.roles import needs_two_factor

numbers = count(1)


def sign_in(client, user, *, verified=True):
    """The client, signed in; with a second factor too when the user needs one."""
    client.force_login(user)
    if verified and needs_two_factor(user):
        device, _created = TOTPDevice.objects.get_or_create(user=user, defaults={"name": "essai"})
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return client


def make_user(*roles, partner=None, **fields):
    """A member of staff with these roles: `make_user("Publication")`."""
    number = next(numbers)
    defaults = {
        "username": f"agent-{number}",
        "email": f"agent-{number}@essai.example",
        "password": "un bon mot de passe",
        "is_staff": True,
    }
    user = User.objects.create_user(**defaults | fields)
    user.groups.set(Group.objects.filter(name__in=roles))
    assert user.groups.count() == len(roles), roles
    Account.objects.create(user=user, partner=partner)
    return user
