"""A 掃描授權 names offerings, one or several; what each named so far stays."""

import django.db.models.deletion
from django.db import migrations, models

KEEP = "INSERT INTO scan_pass_offering (scan_pass_id, offering_id) SELECT id, offering_id FROM scan_pass"


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0006_officer_in_charge"),
        ("stations", "0003_scan_passes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScanPassOffering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "offering",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="activities.offering"),
                ),
                (
                    "scan_pass",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="named", to="stations.scanpass"
                    ),
                ),
            ],
            options={"db_table": "scan_pass_offering"},
        ),
        migrations.AddConstraint(
            model_name="scanpassoffering",
            constraint=models.UniqueConstraint(fields=("scan_pass", "offering"), name="scan_pass_names_offering_once"),
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="scanpass", name="scan_pass_of_offering"),
        migrations.RemoveField(model_name="scanpass", name="offering"),
    ]
