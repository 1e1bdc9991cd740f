// Package bot is the bot between the clock, the store and the chat.
//
// Files, lines of a conversation and filters come in; messages without a platform
// go out. It owns the flows, a file each, read from top to bottom: collect.go
// (source → ingest → analyse → store), answer.go (question → query → store →
// compose) with what a conversation remembers (talk.go) and who is meant by a name
// (resolve.go, names.go), and publish.go (filter → store → compose; filter.go reads
// what digests, exports and schedules let through). commands.go is the table of what
// can be written to the bot, from which its help is made, with examples from the
// store itself (examples.go). plain.go makes the text of articles harmless for all
// transports. It keeps nothing on disk itself.
package bot
