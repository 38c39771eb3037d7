"""Who handles what is thrown: errors, escalations, signals, conditions."""
