"""A cancelled offering awards nothing: the database itself refuses, whoever asks, also in the moment of cancelling."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION award_of_an_offering_that_is_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM offering WHERE id IN (SELECT offering_id FROM made) FOR KEY SHARE;
    IF EXISTS (SELECT 1 FROM offering WHERE id IN (SELECT offering_id FROM made) AND cancelled_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a cancelled offering awards nothing'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'award_of_an_offering_that_is_held';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER award_of_an_offering_that_is_held AFTER INSERT ON award
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION award_of_an_offering_that_is_held();
CREATE TRIGGER group_award_of_an_offering_that_is_held AFTER INSERT ON group_award
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION award_of_an_offering_that_is_held();
"""
ALLOW = """
DROP TRIGGER award_of_an_offering_that_is_held ON award;
DROP TRIGGER group_award_of_an_offering_that_is_held ON group_award;
DROP FUNCTION award_of_an_offering_that_is_held();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0006_scans_of_cancelled_offerings"),
        ("activities", "0004_attachments_topics_and_cancelling"),
    ]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
