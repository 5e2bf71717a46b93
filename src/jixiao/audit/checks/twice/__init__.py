"""The same thing said twice: chapters, tables, form."""
