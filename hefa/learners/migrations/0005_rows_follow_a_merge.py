"""What is told of a learner who was merged into another is written to the other, also in the moment of the merge.

A merge holds both learners FOR UPDATE: whoever writes a row for one of them waits here until it is through.
"""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION learner_follows_its_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kept bigint;
BEGIN
    SELECT merged_into_id INTO kept FROM learner WHERE id = NEW.learner_id FOR KEY SHARE;
    NEW.learner_id := coalesce(kept, NEW.learner_id);
    RETURN NEW;
END $$;
CREATE TRIGGER account_link_follows_its_learners_merge BEFORE INSERT OR UPDATE OF learner_id ON account_link
    FOR EACH ROW EXECUTE FUNCTION learner_follows_its_merge();
"""
STAY = """
DROP TRIGGER account_link_follows_its_learners_merge ON account_link;
DROP FUNCTION learner_follows_its_merge();
"""


class Migration(migrations.Migration):
    dependencies = [("learners", "0004_numbers_change_and_learners_merge")]
    operations = [migrations.RunSQL(FOLLOW, STAY)]
