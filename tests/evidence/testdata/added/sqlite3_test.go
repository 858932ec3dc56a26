//go:build cgo

package sqlite3

import (
	"database/sql"
	"testing"
)

func TestTextResult(t *testing.T) {
	sql.Register("sqlite3_text_result", &SQLiteDriver{ConnectHook: func(c *SQLiteConn) error {
		return c.RegisterFunc("hello", func() string { return "hello" }, true)
	}})
	db, err := sql.Open("sqlite3_text_result", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var s string
	if err := db.QueryRow("select hello()").Scan(&s); err != nil || s != "hello" {
		t.Fatal(s, err)
	}
}
