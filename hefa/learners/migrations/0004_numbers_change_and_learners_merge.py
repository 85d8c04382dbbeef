import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hefa.keys.fields


class Migration(migrations.Migration):
    dependencies = [
        ("learners", "0003_owners_are_told"),
        ("units", "0002_units_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LearnerMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("merged_at", models.DateTimeField(verbose_name="合併時間")),
                ("reason", models.CharField(max_length=200, verbose_name="合併原因")),
                ("moved", models.JSONField()),
                ("undone_at", models.DateTimeField(null=True, verbose_name="取消時間")),
                ("undo_reason", models.CharField(blank=True, default="", max_length=200, verbose_name="取消原因")),
            ],
            options={
                "verbose_name": "合併學員",
                "db_table": "learner_merge",
            },
        ),
        migrations.AddField(
            model_name="learner",
            name="merged_into",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="merged", to="learners.learner"
            ),
        ),
        migrations.AddField(
            model_name="nationalidrecord",
            name="id_last4",
            field=hefa.keys.fields.SealedTextField(null=True, verbose_name="末四碼"),
        ),
        migrations.AddConstraint(
            model_name="learner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="learner_is_merged_into_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="nationalidrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("id_last4__isnull", True), ("replaced_at__isnull", True)),
                    models.Q(("id_last4__isnull", False), ("replaced_at__isnull", False)),
                    _connector="OR",
                ),
                name="national_id_replaced_tells_its_last_four",
            ),
        ),
        migrations.AddField(
            model_name="learnermerge",
            name="gone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="learners.learner"
            ),
        ),
        migrations.AddField(
            model_name="learnermerge",
            name="kept",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="learners.learner"
            ),
        ),
        migrations.AddField(
            model_name="learnermerge",
            name="merged_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="learnermerge",
            name="undone_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="learnermerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)), fields=("gone",), name="learner_is_merged_away_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="learnermerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("gone")), _negated=True), name="learner_merge_is_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="learnermerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="learner_merge_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="learnermerge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undo_reason", ""), ("undone_at__isnull", True), ("undone_by__isnull", True)),
                    models.Q(
                        ("undone_at__isnull", False),
                        ("undone_by__isnull", False),
                        models.Q(("undo_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="learner_merge_undone_by_someone_for_a_reason",
            ),
        ),
    ]
