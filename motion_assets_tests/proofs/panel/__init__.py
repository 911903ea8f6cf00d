"""Panel: a confusion matrix of every blended aspect over clips that ffmpeg makes from definitions.

Run by hand: ``python -m motion_assets_tests.proofs.panel 6 1`` makes clips by chance from seed 1
until every value of every aspect was asked for six times, measures them, and prints for each aspect
what was told of what was asked, without loss and through a lossy codec (H.264 at crf 28, AAC at
128 kbit/s). ``--aspect camera.speed`` makes those of one aspect, ``--misses`` tells every clip of
which something was told wrong or not at all, ``--lossless`` leaves the lossy codec out.

Nothing here uses the renderer: ``views``, ``travels``, ``stages``, ``tints``, ``edits``, ``files``
and ``sounds`` say how each is made from what the vocabulary says that it means. What both sides
have in common are the figures of the vocabulary alone. A share of right answers therefore speaks of
clips that are well within the definitions, not of any film.

Not here are ``graphics.edge_density``, ``graphics.spatial_variance`` and ``graphics.busyness``:
they are figures of a whole picture that nobody asks for, and a picture made to have one would be
made by computing what is measured. Tests hold them against arithmetic.
"""
