"""The progress report: sections make content from figures, renderers make pages from content."""
