"""How much one file may hold before it is refused."""

MAX_BYTES_CSV = 512 * 1024 * 1024
MAX_BYTES_WORKBOOK = 64 * 1024 * 1024
MAX_CELLS_CSV = 20_000_000
MAX_CELLS_WORKBOOK = 2_000_000  # filled cells of all its sheets
MAX_COLUMNS = 1_000
# A sheet is laid out in memory from A1 to its last filled cell, blanks included.
MAX_POSITIONS_SHEET = 10_000_000
MAX_BYTES_UNPACKED = 512 * 1024 * 1024
# Sheets of equal cells pack about forty times; only made-up files pack more than this.
MAX_PACKING_RATIO = 200
PACKING_RATIO_FROM = 16 * 1024 * 1024
# So many cells are named one by one, the others are counted.
CELLS_NAMED = 20
