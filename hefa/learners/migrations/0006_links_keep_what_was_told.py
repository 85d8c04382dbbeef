"""A link keeps the last four of the number that its account told, sealed with a key of its own row."""

import uuid

from django.db import migrations, models

import hefa.keys.fields


class Migration(migrations.Migration):
    dependencies = [("learners", "0005_rows_follow_a_merge")]
    operations = [
        migrations.AddField(
            model_name="accountlink",
            name="id_last4",
            field=hefa.keys.fields.SealedTextField(null=True, verbose_name="末四碼"),
        ),
        migrations.AddField(model_name="accountlink", name="public_id", field=models.UUIDField(null=True)),
        migrations.RunSQL("UPDATE account_link SET public_id = gen_random_uuid()", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="accountlink",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
