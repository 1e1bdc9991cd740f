-- v2 -> v3 (compatible with v1+): what happened in chats, what was answered, and who was refused

-- What happened in a chat. A row is written before the platform is told that its event has arrived, and stays for a while,
-- so that the same event is not dealt with twice and an answer can be found by its question.
CREATE TABLE event (
	id        INTEGER PRIMARY KEY, -- in the order of arrival
	transport TEXT    NOT NULL,
	key       TEXT    NOT NULL,    -- the platform's ID of the event
	occasion  TEXT    NOT NULL,
	channel   TEXT    NOT NULL,
	thread    TEXT    NOT NULL,
	message   TEXT    NOT NULL,    -- the platform's ID of the message that was written, changed, deleted, or whose button was pressed
	user_id   TEXT    NOT NULL,
	user_name TEXT    NOT NULL,
	zone      TEXT    NOT NULL,    -- IANA name, '' where it is not known
	direct    INTEGER NOT NULL,
	text      TEXT    NOT NULL,    -- '' once it is dealt with: questions are not kept
	sent      INTEGER NOT NULL,    -- Unix milliseconds, as the next two
	received  INTEGER NOT NULL,
	done      INTEGER NOT NULL DEFAULT 0, -- 0 while it waits
	outcome   TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX event_key ON event (transport, key);
CREATE INDEX event_message ON event (transport, channel, message);
CREATE INDEX event_waiting ON event (id) WHERE done = 0;
CREATE INDEX event_received ON event (received);

-- The messages that answer an event.
CREATE TABLE reply (
	event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
	part     INTEGER NOT NULL,
	thread   TEXT    NOT NULL, -- where it stands, in the channel of the event
	message  TEXT    NOT NULL, -- the platform's ID
	PRIMARY KEY (event_id, part)
) STRICT, WITHOUT ROWID;

-- Who wanted to do what without being allowed to.
CREATE TABLE denial (
	id        INTEGER PRIMARY KEY,
	at        TEXT    NOT NULL, -- RFC 3339
	transport TEXT    NOT NULL,
	channel   TEXT    NOT NULL,
	user_id   TEXT    NOT NULL,
	command   TEXT    NOT NULL, -- its name, without what stood behind it
	role      TEXT    NOT NULL  -- that it needs
) STRICT;
