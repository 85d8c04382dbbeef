"""Names: agencies 機關 as an effective-dated tree."""
