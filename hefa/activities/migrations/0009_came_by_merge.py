from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0008_open_ends_of_attendance"),
        ("learners", "0004_numbers_change_and_learners_merge"),
        ("units", "0002_units_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="enrolment",
            name="account_enrols_a_learner_once",
        ),
        migrations.AddField(
            model_name="enrolment",
            name="by_merge",
            field=models.BooleanField(db_default=False, default=False, verbose_name="因合併歸入"),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("by_merge", False)),
                fields=("offering", "learner", "account"),
                name="account_enrols_a_learner_once",
                nulls_distinct=False,
            ),
        ),
    ]
