from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("initiatives", "0003_facts")]

    operations = [
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('sourced', True), _connector='OR'), name='initiatives_initiative_published_sourced', violation_error_message='Une fiche publiée a une source.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('placed', True), _connector='OR'), name='initiatives_initiative_published_placed', violation_error_message='Une fiche publiée couvre un territoire.'),
        ),
    ]
