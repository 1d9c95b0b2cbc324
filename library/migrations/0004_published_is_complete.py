from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("library", "0003_facts")]

    operations = [
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('sourced', True), _connector='OR'), name='library_event_published_sourced', violation_error_message='Une fiche publiée a une source.'),
        ),
        migrations.AddConstraint(
            model_name='keyfigure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('sourced', True), _connector='OR'), name='library_keyfigure_published_sourced', violation_error_message='Une fiche publiée a une source.'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('sourced', True), _connector='OR'), name='library_publication_published_sourced', violation_error_message='Une fiche publiée a une source.'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('sourced', True), _connector='OR'), name='library_term_published_sourced', violation_error_message='Une fiche publiée a une source.'),
        ),
    ]
