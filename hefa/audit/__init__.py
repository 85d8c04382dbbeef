"""Memory: what was done, by whom, when. Entries are added and never changed."""
