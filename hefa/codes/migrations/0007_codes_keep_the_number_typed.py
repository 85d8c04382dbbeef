from django.db import migrations

import hefa.keys.fields


class Migration(migrations.Migration):
    dependencies = [
        ("codes", "0006_notice_that_was_shown"),
    ]

    operations = [
        migrations.AddField(
            model_name="personalcode",
            name="id_last4",
            field=hefa.keys.fields.SealedTextField(null=True, verbose_name="末四碼"),
        ),
    ]
