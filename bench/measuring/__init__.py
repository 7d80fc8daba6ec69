"""What bin/bench measures, one file for each question."""
