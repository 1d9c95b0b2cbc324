from django.db import migrations

from editorial.migrations._facts import write_facts


class Migration(migrations.Migration):

    dependencies = [("initiatives", "0002_back_office")]

    operations = [migrations.RunPython(write_facts("initiatives"), migrations.RunPython.noop)]
