"""How much one paper may hold before it is refused."""

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 2_000_000
MAX_PAGES = 500
MAX_SCANNED_PAGES = 100  # of pages that have to be read from a picture
MAX_PIXELS = 40_000_000
MAX_MEMBERS = 2_000  # of an archive
MAX_BYTES_UNPACKED = 200 * 1024 * 1024
MAX_BYTES_PART = 64 * 1024 * 1024  # one XML part
# More hidden texts, and more of each, are counted and not kept.
HIDDEN_KEPT = 200
HIDDEN_CHARACTERS = 2_000
# So many places are named one by one, the others are counted.
PLACES_NAMED = 20
CONVERSION_SECONDS = 40  # of an old document by LibreOffice
