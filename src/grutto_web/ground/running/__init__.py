"""Running the site: is it well, what does it do, and what does it write down."""
