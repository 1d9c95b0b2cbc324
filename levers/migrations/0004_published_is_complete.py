from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("levers", "0003_facts")]

    operations = [
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('sourced', True), _connector='OR'), name='levers_challenge_published_sourced', violation_error_message='Une fiche publiée a une source.'),
        ),
        migrations.AddConstraint(
            model_name='lever',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('sourced', True), _connector='OR'), name='levers_lever_published_sourced', violation_error_message='Une fiche publiée a une source.'),
        ),
        migrations.AddConstraint(
            model_name='tool',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('sourced', True), _connector='OR'), name='levers_tool_published_sourced', violation_error_message='Une fiche publiée a une source.'),
        ),
    ]
