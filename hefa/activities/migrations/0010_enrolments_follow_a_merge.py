"""An enrolment of a learner who was merged into another is the other's."""

from django.db import migrations

FOLLOW = """
CREATE TRIGGER enrolment_follows_its_learners_merge BEFORE INSERT OR UPDATE OF learner_id ON enrolment
    FOR EACH ROW EXECUTE FUNCTION learner_follows_its_merge();
"""
STAY = """
DROP TRIGGER enrolment_follows_its_learners_merge ON enrolment;
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0009_came_by_merge"), ("learners", "0005_rows_follow_a_merge")]
    operations = [migrations.RunSQL(FOLLOW, STAY)]
