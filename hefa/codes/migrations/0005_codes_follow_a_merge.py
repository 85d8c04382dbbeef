"""A code of a learner who was merged into another is the other's."""

from django.db import migrations

FOLLOW = """
CREATE TRIGGER personal_code_follows_its_learners_merge BEFORE INSERT OR UPDATE OF learner_id ON personal_code
    FOR EACH ROW EXECUTE FUNCTION learner_follows_its_merge();
"""
STAY = """
DROP TRIGGER personal_code_follows_its_learners_merge ON personal_code;
"""


class Migration(migrations.Migration):
    dependencies = [("codes", "0004_came_by_merge"), ("learners", "0005_rows_follow_a_merge")]
    operations = [migrations.RunSQL(FOLLOW, STAY)]
