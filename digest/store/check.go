package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"go.mau.fi/util/dbutil"
	sqlite3 "modernc.org/sqlite/lib"

	"whosaid/digest"
)

// Check looks for damage: in the file's structure, in the links between tables,
// in every text, whose hash is compared, in the indexes, and in what was read in
// articles and could not be entered. Where only an index is bad it is made anew from
// the articles and the error is [ErrRebuilt]. Otherwise the error wraps [ErrDamaged]
// and says what was found.
func (s *Store) Check(ctx context.Context) error {
	late := s.catchUp(ctx)
	err := s.structure(ctx)
	if err == nil {
		err = s.hashes(ctx)
	}
	if err == nil && late != nil && !Hindered(s.explain(doingEnter, late)) {
		err = fmt.Errorf("%w: %w", errIndex, late) // what else keeps a reading from being entered is the reading
	}
	if err == nil {
		err = s.indexes(ctx)
	}
	if errors.Is(err, errIndex) {
		s.log.Debug("rebuilding indexes", "path", s.path, "reason", err)
		if err := s.rebuild(ctx); err != nil {
			return s.explain("rebuilding indexes", err)
		}
		if err = errors.Join(s.structure(ctx), s.indexes(ctx)); err == nil {
			err = ErrRebuilt
		}
	}
	if err == nil || errors.Is(err, ErrRebuilt) {
		err = cmp.Or(s.readings(ctx), err)
	}
	return s.explain("checking", err)
}

// errIndex says that something is wrong with what can be rebuilt.
var errIndex = errors.New("an index is damaged")

// structure has SQLite check the file.
func (s *Store) structure(ctx context.Context) error {
	db, done, err := s.fresh()
	if err != nil {
		return err
	}
	defer done()
	list := func(statement string) ([]string, error) {
		rows, err := db.QueryContext(ctx, statement)
		return dbutil.ConvertRowFn[string](dbutil.ScanSingleColumn[string]).NewRowIter(rows, err).AsList()
	}
	complaints, err := list("PRAGMA quick_check(20)")
	if err != nil {
		return err
	}
	indexed := false
	var damage []string
	for _, c := range complaints {
		switch {
		case c == "ok":
		case strings.Contains(c, "words") || strings.Contains(c, "fts5"):
			indexed = true
		default:
			damage = append(damage, c)
		}
	}
	links, err := list(`SELECT "table" || ' ' || coalesce(rowid, '') || ' names a missing ' || parent FROM pragma_foreign_key_check LIMIT 20`)
	if err != nil {
		return err
	}
	if damage = append(damage, links...); len(damage) > 0 {
		return fmt.Errorf("%w: %s (%s)", ErrDamaged, remedies[sqlite3.SQLITE_CORRUPT].remedy, strings.Join(damage, "; "))
	}
	if indexed {
		return errIndex
	}
	return nil
}

// hashes compares each text with the hash that was made when it was added.
func (s *Store) hashes(ctx context.Context) error {
	type row struct {
		id     int64
		sha256 string
		digest.Article
	}
	scan := dbutil.ConvertRowFn[row](func(columns dbutil.Scannable) (r row, err error) {
		err = columns.Scan(&r.id, &r.sha256, &r.Text)
		return r, err
	})
	for after := int64(math.MinInt64); ; {
		var rows []row
		err := s.read(ctx, func(ctx context.Context) (err error) {
			rows, err = scan.NewRowIter(s.db.Query(ctx,
				"SELECT id, sha256, text FROM article WHERE id > $1 ORDER BY id LIMIT $2", after, exportStep)).AsList()
			return err
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if r.Hash() != r.sha256 {
				return fmt.Errorf("%w: the text of article %d is not the one that was added: %s",
					ErrDamaged, r.id, remedies[sqlite3.SQLITE_CORRUPT].remedy)
			}
			after = r.id
		}
	}
}

// indexes compares the word index with the texts, the mentions with what the
// quotes say whom they are about, and the counts with the articles.
func (s *Store) indexes(ctx context.Context) error {
	return s.revise(ctx, func(ctx context.Context) error {
		_, err := s.db.Exec(ctx, "INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
		if code(err) == sqlite3.SQLITE_CORRUPT {
			return fmt.Errorf("%w: %w", errIndex, err)
		}
		if err != nil {
			return err
		}
		var differ bool
		err = s.db.QueryRow(ctx, `
			WITH day_counts AS (`+dayCounts+`), said AS (SELECT a.value AS actor_id, q.id AS quote_id FROM quote q, json_each(q.about) a WHERE q.current = 1)
			SELECT (SELECT count(*) FROM said) <> (SELECT count(*) FROM mention)
				OR EXISTS (SELECT 1 FROM said WHERE NOT EXISTS (
					SELECT 1 FROM mention m WHERE m.actor_id = said.actor_id AND m.quote_id = said.quote_id))
				OR EXISTS (SELECT * FROM day_counts EXCEPT SELECT day, timed, dated FROM day)
				OR EXISTS (SELECT 1 FROM outlet WHERE articles <> (SELECT count(*) FROM article WHERE outlet_id = outlet.id AND newer_id IS NULL))`).Scan(&differ)
		if err == nil && differ {
			err = errIndex
		}
		return err
	})
}

// dayCounts is what the table day says, made from the articles. The remainder of a
// negative number is negative, therefore twice.
var dayCounts = fmt.Sprintf(`SELECT (at - (at %% %[1]d + %[1]d) %% %[1]d) / %[1]d AS day, sum(id & %[2]d = 0) AS timed, sum(id & %[2]d <> 0) AS dated
	FROM (SELECT id, id >> %[3]d AS at FROM article WHERE newer_id IS NULL) GROUP BY 1`, daySeconds, half, sequenceBits)

// readings tries again to enter what could not be entered.
func (s *Store) readings(ctx context.Context) error {
	if err := s.tryAgain(ctx); err != nil {
		return err
	}
	var unfit string
	err := s.db.QueryRow(ctx, `SELECT coalesce(group_concat('article ' || article_id || ' has no quotes: ' || problem, '; '), '')
		FROM (SELECT article_id, problem FROM reading WHERE problem <> '' ORDER BY seq LIMIT 20)`).Scan(&unfit)
	if err == nil && unfit != "" {
		err = fmt.Errorf("%w: %s (%s)", ErrDamaged, remedies[sqlite3.SQLITE_CORRUPT].remedy, unfit)
	}
	return err
}

// rebuild makes the indexes and counts anew. What waits needs a whole index to be
// entered, and is then in that once more than it should.
func (s *Store) rebuild(ctx context.Context) error {
	waits, err := s.unlessWaiting(ctx, func(context.Context) error { return nil })
	if err == nil && waits {
		if err = s.change(ctx, "rebuilding the word index", "INSERT INTO words (words) VALUES ('rebuild')"); err == nil {
			err = s.catchUp(ctx)
		}
	}
	if err != nil {
		return err
	}
	return s.revise(ctx, func(ctx context.Context) error {
		for _, statement := range []string{
			`INSERT INTO words (words) VALUES ('rebuild')`,
			`DELETE FROM mention`,
			`INSERT INTO mention (actor_id, quote_id, class, kind, speaker_id) SELECT a.value, q.id, q.class, q.kind, coalesce(q.speaker_id, 0)
				FROM quote q, json_each(q.about) a WHERE q.current = 1`,
			`DELETE FROM day`,
			`INSERT INTO day (day, timed, dated) ` + dayCounts,
			`UPDATE outlet SET articles = (SELECT count(*) FROM article WHERE outlet_id = outlet.id AND newer_id IS NULL)`,
		} {
			if _, err := s.db.Exec(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}
