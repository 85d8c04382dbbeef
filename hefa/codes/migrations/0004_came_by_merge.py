from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("codes", "0003_index_of_voidings"),
        ("learners", "0004_numbers_change_and_learners_merge"),
        ("organisers", "0005_requests_and_site"),
        ("units", "0002_units_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="personalcode",
            name="browser_has_one_code_a_learner",
        ),
        migrations.RemoveConstraint(
            model_name="personalcode",
            name="organiser_has_one_card_code_a_learner_and_day",
        ),
        migrations.AddField(
            model_name="personalcode",
            name="by_merge",
            field=models.BooleanField(db_default=False, default=False, verbose_name="因合併歸入"),
        ),
        migrations.AddConstraint(
            model_name="personalcode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("by_merge", False), ("voided_at__isnull", True)),
                fields=("holder", "learner"),
                name="browser_has_one_code_a_learner",
            ),
        ),
        migrations.AddConstraint(
            model_name="personalcode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("by_merge", False), ("voided_at__isnull", True)),
                fields=("organiser", "learner", "expires_on"),
                name="organiser_has_one_card_code_a_learner_and_day",
            ),
        ),
    ]
