"""What an answer says of a link, in one state and one French sentence.

- **bon**: 2xx. A lasting redirect is good too, and the new address is proposed.
- **mort**: 404 or 410; or a name nobody knows, at three checks in a row over a week at least.
- **douteux**: all the rest, which a person should look at: refusals (401, 403, 429, « êtes-vous un
  robot ? »), faults of the site (5xx), no answer in time, a certificate that does not fit, a page
  that now leads to the home page or to an error page, an address that is never fetched.
"""

import datetime
import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from backoffice.addresses import LONGEST
from backoffice.models import Link, LinkCheck

GONE = {404, 410}
UNRESOLVED_CHECKS = 3
UNRESOLVED_FOR = datetime.timedelta(days=7)
HOME = re.compile(
    r"/?((fr|en|de|es|it|nl|br|eu|oc|ca)([-_][a-z]{2})?/?)?((index|accueil|home)(\.\w+)?/?)?",
    re.IGNORECASE,
)
LOST = re.compile(
    r"(^|[/_.=-])(404|not-?found|erreur-?404|error-?404|page-introuvable)([/_.-]|$)", re.IGNORECASE
)
WORDS = {
    401: "demande un mot de passe (401)",
    403: "accès refusé (403), peut-être aux seuls robots",
    404: "page introuvable (404)",
    410: "page supprimée (410)",
    429: "trop de demandes (429)",
    451: "page retirée sur décision de justice (451)",
    999: "refuse les robots (999)",
}


@dataclass(frozen=True)
class Verdict:
    state: str
    reason: str
    moved_to: str = ""


def verdict(url, answer):
    """What this answer alone says; a name that stays unknown is `record`'s affair."""
    if answer.code is None:
        return Verdict(Link.State.DOUBTFUL, answer.detail)
    if answer.robots_refused:
        return Verdict(Link.State.DOUBTFUL, f"refuse les robots ({answer.code})")
    if answer.code in GONE:
        return Verdict(Link.State.DEAD, WORDS[answer.code])
    if not HTTPStatus.OK <= answer.code < HTTPStatus.MULTIPLE_CHOICES:
        return Verdict(Link.State.DOUBTFUL, words(answer.code))
    return redirected(url, answer) if answer.hops else Verdict(Link.State.GOOD, "répond")


def redirected(url, answer):
    """A good page, but is it the one the entry meant?"""
    if is_home(answer.url) and not is_home(url):
        return Verdict(Link.State.DOUBTFUL, "renvoie à la page d’accueil : page disparue ?")
    if LOST.search(path_of(answer.url)) and not LOST.search(path_of(url)):
        return Verdict(Link.State.DOUBTFUL, "renvoie à une page d’erreur")
    if answer.moved_for_good and answer.url != url:
        return Verdict(Link.State.GOOD, "a changé d’adresse", answer.url)
    return Verdict(Link.State.GOOD, "renvoie ailleurs pour le moment")


def words(code):
    if code in WORDS:
        return WORDS[code]
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"panne du site ({code})"
    return f"réponse inattendue ({code})"


def path_of(url):
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def is_home(url):
    return bool(HOME.fullmatch(path_of(url)))


def record(link, answer, now):
    """Write what was seen on the link, and in its history; the oldest checks are forgotten."""
    seen = with_patience(link, answer, verdict(link.url, answer), now)
    if seen.state != link.state:
        link.since = now
        link.judged_at = link.judged_by = None  # staff judged another state
    link.state, link.reason = seen.state, seen.reason
    link.moved_to, link.final_url = seen.moved_to, answer.url[:LONGEST] if answer.hops else ""
    link.code, link.checked_at = answer.code, now
    link.failures = 0 if seen.state == Link.State.GOOD else link.failures + 1
    link.save(
        update_fields=[
            "state", "since", "reason", "moved_to", "final_url", "code", "checked_at", "failures",
            "unresolved", "unresolved_since", "judged_at", "judged_by",
        ]
    )  # fmt: skip
    LinkCheck.objects.create(
        link=link,
        at=now,
        state=seen.state,
        code=answer.code,
        final_url=link.final_url,
        ms=answer.ms,
        reason=seen.reason,
    )
    old = link.checks.values_list("pk", flat=True)[LinkCheck.KEPT :]
    LinkCheck.objects.filter(pk__in=list(old)).delete()
    return seen


def with_patience(link, answer, seen, now):
    """A name unknown once may be a fault of the network; unknown for a week, its site is gone."""
    if answer.cause != "dns" or answer.hops:
        link.unresolved, link.unresolved_since = 0, None
        return seen
    link.unresolved += 1
    link.unresolved_since = link.unresolved_since or now
    if link.unresolved >= UNRESOLVED_CHECKS and now - link.unresolved_since >= UNRESOLVED_FOR:
        day = link.unresolved_since.strftime("%d/%m/%Y")
        return Verdict(Link.State.DEAD, f"nom de site introuvable depuis le {day}")
    return seen
