package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"sync/atomic"

	"modernc.org/sqlite"
)

// keepPrepared is how many statements a connection keeps.
const keepPrepared = 100

// openSQL opens a database whose connections keep their statements: preparing one
// takes SQLite longer than looking up a dozen rows, and an answer takes eight.
// The driver has no such cache, and that of database/sql would need a second
// connection while a transaction holds the first.
func openSQL(dsn string) (*sql.DB, error) { return openCounted(dsn, new(atomic.Int64)) }

// openCounted is openSQL, and counts the connections.
func openCounted(dsn string, connections *atomic.Int64) (*sql.DB, error) {
	c, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(preparing{c, connections}), nil
}

type preparing struct {
	driver.Connector
	connections *atomic.Int64
}

func (p preparing) Connect(ctx context.Context) (driver.Conn, error) {
	p.connections.Add(1)
	c, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{sqliteConn: c.(sqliteConn), kept: make(map[string]driver.Stmt)}, nil
}

// sqliteConn is what is used of the driver's connections.
type sqliteConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.Pinger
	driver.SessionResetter
	driver.Validator
	Serialize() ([]byte, error)
}

// conn is a connection with the statements that it is not using at the moment.
// database/sql lets one goroutine at a time use it.
type conn struct {
	sqliteConn
	kept map[string]driver.Stmt
}

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	r, err := s.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		s.Close() // reports the same error again
		return nil, err
	}
	return &rows{r, func() error { return c.keep(query, s) }}, nil
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	r, err := s.(driver.StmtExecContext).ExecContext(ctx, args)
	if err != nil {
		s.Close() // reports the same error again
		return nil, err
	}
	return r, c.keep(query, s)
}

// take returns a statement that nobody else is using.
func (c *conn) take(ctx context.Context, query string) (driver.Stmt, error) {
	if s, ok := c.kept[query]; ok {
		delete(c.kept, query)
		return s, nil
	}
	return c.PrepareContext(ctx, query)
}

// keep takes back a statement.
func (c *conn) keep(query string, s driver.Stmt) error {
	if _, ok := c.kept[query]; ok || len(c.kept) >= keepPrepared {
		return s.Close()
	}
	c.kept[query] = s
	return nil
}

func (c *conn) Close() error {
	for _, s := range c.kept {
		s.Close() // the connection's own error says more
	}
	clear(c.kept)
	return c.sqliteConn.Close()
}

// rows gives its statement back when it is closed.
type rows struct {
	driver.Rows
	done func() error
}

func (r *rows) Close() error {
	err := r.Rows.Close()
	if r.done != nil {
		done := r.done
		r.done = nil
		if kept := done(); err == nil {
			err = kept
		}
	}
	return err
}
