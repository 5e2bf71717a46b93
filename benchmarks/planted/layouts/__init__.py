"""Documents of several places made of the same facts, one module for each kind."""
