-- v6 -> v7 (compatible with v1+): what hangs on an article is found when that is deleted

CREATE INDEX copy_article ON copy (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX sketch_article ON sketch (article_id);
