// Package matrix is whosaid on Matrix: one account on one homeserver.
//
// What happens in the rooms of the account comes in and goes to a [bot.Desk] as
// events; messages of the bot go out as m.notice events with HTML and with a plain
// text beside it. Rooms with end-to-end encryption get nothing that is not encrypted.
//
// The package owns a folder on disk, for this user alone: session.json (access
// token and device), crypto.db (the keys of the device, how far was read, and what is
// known of the rooms) and recovery.key, which restores the account's identity. Losing the
// folder means a new device, and messages of before that nobody can read to it.
//
// Encryption is Go code of the library mautrix, without cgo, behind the build tag
// goolm. A program that is built without the tag has all of this package but [New],
// which then says how to build it.
package matrix
