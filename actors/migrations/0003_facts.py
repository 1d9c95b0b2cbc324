from django.db import migrations

from editorial.migrations._facts import write_facts


class Migration(migrations.Migration):

    dependencies = [("actors", "0002_back_office")]

    operations = [migrations.RunPython(write_facts("actors"), migrations.RunPython.noop)]
