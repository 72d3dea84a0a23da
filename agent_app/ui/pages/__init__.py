"""One folder a page: a presenter without widgets and a view without logic."""
