"""What a document says, apart from how it looks: blocks, figures, the register of figures, and the check of digits."""
