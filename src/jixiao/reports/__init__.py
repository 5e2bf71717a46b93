"""Write: facts and scores → report and form as docx, xlsx, pdf and html.

Composes one format-neutral document and hands it to a writer for each format. Knows
nothing of where the facts came from and reads no file but its own fonts and template.
"""
