"""Two small official lists, and how tests import them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from territories.models import Zoning, ZoningList

PVD = """insee_com,lib_com,id_pvd,date_signature
29197,Plouhinec,pvd-53-29-9,2021-06-04
56169,Plouhinec,pvd-53-56-2,2021-04-28
70467,Saint-Loup-sur-Semouse,pvd-27-70-5,
01033,Valserhône,pvd-84-01-1,2021-03-12
01034,Belley,pvd-84-01-2,2021-04-22
01072,Ceyzériat,pvd-84-01-3,2022-01-27
"""
DENSITY = """insee_com,lib_com,niveau_densite
01004,Ambérieu-en-Bugey,Centres urbains intermédiaires
01008,Ambutrix,Ceintures urbaines
01010,Anglefort,Bourgs ruraux
01001,L'Abergement-Clémenciat,Rural à habitat dispersé
"""


def run(key, **options):
    """What `import_zonings` prints."""
    output = StringIO()
    call_command("import_zonings", key, stdout=output, **options)
    return output.getvalue()


def refused(key, **options):
    """Message of an import that must fail."""
    with pytest.raises(CommandError) as caught:
        run(key, **options)
    return str(caught.value)


def rows():
    """All that imports write, to compare before and after."""
    zonings = Zoning.objects.order_by("pk").values_list()
    return list(zonings), list(ZoningList.objects.order_by("key").values_list())
