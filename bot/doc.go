// Package bot is the bot between the clock, the store and the chat.
//
// Files, lines of a conversation and filters come in; messages without a platform
// go out. It owns the flows, a file each, read from top to bottom: collect.go
// (source → ingest → analyse → store), run.go (feeds that are due are asked, ask.go;
// what they announce is gathered, gather.go, read and stored; feeds.go and feedchat.go
// are how people manage them), answer.go (question → query → store →
// compose) with what a conversation remembers (talk.go) and who is meant by a name
// (resolve.go, names.go), publish.go (clock → due schedule or follow → store →
// compose → outbox; schedule.go, follow.go and news.go say what is due and new,
// filter.go what a filter lets through), and deliver.go (outbox → transport →
// delivered, tried again or given up). feeds.go follows feeds, pages and folders for
// collect.go: run.go asks them in turn, fetch.go and gather.go get what they announce.
// why.go tells how an article or a quote came to be posted, or not. commands.go is the table of what
// can be written to the bot, from which its help is made, with examples from the
// store itself (examples.go). plain.go makes the text of articles harmless for all
// transports.
//
// From transports come events, and to them go posts (transport.go). chat.go takes an
// event, which is on disk before its platform is told so, reply.go makes the answer
// in the turn of its conversation (turns.go, memory.go), and post.go posts it in its
// channel (lanes.go, pace.go, mark.go). roles.go says who may do what, limits.go how
// much may be asked. It keeps nothing on disk itself: the store does.
package bot
