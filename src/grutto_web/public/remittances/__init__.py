"""What sending money costs: prices that one person brings and another approves, and the pages that compare them."""
