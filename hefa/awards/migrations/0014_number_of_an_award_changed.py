from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0013_objections_of_learners"),
    ]

    operations = [
        migrations.AddField(
            model_name="award",
            name="number_changed_at",
            field=models.DateTimeField(null=True, verbose_name="證號變更時間"),
        ),
    ]
