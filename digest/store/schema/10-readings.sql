-- v9 -> v10: what was read in articles waits until it is written for several at once
-- An older program would put another version in the place of an article that waits, and take out of the indexes what is not in them.

-- The readings of articles whose actors, quotes and words are not in their tables yet: see enter.go.
CREATE TABLE reading (
	seq        INTEGER PRIMARY KEY,                                     -- of the article's arrival
	article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
	body       BLOB    NOT NULL,                                        -- see reading.go
	problem    TEXT    NOT NULL DEFAULT ''                              -- why it never will be there
) STRICT;
