// Package bot is the bot between the clock, the store and the chat.
//
// Files, feeds, lines of a conversation and filters come in; messages without a
// platform go out. It keeps nothing on disk itself: the store does. It owns the
// flows, a file each, read from top to bottom.
//
// From a feed to a digest: feedloop.go asks the feeds that are due (feedask.go),
// notes what they announce (announce.go) and gathers it (gather.go, fetch.go); it is
// read and stored as files are (collect.go). feeds.go, feedsync.go and feedchat.go
// are how people manage feeds. publish.go makes what is due of what has arrived:
// clock → due schedule (schedule.go, schedules.go) or follow (follow.go) → what is
// new there (news.go, by its filter, filter.go) → compose → outbox. deliver.go takes
// it from there: outbox → transport, place by place (slots.go) → delivered, tried
// again (delivered.go, outage.go) or given up, and told to its owner (gone.go).
// why.go, matched.go and status.go tell how an article or a quote came to be posted,
// or not, as far as who asks may read it (sight.go); trouble.go, that nothing can be
// written.
//
// From a question to its answer: chat.go takes an event of a transport
// (transport.go), which is on disk before its platform is told so, reply.go makes the
// answer in the turn of its conversation (turns.go, memory.go), and post.go posts it
// in its channel (lanes.go, pace.go, mark.go). answer.go is the answer itself:
// question → query → store → compose (nothing.go where nothing was found), with what
// a conversation remembers (talk.go) and who is meant by a name (resolve.go,
// names.go). commands.go is the table of what can be written to the bot, from which
// its help is made (help.go), with examples from the store itself (examples.go);
// wording.go takes them in other words. roles.go says who may do what and limits.go
// how much may be asked, rules.go how both change while the bot runs. plain.go makes
// the text of articles harmless for all transports.
package bot
