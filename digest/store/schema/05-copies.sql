-- v4 -> v5 (compatible with v1+): what an outlet has taken from others

CREATE INDEX copy_outlet ON copy (outlet_id, original_id);
