"""The fold: from committed observations to the tables of one generation.

``build`` runs it; one module per family of tables beside it. Publishing the resulting file
belongs in ``storage.generations``.
"""
