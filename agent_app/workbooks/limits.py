"""How much one file may hold: far above any list, far below what hurts a small laptop."""

LARGEST_FILE = 64_000_000
MOST_PARTS = 5_000
LARGEST_UNPACKED = 200_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_CELLS = 4_000_000
MOST_TEXT = 64_000_000
LONGEST_CELL = 2_000

# Address space of the reading process, in bytes, and what it may take of time.
MEMORY = 1_500_000_000
SECONDS = 20
