-- v0 -> v1: articles, actors, quotes and their indexes
-- Numbers of articles and quotes are times: see ids.go. All offsets are bytes into article.text.

CREATE TABLE outlet (
	id       INTEGER PRIMARY KEY,
	folded   TEXT    NOT NULL UNIQUE, -- "the Guardian" and "Guardian" are one
	name     TEXT    NOT NULL,        -- as first seen
	articles INTEGER NOT NULL DEFAULT 0 -- how many current ones, so that nothing needs to be counted for an answer
) STRICT;

CREATE TABLE article (
	id        INTEGER PRIMARY KEY,
	outlet_id INTEGER NOT NULL REFERENCES outlet (id),
	newer_id  INTEGER REFERENCES article (id), -- the version that took its place; NULL where this is the current one
	url       TEXT    NOT NULL,
	url_key   TEXT    NOT NULL,                -- url by which articles are compared: without tracking; '' where there is none
	title     TEXT    NOT NULL,
	authors   TEXT    NOT NULL,                -- JSON array of strings
	published TEXT    NOT NULL,                -- RFC 3339 in the outlet's zone, or a date alone, or ''
	retrieved TEXT    NOT NULL,                -- RFC 3339 or ''
	language  TEXT    NOT NULL,
	sha256    TEXT    NOT NULL,
	gist      TEXT    NOT NULL,                -- spans, "120-245,300-412"
	text      BLOB    NOT NULL                 -- UTF-8; a blob because substr then counts bytes
) STRICT;
CREATE UNIQUE INDEX article_text ON article (sha256, outlet_id) WHERE newer_id IS NULL;
CREATE INDEX article_url ON article (url_key) WHERE url_key <> '';
CREATE INDEX article_current ON article (id, outlet_id) WHERE newer_id IS NULL;
CREATE INDEX article_outlet ON article (outlet_id, id) WHERE newer_id IS NULL;

-- How many current articles there are of each day in UTC, so that those of a year need not be counted one by one.
CREATE TABLE day (
	day   INTEGER PRIMARY KEY, -- since 1970
	timed INTEGER NOT NULL,
	dated INTEGER NOT NULL     -- of which only the date is known
) STRICT;

CREATE TABLE actor (
	id      INTEGER PRIMARY KEY,
	type    TEXT    NOT NULL,
	name    TEXT    NOT NULL,               -- canonical
	key     TEXT    NOT NULL,               -- what the name is compared by: see names.go
	into_id INTEGER REFERENCES actor (id),  -- the actor it was merged into
	root_id INTEGER NOT NULL                -- the actor it is now: itself, or where the chain of into_id ends
) STRICT;
CREATE INDEX actor_key ON actor (key);
CREATE INDEX actor_root ON actor (root_id);

-- How often actors are used: articles that name one + quotes by it + quotes about it. A table of its own because it
-- changes with every article, and a page of it holds those of hundreds of actors.
CREATE TABLE actor_use (
	actor_id INTEGER PRIMARY KEY REFERENCES actor (id),
	uses     INTEGER NOT NULL
) STRICT;

-- Merges are pointers and rewrite nothing, so that each can be undone.
CREATE TABLE actor_merge (
	id        INTEGER PRIMARY KEY,
	from_id   INTEGER NOT NULL REFERENCES actor (id),
	into_id   INTEGER NOT NULL REFERENCES actor (id),
	reason    TEXT    NOT NULL,
	merged_at TEXT    NOT NULL,
	undone_at TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX actor_merge_from ON actor_merge (from_id);

CREATE TABLE alias (
	key      TEXT    NOT NULL,
	actor_id INTEGER NOT NULL REFERENCES actor (id),
	folded   TEXT    NOT NULL, -- tells "King Norodom Sihamoni" from "Norodom Sihamoni", whose key is the same
	name     TEXT    NOT NULL, -- as printed
	part     INTEGER NOT NULL, -- 1: no article printed it, it is a word of a person's name
	PRIMARY KEY (key, actor_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_actor ON alias (actor_id, part, name);

-- Which current articles name an actor, how salient it is there, and how they word what it is.
CREATE TABLE article_actor (
	article_id INTEGER NOT NULL REFERENCES article (id),
	actor_id   INTEGER NOT NULL REFERENCES actor (id),
	weight     REAL    NOT NULL,
	roles      TEXT    NOT NULL, -- JSON array of strings, in the order of the text
	PRIMARY KEY (article_id, actor_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_actor_actor ON article_actor (actor_id, article_id);

CREATE TABLE quote (
	id            INTEGER PRIMARY KEY, -- newest first is ORDER BY id DESC
	article_id    INTEGER NOT NULL REFERENCES article (id),
	outlet_id     INTEGER NOT NULL,
	speaker_id    INTEGER REFERENCES actor (id),
	unnamed       INTEGER NOT NULL,
	kind          INTEGER NOT NULL,    -- 1 direct, 2 mixed, 3 indirect
	class         INTEGER NOT NULL,    -- 1 statement, 2 thought, 3 other
	confidence    REAL    NOT NULL,
	content       TEXT    NOT NULL,    -- spans
	cue           TEXT    NOT NULL,    -- spans
	source        TEXT    NOT NULL,    -- spans
	context_start INTEGER NOT NULL,    -- the sentences around, content included
	context_stop  INTEGER NOT NULL,
	about         TEXT    NOT NULL,    -- JSON array of actors, most prominent first; mention is its index
	current       INTEGER NOT NULL DEFAULT 1 -- 0: of a version of the article that has been replaced
) STRICT;
CREATE INDEX quote_article ON quote (article_id);
CREATE INDEX quote_speaker ON quote (speaker_id, id, kind, class) WHERE current = 1 AND speaker_id IS NOT NULL;

-- Who is talked about where. The columns behind the key are copies of the quote's, so that no walk has to read it.
CREATE TABLE mention (
	actor_id   INTEGER NOT NULL,
	quote_id   INTEGER NOT NULL,
	class      INTEGER NOT NULL,
	kind       INTEGER NOT NULL,
	speaker_id INTEGER NOT NULL, -- 0: none
	PRIMARY KEY (actor_id, quote_id)
) STRICT, WITHOUT ROWID;

-- What is indexed. Of a quote, the words of statements, which most questions ask for, have a column of their own.
-- Whatever else a question can ask for is a word too, since joining for a filter makes a search hundreds of times
-- slower: s12 the speaker (s0: none), f3 the outlet, k1 the kind, c1 the class, m12 an actor that it is about.
-- Of an article, the headline: its row has the number of the article + 1 << 60, above those of all quotes.
-- (The columns of both views are of the same types, so that SQLite merges them instead of sorting all texts.)
CREATE VIEW quote_words AS
SELECT id, iif(class = 1, context, '') AS statement, iif(class = 1, '', context) AS other, CAST('' AS TEXT) AS headline, tags
FROM (
	SELECT q.id, q.class,
		CAST(substr(a.text, q.context_start + 1, q.context_stop - q.context_start) AS TEXT) AS context,
		's' || coalesce(q.speaker_id, 0) || ' f' || q.outlet_id || ' k' || q.kind || ' c' || q.class
			|| iif(q.about = '[]', '', replace(replace(replace(q.about, '[', ' m'), ',', ' m'), ']', '')) AS tags
	FROM quote q JOIN article a ON a.id = q.article_id
	WHERE q.current = 1
);
CREATE VIEW headline_words AS
SELECT CAST(id + (1 << 60) AS INTEGER) AS id, '' AS statement, '' AS other, title AS headline, 'f' || outlet_id AS tags, id AS article_id
FROM article WHERE newer_id IS NULL;
CREATE VIEW indexed AS
SELECT id, statement, other, headline, tags FROM quote_words
UNION ALL SELECT id, statement, other, headline, tags FROM headline_words;

CREATE VIRTUAL TABLE words USING fts5(
	statement, other, headline, tags, content = 'indexed', content_rowid = 'id',
	tokenize = 'unicode61 remove_diacritics 2', detail = full, columnsize = 0
);
INSERT INTO words (words, rank) VALUES ('automerge', 16), ('usermerge', 2);
