from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("actors", "0003_facts")]

    operations = [
        migrations.AddConstraint(
            model_name='actor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('sourced', True), _connector='OR'), name='actors_actor_published_sourced', violation_error_message='Une fiche publiée a une source.'),
        ),
        migrations.AddConstraint(
            model_name='actor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('placed', True), _connector='OR'), name='actors_actor_published_placed', violation_error_message='Une fiche publiée couvre un territoire.'),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('sourced', True), _connector='OR'), name='actors_support_published_sourced', violation_error_message='Une fiche publiée a une source.'),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'publie'), _negated=True), ('placed', True), _connector='OR'), name='actors_support_published_placed', violation_error_message='Une fiche publiée couvre un territoire.'),
        ),
    ]
