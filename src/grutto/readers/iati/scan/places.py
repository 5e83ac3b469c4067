"""Where things stand in the flat arrays of the scanner, and what their numbers mean: constants of compiled code."""

NULL, UNREAD = -(1 << 63), -(1 << 63) + 1
"""A cell without a value, and one that the parser of values must fill. A text is its start and length in the bytes,
packed into one number."""

# How a slot takes its text: trimmed; the same, and empty stays empty; as it is, or the record is walked; as a value.
TEXT, EMPTY_TEXT, WORD, DECIMAL, DATE, INTEGER, BOOLEAN = range(7)

# Instead of a node: nothing, a narrative, an element that no table declares.
NONE, NARRATED, BEYOND = -1, -2, -3

# --- the plan -------------------------------------------------------------------------------------------------------
MOST_NODES = MOST_NAMES_OF_PLAN = 1 << 8
HASHES = 1 << 10

CHILD = 0
"""Node below a node by name: `CHILD + (node << 8) + name`."""
SLOT = CHILD + MOST_NODES * MOST_NAMES_OF_PLAN
"""Slot of an attribute: `SLOT + (node << 8) + name`."""
NODES = SLOT + MOST_NODES * MOST_NAMES_OF_PLAN
"""Eight numbers a node: place among its siblings, number of children, slot of its text, its plan if it makes a row,
node with columns of the row around that the first such element fills, column of its narrative."""
POSITION, CHILDREN, TEXT_SLOT, PLAN, FIRST, NARRATIVE_COLUMN = range(6)
SLOTS = NODES + 8 * MOST_NODES
"""Four numbers a slot: column, how it takes its text, another slot of the same text, whether words may stand in it."""
COLUMN, KIND, MORE, WORDS_ALLOWED = range(4)
MOST_SLOTS = 1 << 10
PLANS = SLOTS + 4 * MOST_SLOTS
"""Four numbers a plan: columns, and where its required columns begin and end in `REQUIRED`."""
WIDTH, REQUIRED_START, REQUIRED_END = range(3)
MOST_PLANS = 1 << 7
REQUIRED = PLANS + 4 * MOST_PLANS
MOST_REQUIRED = 1 << 9
HASHED = REQUIRED + MOST_REQUIRED
"""Names by hash, with open addressing."""
NAME_STARTS = HASHED + HASHES
"""Where the letters of each name begin, and after the last one where they end."""
LETTERS = NAME_STARTS + MOST_NAMES_OF_PLAN + 1
RECORD_NAME, NARRATIVE_NAME, LANGUAGE_NAME = range(3)

# --- the memory of a pass -------------------------------------------------------------------------------------------
FINGERPRINT, END, LEVEL, BAD, STATE, RECORDS = range(6)
"""End of the entries; depth of elements; the record must be walked; how the piece goes; records read."""
PLAIN, STRAY = 0, 1
"""A piece with records only, or with something else between them, or without room."""
LANGUAGE, ROOT_LANGUAGE, NAMES, PREFIXES, ROOT_PREFIXES, RECORD, BEGAN, UNPLACED = range(6, 14)
"""Languages in force; how many names beyond the plan and prefixes there are; the record's row and first byte; the last
remark on an attribute of a start tag whose end was not reached."""
LEVELS = 16
"""Sixteen numbers for each depth: node and row; node and row that see it as their first child; its text;
and what was met in it; the end of its start tag; whether its text is not one plain stretch."""
NODE, ROW, OTHER_NODE, OTHER_ROW, START, STOP, PARENTAL, NARRATIVES, CHOSEN, OTHER_CHOSEN, TAG_STOP, PIECED = range(12)
LANGUAGE_START, LANGUAGE_STOP = OTHER_NODE, OTHER_ROW
"""At the level of a narrative."""
DEPTH = 32
SEEN = LEVELS + 16 * DEPTH
"""Children seen by kind, then by name beyond the plan; at each depth."""
MOST_CHILDREN = 64
MOST_NAMES = 32
SEEN_WIDTH = MOST_CHILDREN + MOST_NAMES
NAME = SEEN + SEEN_WIDTH * DEPTH
"""Names beyond the plan and their namespaces."""
PREFIX = NAME + 2 * MOST_NAMES
"""Prefixes that the root and the record declare, and their namespaces."""
ENTRIES = PREFIX + 2 * MOST_NAMES
"""From here on entries one after another. The first number says of what; for a row it is its plan."""
NARRATIVE_ENTRY, BEYOND_ENTRY, REMARK_ENTRY, RECORD_ENTRY = -1, -2, -3, -4
# A row: its plan, the row around it (-1: none), number among its siblings, row of its record, then its cells.
AROUND, NUMBER, RECORD_OF, CELLS = range(1, 5)
# A narrative and what no table declares: row and node around, number, then
#   language, text and language of the record; or name, all of the text and its trimmed text.
AROUND_NODE, NUMBER_OF_CHILD = 2, 3
SPOKEN, NARRATIVE_TEXT, DEFAULT = 4, 5, 6
CALLED, WHOLE, VALUE = 4, 5, 6
CHILD_ENTRY_SIZE = 7
# A remark, on a text that is not plainly written or on a required column without a value: row, slot, whether that is
#   missing, column, all of the text, end of the start tag.
ON_SLOT, MISSING, ON_COLUMN, REMARKED, TAG = range(2, 7)
# A record: first byte, end, whether it must be walked.
RECORD_ENTRY_SIZE = 4

# --- characters -----------------------------------------------------------------------------------------------------
LT, GT, AMP, SLASH, BANG, QUESTION, EQUALS, NUMBER_SIGN, SEMICOLON, COLON = (ord(c) for c in "<>&/!?=#;:")
TAB, NEWLINE, RETURN, SPACE, QUOTE, APOSTROPHE, CLOSING = (ord(c) for c in "\t\n\r \"']")
ZERO, ONE, NINE, POINT, MINUS, PLUS = (ord(c) for c in "019.-+")
A, G, L, M, Q, T, X = (ord(c) for c in "aglmqtx")
