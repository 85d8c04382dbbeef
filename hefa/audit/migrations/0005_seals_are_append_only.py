"""Seals, witnesses and checks are append-only too, TRUNCATE is refused, and a seal follows one that exists.

One way round is left for retention: the owner of the table may delete entries and witnesses in a transaction that has
said so (`hefa.forgetting`). The serving role lacks the privilege to begin with (actions.serving).
"""

from django.db import migrations

REFUSE = """
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME IN ('audit_entry', 'audit_witness')
        AND current_setting('hefa.forgetting', true) = 'on'
        AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')
    THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
DROP TRIGGER audit_is_append_only ON audit_entry;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_witness
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_check
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
"""
ALLOW = """
DROP TRIGGER audit_is_append_only ON audit_entry;
DROP TRIGGER audit_is_append_only ON audit_seal;
DROP TRIGGER audit_is_append_only ON audit_witness;
DROP TRIGGER audit_is_append_only ON audit_check;
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_entry is append-only';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
"""
FOLLOW = """
ALTER TABLE audit_seal ADD CONSTRAINT audit_seal_follows_one_that_stands
    FOREIGN KEY (previous) REFERENCES audit_seal (digest)
"""
STAND_ALONE = "ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_follows_one_that_stands"


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_seals")]
    operations = [migrations.RunSQL(REFUSE, ALLOW), migrations.RunSQL(FOLLOW, STAND_ALONE)]
