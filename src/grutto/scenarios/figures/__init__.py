"""Static figures of scenarios as SVG text: accessible, printable, and with their lineage inside."""
