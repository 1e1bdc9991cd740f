// Package matrix is whosaid on Matrix.
//
// A [digest.Message] comes in; the HTML and the plain text of m.notice events go
// out, small enough for an event and doing nothing in a room but being read. The
// package owns what stands in for buttons there: reactions, and lines to type.
package matrix
