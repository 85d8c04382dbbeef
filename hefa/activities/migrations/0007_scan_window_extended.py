"""延長掃描時間: what an officer adds to the scan window of an offering."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0006_officer_in_charge")]

    operations = [
        migrations.AddField(
            model_name="offering",
            name="scan_from",
            field=models.DateTimeField(null=True, verbose_name="掃描提早自"),
        ),
        migrations.AddField(
            model_name="offering",
            name="scan_until",
            field=models.DateTimeField(null=True, verbose_name="掃描延長至"),
        ),
    ]
