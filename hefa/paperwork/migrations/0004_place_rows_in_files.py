"""Papers that were made before files were counted: their files, and where each award stands in them.

Until then a file had at most 3,000 rows, and every award one. Hours that were changed since are not known any more.
"""

from django.db import migrations

PARTS = """
INSERT INTO paper_part (paper_id, number, file_name, rows, state, version)
SELECT p.id, n, p.file_name, CASE WHEN p.parts = 1 THEN p.rows ELSE least(3000, p.rows - (n - 1) * 3000) END, 'waiting', 1
FROM paper p CROSS JOIN LATERAL generate_series(1, p.parts) AS n
"""
ROWS = """
UPDATE paper_row r
SET part = CASE WHEN p.parts = 1 THEN 1 ELSE (q.n - 1) / 3000 + 1 END,
    line = CASE WHEN p.parts = 1 THEN q.n ELSE (q.n - 1) % 3000 + 1 END,
    digital_hours = CASE WHEN a.version = r.award_version THEN a.digital_hours END,
    in_person_hours = CASE WHEN a.version = r.award_version THEN a.in_person_hours END
FROM (SELECT id, row_number() OVER (PARTITION BY paper_id ORDER BY id) AS n FROM paper_row) q, paper p, award a
WHERE q.id = r.id AND p.id = r.paper_id AND a.id = r.award_id
"""


class Migration(migrations.Migration):
    dependencies = [("paperwork", "0003_profiles_names_courses")]
    operations = [
        migrations.RunSQL(PARTS, migrations.RunSQL.noop),
        migrations.RunSQL(ROWS, migrations.RunSQL.noop),
    ]
