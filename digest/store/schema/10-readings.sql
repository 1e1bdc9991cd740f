-- v9 -> v10 (compatible with v1+): what was read in articles waits until it is written for several at once

-- The readings of articles whose actors, quotes and words are not in their tables yet: see enter.go.
CREATE TABLE reading (
	seq        INTEGER PRIMARY KEY,                                     -- of the article's arrival
	article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
	body       BLOB    NOT NULL,                                        -- see reading.go
	problem    TEXT    NOT NULL DEFAULT ''                              -- why it never will be there
) STRICT;
