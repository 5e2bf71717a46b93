"""The official rules as data: books, their loader, and which book a form follows."""
