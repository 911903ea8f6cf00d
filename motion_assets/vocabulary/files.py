"""Files of the vocabulary: the tables that lie beside its modules, and the English word list.

Put the reading of a table's text here; what its columns mean belongs to the module that
loads it. ``importlib.resources`` would do the same and loads more than all tables take.
"""

from importlib.machinery import PathFinder
from typing import Final

from motion_assets.errors import StorageError

_FOLDER: Final = __file__.removesuffix("files.py")
_FREQUENCIES: Final = "frequency_dictionary_en_82_765.txt"


def text_of(name: str) -> str:
    """Text of a file by its path in this folder.

    >>> text_of("lexicon/camera.csv").partition(",")[0]
    'phrase'
    """
    return bytes_of(name).decode("utf-8")


def bytes_of(name: str) -> bytes:
    """Content of a file by its path in this folder."""
    with open(_FOLDER + name, "rb") as file:  # noqa: PTH123  pathlib is slower to load than a table
        return file.read()


def word_frequencies() -> str:
    """English words with their counts, one a line and the most frequent first.

    The list is the one that symspellpy ships: Google Books n-grams (2012) of words of SCOWL.

    Raises
    ------
    StorageError
        If symspellpy is not installed.
    """
    # Loading the package itself would take longer than reading a prompt.
    package = PathFinder.find_spec("symspellpy")
    if package is None or not package.submodule_search_locations:
        raise StorageError("symspellpy is not installed. Install the project: pip install -e .")
    with open(f"{package.submodule_search_locations[0]}/{_FREQUENCIES}", "rb") as file:  # noqa: PTH123  as above
        return file.read().decode("utf-8-sig")
