"""Django's commands of this site."""
