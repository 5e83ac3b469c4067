"""Acts: what people do to records, one class each, through one door (`perform`)."""
