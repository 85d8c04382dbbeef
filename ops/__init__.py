"""Running Hefa: the commands of dev.py, the demonstration, and what an agency's servers need."""
