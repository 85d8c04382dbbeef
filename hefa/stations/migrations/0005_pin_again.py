"""A phone that was lent must show its PIN again after it lay idle. Those that are out count from their last sign."""

from django.db import migrations, models

LAST_SIGN = "UPDATE station SET active_at = COALESCE(last_seen_at, made_at) WHERE scan_pass_id IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("stations", "0004_passes_for_several_offerings")]

    operations = [
        migrations.AddField(
            model_name="station",
            name="active_at",
            field=models.DateTimeField(null=True, verbose_name="最近使用"),
        ),
        migrations.AddField(
            model_name="station",
            name="pin_due_at",
            field=models.DateTimeField(null=True, verbose_name="須再輸入 PIN 碼"),
        ),
        migrations.AddField(
            model_name="station",
            name="pin_tries",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.RunSQL(LAST_SIGN, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("active_at__isnull", True),
                        ("pin_due_at__isnull", True),
                        ("pin_tries", 0),
                        ("scan_pass__isnull", True),
                    ),
                    models.Q(("active_at__isnull", False), ("pin_tries__range", (0, 5)), ("scan_pass__isnull", False)),
                    _connector="OR",
                ),
                name="station_of_a_pass_alone_asks_its_pin",
            ),
        ),
    ]
