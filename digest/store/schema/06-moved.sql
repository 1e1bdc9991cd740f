-- v5 -> v6 (compatible with v1+): what channels have become

-- A channel that has become another one, as a Matrix room by an upgrade. The configuration may name it by the old place for ever.
CREATE TABLE moved (
	old TEXT PRIMARY KEY, -- place
	new TEXT NOT NULL     -- where it is now, however often it has moved
) STRICT, WITHOUT ROWID;
