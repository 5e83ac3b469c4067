"""The few types of Grutto: frozen dataclasses that need nothing but the standard library."""
