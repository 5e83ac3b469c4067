-- A release for readers. Amounts are exact decimals as text, in euros unless a currency stands beside; NULL is unknown.
CREATE TABLE file (
    id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, licence TEXT NOT NULL,
    citation TEXT NOT NULL, superseded INTEGER NOT NULL
);
-- Activities are numbered by size, the largest first; sets of activities are sets of these numbers.
CREATE TABLE activity (
    id INTEGER PRIMARY KEY, identifier TEXT NOT NULL UNIQUE, title TEXT, reporter INTEGER NOT NULL, status TEXT, level INTEGER NOT NULL,
    planned_start TEXT, actual_start TEXT, planned_end TEXT, actual_end TEXT, updated TEXT, humanitarian INTEGER,
    copies INTEGER NOT NULL, file INTEGER NOT NULL, locator TEXT NOT NULL, line INTEGER, countries TEXT NOT NULL
);
CREATE TABLE text (
    activity INTEGER NOT NULL, field TEXT NOT NULL, language TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (activity, field, language, number)
) WITHOUT ROWID;
CREATE TABLE organisation (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, type TEXT, fold TEXT NOT NULL, activities INTEGER NOT NULL
);
-- role: reports, funding, accountable, extending, implementing.
CREATE TABLE part (
    activity INTEGER NOT NULL, role TEXT NOT NULL, organisation INTEGER NOT NULL, PRIMARY KEY (activity, role, organisation)
) WITHOUT ROWID;
CREATE TABLE share (
    activity INTEGER NOT NULL, axis TEXT NOT NULL, number INTEGER NOT NULL, country TEXT, region TEXT, sector TEXT, percentage TEXT,
    PRIMARY KEY (activity, axis, number)
) WITHOUT ROWID;
CREATE TABLE place (
    activity INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT, latitude REAL, longitude REAL, exactness TEXT, locator TEXT NOT NULL,
    PRIMARY KEY (activity, number)
) WITHOUT ROWID;
CREATE TABLE document (
    activity INTEGER NOT NULL, number INTEGER NOT NULL, url TEXT NOT NULL, title TEXT, format TEXT, date TEXT, PRIMARY KEY (activity, number)
) WITHOUT ROWID;
CREATE TABLE related (
    activity INTEGER NOT NULL, type TEXT NOT NULL, identifier TEXT NOT NULL, PRIMARY KEY (activity, type, identifier)
) WITHOUT ROWID;
-- What both sides say of the money between two activities.
CREATE TABLE link (
    activity INTEGER NOT NULL, side TEXT NOT NULL, flow TEXT NOT NULL, partner TEXT, organisation TEXT, status TEXT NOT NULL,
    sent TEXT, received TEXT, matched TEXT, number INTEGER NOT NULL, PRIMARY KEY (activity, side, flow, number)
) WITHOUT ROWID;
CREATE TABLE payment (
    activity INTEGER NOT NULL, number INTEGER NOT NULL, year INTEGER NOT NULL, kind TEXT NOT NULL, type TEXT, first_day TEXT, last_day TEXT,
    value TEXT, currency TEXT, euros TEXT, provider TEXT, receiver TEXT, counted INTEGER NOT NULL, not_counted_because TEXT,
    unknown_because TEXT, file INTEGER NOT NULL, locator TEXT NOT NULL, PRIMARY KEY (activity, number, year, counted)
) WITHOUT ROWID;
CREATE TABLE result (
    activity INTEGER NOT NULL, number INTEGER NOT NULL, result TEXT, indicator TEXT NOT NULL, title TEXT, unit TEXT NOT NULL, element TEXT NOT NULL,
    first_day TEXT, last_day TEXT, dimension TEXT NOT NULL, place TEXT NOT NULL, value TEXT, written TEXT, unknown_because TEXT, comment TEXT,
    file INTEGER NOT NULL, locator TEXT NOT NULL, PRIMARY KEY (activity, number)
) WITHOUT ROWID;
-- Money by year of an owner: release (''), activity (its number), country, sector, or an organisation's number as one
-- that reports, pays or receives. Year 0 is all years together. `apart`: why rows were not added together.
CREATE TABLE money (
    owner TEXT NOT NULL, key TEXT NOT NULL, flow TEXT NOT NULL, year INTEGER NOT NULL,
    value TEXT, source_rows INTEGER NOT NULL, unknown INTEGER NOT NULL, reasons TEXT NOT NULL, apart TEXT NOT NULL,
    PRIMARY KEY (owner, key, flow, year)
) WITHOUT ROWID;
-- The parts that a country's money of a year is made of.
CREATE TABLE country_money (
    flow TEXT NOT NULL, country TEXT NOT NULL, year INTEGER NOT NULL, activity INTEGER NOT NULL, value TEXT, source_rows INTEGER NOT NULL, unknown INTEGER NOT NULL,
    PRIMARY KEY (flow, country, year, activity)
) WITHOUT ROWID;
-- What activities achieved together, where their publishers say that it may be added.
CREATE TABLE achieved (
    indicator TEXT NOT NULL, unit TEXT NOT NULL, title TEXT NOT NULL, activities INTEGER NOT NULL, value TEXT,
    PRIMARY KEY (indicator, unit)
) WITHOUT ROWID;
-- Sets of activities that share something, each as a Roaring bitmap of their numbers.
CREATE TABLE facet (
    kind TEXT NOT NULL, value TEXT NOT NULL, label TEXT NOT NULL, activities INTEGER NOT NULL, members BLOB NOT NULL, PRIMARY KEY (kind, value)
) WITHOUT ROWID;
-- Activities in an order: their numbers, four bytes each.
CREATE TABLE ordering (name TEXT PRIMARY KEY, numbers BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE searched (id INTEGER PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL);
CREATE VIRTUAL TABLE word USING fts5 (
    title, text, content = 'searched', content_rowid = 'id', tokenize = 'trigram case_sensitive 1', columnsize = 0
);
