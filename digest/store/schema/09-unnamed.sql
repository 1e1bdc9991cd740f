-- v8 -> v9 (compatible with v1+): whom no article names any more can be found

CREATE INDEX quote_replaced ON quote (article_id) WHERE current = 0;
