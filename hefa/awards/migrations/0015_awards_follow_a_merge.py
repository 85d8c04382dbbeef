"""Hours of a learner who was merged into another are the other's; the one who is gone holds nothing.

An award that arrives in the moment of a merge meets the kept one's award, and `award_once_per_offering` decides.
"""

from django.db import migrations

FOLLOW = """
CREATE TRIGGER award_follows_its_learners_merge BEFORE INSERT OR UPDATE OF learner_id ON award
    FOR EACH ROW EXECUTE FUNCTION learner_follows_its_merge();
CREATE TRIGGER review_follows_its_learners_merge BEFORE INSERT OR UPDATE OF learner_id ON review
    FOR EACH ROW EXECUTE FUNCTION learner_follows_its_merge();
CREATE FUNCTION learner_merged_away_holds_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM learner WHERE id = NEW.id AND merged_into_id IS NOT NULL) AND (
        EXISTS (SELECT FROM award WHERE learner_id = NEW.id AND revoked_at IS NULL)
        OR EXISTS (SELECT FROM personal_code WHERE learner_id = NEW.id)
        OR EXISTS (SELECT FROM account_link WHERE learner_id = NEW.id)
        OR EXISTS (SELECT FROM national_id WHERE learner_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'a learner who was merged away holds no award, code, account or number'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'learner_merged_away_holds_nothing';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER learner_merged_away_holds_nothing AFTER UPDATE OF merged_into_id ON learner
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION learner_merged_away_holds_nothing();
"""
STAY = """
DROP TRIGGER learner_merged_away_holds_nothing ON learner;
DROP FUNCTION learner_merged_away_holds_nothing();
DROP TRIGGER award_follows_its_learners_merge ON award;
DROP TRIGGER review_follows_its_learners_merge ON review;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0014_number_of_an_award_changed"),
        ("codes", "0005_codes_follow_a_merge"),
        ("learners", "0005_rows_follow_a_merge"),
    ]
    operations = [migrations.RunSQL(FOLLOW, STAY)]
