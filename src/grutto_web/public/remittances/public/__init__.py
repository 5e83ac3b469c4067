"""The pages for people who send money, in every language."""
