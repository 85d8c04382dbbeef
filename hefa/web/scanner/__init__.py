"""The scanner's doors: the list of offerings, the scanner page, and the scan API."""
