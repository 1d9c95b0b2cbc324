from django.db import migrations

from editorial.migrations._facts import write_facts


class Migration(migrations.Migration):

    dependencies = [("levers", "0002_back_office")]

    operations = [migrations.RunPython(write_facts("levers"), migrations.RunPython.noop)]
