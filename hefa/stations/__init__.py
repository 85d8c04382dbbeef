"""Gates: the phones that may scan, for which offering and until when (掃描點)."""
