"""What the desk keeps of a learner who was merged into another is kept of the other."""

from django.db import migrations

FOLLOW = """
CREATE TRIGGER year_member_follows_its_learners_merge BEFORE INSERT OR UPDATE OF learner_id ON year_member
    FOR EACH ROW EXECUTE FUNCTION learner_follows_its_merge();
CREATE TRIGGER ecpa_name_follows_its_learners_merge BEFORE INSERT OR UPDATE OF learner_id ON ecpa_name
    FOR EACH ROW EXECUTE FUNCTION learner_follows_its_merge();
"""
STAY = """
DROP TRIGGER year_member_follows_its_learners_merge ON year_member;
DROP TRIGGER ecpa_name_follows_its_learners_merge ON ecpa_name;
"""


class Migration(migrations.Migration):
    dependencies = [("paperwork", "0009_auditing"), ("learners", "0005_rows_follow_a_merge")]
    operations = [migrations.RunSQL(FOLLOW, STAY)]
