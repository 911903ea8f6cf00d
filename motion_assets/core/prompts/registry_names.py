"""Registry names in a prompt: a name of a color or sound cell means exactly that cell.

Put the search for names here; the names themselves are made in ``core.registries.naming``.
"""

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.senses import Mention


def cell_mentions(document: Document) -> list[Mention]:
    """Names of color and sound cells, longest first at each place."""
    del document
    return []
