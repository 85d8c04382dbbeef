"""抽查末四碼: which scans were asked for it, and what was answered: once, to what was asked, in time, for good."""

import django.db.models.deletion
from django.db import migrations, models

ONCE = """
CREATE FUNCTION spot_check_is_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'spot_check is append-only';
    END IF;
    IF NOT EXISTS (SELECT FROM scan s WHERE s.id = NEW.scan_id AND s.spot_check
                   AND NEW.answered_at BETWEEN s.received_at AND s.received_at + interval '10 minutes') THEN
        RAISE EXCEPTION 'a spot check answers what was asked, within ten minutes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'spot_check_is_answered_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER spot_check_is_answered_once BEFORE INSERT OR UPDATE OR DELETE ON spot_check
    FOR EACH ROW EXECUTE FUNCTION spot_check_is_answered_once();
"""
AS_OFTEN = """
DROP TRIGGER spot_check_is_answered_once ON spot_check;
DROP FUNCTION spot_check_is_answered_once();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0011_spot_checks"),
        ("awards", "0016_hints_looked_at"),
        ("codes", "0007_codes_keep_the_number_typed"),
        ("learners", "0006_links_keep_what_was_told"),
        ("stations", "0006_forget_pins_and_helpers"),
    ]

    operations = [
        migrations.CreateModel(
            name="SpotCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("matched", models.BooleanField(verbose_name="相符")),
                ("answered_at", models.DateTimeField(verbose_name="回答時間")),
            ],
            options={
                "verbose_name": "抽查末四碼",
                "db_table": "spot_check",
            },
        ),
        migrations.AddField(
            model_name="scan",
            name="spot_check",
            field=models.BooleanField(db_default=False, default=False, verbose_name="抽查末四碼"),
        ),
        migrations.AlterField(
            model_name="hintmark",
            name="kind",
            field=models.CharField(
                choices=[
                    ("spot_check", "抽查末四碼不符"),
                    ("overlap", "同一人時間重疊"),
                    ("rush", "短時間大量核發"),
                    ("browser", "同一瀏覽器多人條碼"),
                    ("by_hand", "人工登錄比例偏高"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="scan",
            index=models.Index(
                condition=models.Q(("spot_check", True)), fields=["offering", "station"], name="scan_of_spot_checks"
            ),
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("spot_check", False), models.Q(("clock_quality", "now"), ("verdict", "AWARDED")), _connector="OR"
                ),
                name="scan_spot_checked_was_awarded_at_once",
            ),
        ),
        migrations.AddField(
            model_name="spotcheck",
            name="scan",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="spot_check_answer", to="awards.scan"
            ),
        ),
        migrations.RunSQL(ONCE, AS_OFTEN),
    ]
