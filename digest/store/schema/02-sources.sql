-- v1 -> v2: feeds, what they announce, texts that several outlets print, and how quotes change
-- Times are seconds since 1970, 0 for never.

CREATE TABLE feed (
	id            INTEGER PRIMARY KEY AUTOINCREMENT, -- a number is never used for another one
	url           TEXT    NOT NULL,           -- or the path of a folder; never with a password
	key           TEXT    NOT NULL UNIQUE,    -- url by which feeds are compared
	host          TEXT    NOT NULL,           -- one request at a time for each
	kind          TEXT    NOT NULL,           -- feed, sitemap, page, folder, or '' while not known
	name          TEXT    NOT NULL,
	outlet        TEXT    NOT NULL,
	origin        TEXT    NOT NULL,
	place         TEXT    NOT NULL,           -- the channel that is told of failures, or ''
	added         INTEGER NOT NULL,
	every         INTEGER NOT NULL DEFAULT 0, -- seconds; 0: as often as it changes
	backfill      INTEGER NOT NULL DEFAULT 0, -- how many items of the first answer are taken in
	paused        INTEGER NOT NULL DEFAULT 0,
	etag          TEXT    NOT NULL DEFAULT '',
	last_modified TEXT    NOT NULL DEFAULT '',
	hash          TEXT    NOT NULL DEFAULT '', -- of the last answer
	span          INTEGER NOT NULL DEFAULT 0,  -- seconds until the next time
	next          INTEGER NOT NULL DEFAULT 0,
	tried         INTEGER NOT NULL DEFAULT 0,
	succeeded     INTEGER NOT NULL DEFAULT 0,
	news          INTEGER NOT NULL DEFAULT 0,
	failing       INTEGER NOT NULL DEFAULT 0,
	failures      INTEGER NOT NULL DEFAULT 0,
	problem       TEXT    NOT NULL DEFAULT '',
	told          INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX feed_next ON feed (next) WHERE paused = 0;

-- What feeds have announced. An item that waits is the only trace of an article that is not here yet, and goes to
-- another state in the transaction that stores the article.
CREATE TABLE item (
	id         INTEGER PRIMARY KEY,
	feed_id    INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
	state      INTEGER NOT NULL,           -- 0 taken as read, 1 waiting, 2 stored, 3 refused
	again      INTEGER NOT NULL DEFAULT 0, -- 1: it waits because it has changed
	print      TEXT    NOT NULL,           -- hash of what the feed says of it
	announce   TEXT    NOT NULL,           -- JSON while it waits, otherwise ''
	seen       INTEGER NOT NULL,           -- first
	shown      INTEGER NOT NULL,           -- last day it was in the feed
	tries      INTEGER NOT NULL DEFAULT 0,
	next       INTEGER NOT NULL DEFAULT 0, -- not to be tried before
	problem    TEXT    NOT NULL DEFAULT '',
	article_id INTEGER                     -- what it has become
) STRICT;
CREATE INDEX item_waiting ON item (next, id) WHERE state = 1;
CREATE INDEX item_feed ON item (feed_id, state, seen);
CREATE INDEX item_article ON item (article_id) WHERE article_id IS NOT NULL;

CREATE TABLE item_key (
	feed_id INTEGER NOT NULL,
	key     TEXT    NOT NULL,
	item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
	PRIMARY KEY (feed_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_key_item ON item_key (item_id);

ALTER TABLE article ADD COLUMN partial TEXT NOT NULL DEFAULT ''; -- why text is only what the feed announced

-- A text that is in the store already, as another outlet or another address has it. Its quotes are those of the original.
CREATE TABLE copy (
	id          INTEGER PRIMARY KEY,
	original_id INTEGER NOT NULL REFERENCES article (id),
	article_id  INTEGER REFERENCES article (id), -- this copy, where it holds quotes that the original has not; otherwise NULL
	outlet_id   INTEGER NOT NULL REFERENCES outlet (id),
	url         TEXT    NOT NULL,
	url_key     TEXT    NOT NULL,
	title       TEXT    NOT NULL,
	published   TEXT    NOT NULL,
	retrieved   TEXT    NOT NULL,
	sha256      TEXT    NOT NULL,
	text        BLOB    NOT NULL
) STRICT;
CREATE INDEX copy_original ON copy (original_id);
CREATE INDEX copy_url ON copy (url_key) WHERE url_key <> '';
CREATE INDEX copy_text ON copy (sha256, outlet_id);

-- A few hashes of what each current article says, by the week it appeared in, so that copies of it are found.
CREATE TABLE sketch (
	mark       INTEGER NOT NULL, -- week and hash
	article_id INTEGER NOT NULL REFERENCES article (id),
	PRIMARY KEY (mark, article_id)
) STRICT, WITHOUT ROWID;

-- What became of the quotes of a version of an article in the next one.
CREATE TABLE quote_change (
	old_id  INTEGER PRIMARY KEY REFERENCES quote (id),
	new_id  INTEGER REFERENCES quote (id), -- NULL: gone
	changed INTEGER NOT NULL,              -- 1: its words are others
	noted   INTEGER NOT NULL
) STRICT;
CREATE INDEX quote_change_new ON quote_change (new_id);

-- The words of articles in languages that are not read, so that they can be found all the same.
CREATE VIRTUAL TABLE unread_fts USING fts5(title, text, content = '', contentless_delete = 1, tokenize = 'trigram');
