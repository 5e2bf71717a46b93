"""Documents with one planted defect each, to see what an audit finds at size.

Facts that agree are laid out as the forms of several places; a defect changes what one
place of the document says. Nothing here writes or reads by the product's own code,
save the layout that is the product's own report.
"""
