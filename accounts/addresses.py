"""Which address a request comes from, as far as it can be believed."""

import ipaddress

from django.conf import settings


def client_address(request):
    """The client's address, None when unknown.

    Each proxy appends the address it was called from to X-Forwarded-For; what stands left of the
    entries our own proxies wrote was typed by the client, and is never read.
    """
    direct = request.META.get("REMOTE_ADDR")
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(passed) >= proxies:
            return valid(passed[-proxies]) or valid(direct)
    return valid(direct)


def valid(address):
    try:
        return str(ipaddress.ip_address((address or "").strip()))
    except ValueError:
        return None
