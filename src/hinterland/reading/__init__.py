"""Documents become claims with evidence; what is doubtful is flagged; a person confirms."""
