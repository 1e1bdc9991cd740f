-- v7 -> v8 (compatible with v1+): the word index is merged less often while articles come in

-- Segments of one level before merging them begins, a part with each article, and before it must be done at once. With 16, each
-- word was written twice as often. When nobody writes they are merged into few, see upkeep.go.
INSERT INTO words (words, rank) VALUES ('automerge', 64), ('crisismerge', 256);
