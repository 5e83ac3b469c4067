"""The year of a programme: files, data, policy, judgements, savings, editions, and jobs."""
