-- v3 -> v4 (compatible with v1+): schedules, follows, what waits to be posted and what each place has had
-- Times are milliseconds since 1970, 0 for never. Places are "transport:channel", with " thread" behind where there is one.

-- The order in which articles came in. One program writes at a time, so that all up to a number are known once it is: what is
-- new since a digest needs no clock.
CREATE TABLE arrival (
	seq        INTEGER PRIMARY KEY AUTOINCREMENT,
	article_id INTEGER NOT NULL UNIQUE REFERENCES article (id)
) STRICT;
CREATE INDEX article_newer ON article (newer_id) WHERE newer_id IS NOT NULL;
INSERT INTO arrival (article_id) SELECT id FROM article ORDER BY retrieved, id;

CREATE TABLE schedule (
	id         INTEGER PRIMARY KEY AUTOINCREMENT, -- a number is never used for another one
	name       TEXT    NOT NULL UNIQUE,
	origin     TEXT    NOT NULL,           -- 'file': the configuration, which alone may change it; 'chat'
	place      TEXT    NOT NULL,
	owner      TEXT    NOT NULL,           -- place where its owner is told what is wrong, or ''
	line       TEXT    NOT NULL,           -- when, as it was typed
	zone       TEXT    NOT NULL,
	filter     TEXT    NOT NULL,
	options    TEXT    NOT NULL,           -- JSON
	created_at INTEGER NOT NULL,
	paused     TEXT    NOT NULL DEFAULT '', -- why it is paused
	next_at    INTEGER NOT NULL,           -- the slot that is due next
	covered    INTEGER NOT NULL,           -- arrival up to which its digests have looked
	made_at    INTEGER NOT NULL DEFAULT 0, -- its last digest
	told_at    INTEGER NOT NULL DEFAULT 0, -- when it last said that it has nothing
	missed     INTEGER NOT NULL DEFAULT 0, -- slots skipped since its last digest
	missed_at  INTEGER NOT NULL DEFAULT 0  -- the first of them
) STRICT;
CREATE INDEX schedule_due ON schedule (next_at) WHERE paused = '';

CREATE TABLE follow (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	place      TEXT    NOT NULL,
	owner      TEXT    NOT NULL,           -- user, as "transport:id"
	filter     TEXT    NOT NULL,
	created_at INTEGER NOT NULL,
	paused     TEXT    NOT NULL DEFAULT '',
	covered    INTEGER NOT NULL,
	UNIQUE (place, owner, filter)
) STRICT;

-- A digest, a bundle of statements or a notice, and what came of it.
CREATE TABLE posting (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	key         TEXT    NOT NULL UNIQUE,
	place       TEXT    NOT NULL,
	kind        TEXT    NOT NULL, -- digest, statements, notice
	source      TEXT    NOT NULL, -- for people: "schedule morning"
	schedule_id INTEGER NOT NULL, -- 0 for none
	follow_id   INTEGER NOT NULL,
	slot        INTEGER NOT NULL, -- when it was due
	summary     TEXT    NOT NULL, -- what is in it: "5 articles"
	made_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX posting_schedule ON posting (schedule_id, made_at) WHERE schedule_id > 0;
CREATE INDEX posting_made ON posting (made_at);

-- The messages of a posting, each of which is sent once.
CREATE TABLE outbox (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	posting_id INTEGER NOT NULL REFERENCES posting (id) ON DELETE CASCADE,
	part       INTEGER NOT NULL,           -- 0 is in the channel, the others in its thread
	place      TEXT    NOT NULL,
	key        TEXT    NOT NULL UNIQUE,    -- by which the platform or a look at it knows the message again
	message    TEXT    NOT NULL,           -- JSON; '' once it is sent
	state      INTEGER NOT NULL DEFAULT 0, -- 0 waiting, 1 sent, 2 given up
	hold_until INTEGER NOT NULL,           -- quiet hours
	next_at    INTEGER NOT NULL DEFAULT 0, -- not to be tried before
	attempts   INTEGER NOT NULL DEFAULT 0,
	begun_at   INTEGER NOT NULL DEFAULT 0, -- the first attempt that may have arrived; 0 where none can have
	error      TEXT    NOT NULL DEFAULT '',
	remote_id  TEXT    NOT NULL DEFAULT '', -- the platform's ID of the message
	made_at    INTEGER NOT NULL,
	done_at    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outbox_waiting ON outbox (place, posting_id, part, hold_until, next_at) WHERE state = 0;
CREATE INDEX outbox_posting ON outbox (posting_id, part);

-- What a place has had: articles as "a" and their number, statements as "q" and a hash of speaker and words, which are the
-- same in all outlets and versions that print them.
CREATE TABLE had (
	place      TEXT    NOT NULL,
	what       TEXT    NOT NULL,
	posting_id INTEGER NOT NULL,
	at         INTEGER NOT NULL,
	PRIMARY KEY (place, what)
) STRICT, WITHOUT ROWID;
CREATE INDEX had_what ON had (what);
