// Whosaid reads news articles and remembers who said what.
//
// It reads texts and pages, finds the persons and organisations in them and what
// each of them said, keeps that in a database on the user's own machine, and
// answers questions about it with the words as they were printed:
//
//	whosaid try
//	> who said what about the CNRM
//
// What stands between quotation marks in an answer was printed exactly so, by
// that outlet, and is given to that speaker by the article; where that is not
// certain, whosaid says so. Everything below serves that.
//
// # The nouns
//
// Package [whosaid/digest] holds what all others speak of. An Article is one
// version of a text with its outlet, date and address; its text never changes.
// A Span is a place in that text. A Quote is made of spans, so it can only be
// cut from the text, not written. An Actor is who speaks or is spoken about. A
// Reading is all that was found in one article, an Answer all that was found for
// one question, and a Message is chat text that no platform has touched yet.
//
// # The stages
//
// These packages each turn one noun into the next. They do not know each other,
// except that the store takes a query.
//
//	digest/ingest    feeds, files and pages → Article; ingest/fetch gets them from
//	                 addresses that may be visited
//	digest/analyse   Article → Reading: actors, quotes, gist; pure
//	digest/store     Article and Reading → SQLite → Answer, Story
//	digest/query     a question as it was typed → Query; pure
//	digest/schedule  when a schedule is due, in words or as cron has it; pure
//	digest/compose   Answer, Story → Message; pure
//	digest/chart     counts → a picture beside a Message; pure
//
// # The bot
//
// Package [whosaid/bot] strings the stages together, one file a flow, each to be
// read from top to bottom:
//
//	feedloop.go   feeds that are due (feedask.go) → what they announce (gather.go)
//	collect.go    that, and files → ingest → analyse → store
//	answer.go     a line of chat → query → store → compose; nothing.go where nothing was
//	              found
//	publish.go    clock → due schedule or follow (follow.go) → what is new (news.go)
//	              → compose → outbox
//	deliver.go    outbox → transport → delivered, tried again or given up (delivered.go,
//	              gone.go)
//	commands.go   the words that are commands in a conversation, and their help (help.go)
//	chat.go       an event of a chat → disk → an answer in its turn (reply.go,
//	              turns.go) → its channel, at a pace (post.go, lanes.go, pace.go)
//
// What a platform has to do is [whosaid/bot.Transport], which is tested alike for
// all of them by [whosaid/bot/conform]; what it hands over is an Event. Who may do
// what (roles.go), how much may be asked (limits.go) and what a conversation is
// about (memory.go) are the same everywhere.
//
// Package [whosaid/bot/console] is the terminal: it renders messages and reads
// lines. Package [whosaid/bot/slack] is a Slack workspace, and bot/slack/fake the one
// that its tests run against; cmd/fakeslack is that one as a program. Package
// [whosaid/bot/matrix] is an account on a Matrix homeserver.
//
// # The command
//
// This package is the command line. main.go opens and closes what the commands share,
// command.go and help.go understand the command line from one table, config.go (with
// keys.go and period.go) and paths.go find the settings and the database, and each
// other file is one subcommand: try.go, add.go (with progress.go), ask.go and
// export.go (with place.go, where a quote stands), digest.go, analyse.go (with
// account.go and reading.go, its two forms of output), check.go, backup.go,
// version.go; and, for the bot, feed.go (with feedlist.go and feedtest.go) and
// extract.go, init.go (with interview.go), doctor.go, slack.go and run.go, with the
// settings in sources.go, chats.go and secret.go, the transports that are made of
// them in platforms.go, what the operator sees in operate.go and metrics.go, what
// SIGHUP changes in reload.go, the service that init offers in unit.go, and
// talking.go: schedule, follow, why and status, as they are in chats. deploy/ has the
// units for systemd and a Containerfile. Package [whosaid/seeds] holds the sample
// articles that `whosaid try` reads; only this package imports it.
//
// Package [whosaid/cmd/train] is a program of its own: it makes the models that
// digest/analyse embeds, from annotated articles; its folder speakers does so for
// the pronouns.
//
// Imports go one way, from here down to the nouns. import_test.go holds the
// table of what may import what. The whole program is tested by the scripts
// under testdata/script, which are also the shortest way to see what it does.
package main
