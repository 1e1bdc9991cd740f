-- One article in the first schema, as the program of that time wrote it. Never changed.
PRAGMA application_id = 2004050281;
CREATE TABLE version (version INTEGER, compat INTEGER);
INSERT INTO version VALUES (1, 1);
INSERT INTO outlet VALUES(1,'aldmoor gazette','The Aldmoor Gazette',1);
INSERT INTO article VALUES(1982083276800,1,NULL,'https://gazette.example/quay','gazette.example/quay','Quay closes','["A. Writer"]','2031-05-04T09:30:00+07:00','2031-06-01T12:00:00Z','en','8ab8dcf22391a072696cb939d29d790eda10746453f33d376412b22e71a8cd67','0-19',X'546865207175617920697320636c6f7365642e20e2809c5468652041484d2063616e6e6f74206d656e64206120717561792ce2809d204d6172656e204f6475796120736169642e');
INSERT INTO day VALUES(22403,1,0);
INSERT INTO actor VALUES(1,'person','Maren Oduya','maren oduya',NULL,1,2);
INSERT INTO actor VALUES(2,'organisation','Aldmoor Harbour Movement','aldmoor harbour movement',NULL,2,2);
INSERT INTO alias VALUES('ahm',2,'ahm','AHM',0);
INSERT INTO alias VALUES('aldmoor harbour movement',2,'aldmoor harbour movement','Aldmoor Harbour Movement',0);
INSERT INTO alias VALUES('maren',1,'maren','maren',1);
INSERT INTO alias VALUES('maren oduya',1,'maren oduya','Maren Oduya',0);
INSERT INTO alias VALUES('oduya',1,'oduya','Oduya',0);
INSERT INTO article_actor VALUES(1982083276800,1,1.0,'["mayor"]');
INSERT INTO article_actor VALUES(1982083276800,2,0.99,'[]');
INSERT INTO quote VALUES(1982083276800,1982083276800,1,1,0,1,1,0.9,'23-50','','54-65',0,71,'[2]',1);
INSERT INTO mention (actor_id, quote_id, speaker_id, outlet_id, kind, class) VALUES(2,1982083276800,1,1,1,1);
INSERT INTO quote_fts (rowid, statement, other, tags) SELECT id, statement, other, tags FROM quote_text ORDER BY id;
