"""抽查末四碼 of an activity; those that stand ask for it too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0010_enrolments_follow_a_merge"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="spot_check",
            field=models.BooleanField(db_default=True, default=True, verbose_name="抽查末四碼"),
        ),
    ]
