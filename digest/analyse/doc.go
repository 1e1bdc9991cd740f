// Package analyse reads an article: who is in it, who said what, and what it is
// about.
//
// A [digest.Article] comes in, a [digest.Reading] goes out: actors, quotes with
// their spans and speakers, and the sentences of the gist. The package is pure;
// it owns the reading of text and the lists and models that it needs, and does
// no I/O. Each stage is a file, or a file with others behind it, and looks only at
// what the earlier ones left in the document:
//
//	text.go      tokens, in paragraphs.go and sentences.go
//	lines.go     lines that are no article text: by-lines, captions, links
//	  live.go      times that entries of live pages begin with
//	marks.go     quotation marks, nested, unclosed, running over paragraphs
//	  dialogue.go  turns behind a dash instead
//	names.go     names of persons and organisations, their acronyms and roles;
//	             its doc comment says where each of its steps is
//	cues.go      words that report speech, thought or decision
//	phrase.go    noun phrases and phrases of time, without a parser
//	attribute.go attributions by rules: cue (nouncue.go) and source (subject.go), then
//	  content.go   what the cue governs, up to where it ends (ending.go)
//	  spoken.go    transcripts and signed quotations
//	  leftover.go  quotations that no cue governs, acts.go those of who does something
//	learned.go   attributions by models: features.go (atoms.go, near.go), lexicon.go,
//	             senses.go, pos.go and crf feed tag.go, link.go, options.go, judge.go
//	             and class.go
//	merge.go     the rules and the models put together, adopt.go where both found
//	             the same, without what nobody said (unsaid.go) or one says that another
//	             says (nested.go), each source made whole (sources.go, reporter.go)
//	speakers.go  who is meant by the source: heads.go finds the name in it, with
//	  spelled.go   names that were not taken for one, and misprints
//	  nominal.go   "his lawyer", "the 65-year-old", "the company"
//	  traits.go    what is told of each person beside the name
//	  genders.go   he or she
//	  cast.go      who is spoken of where, and who speaks (spoke.go)
//	  bearers.go   roles, relations, organisations without their names
//	  papers.go    statements, reports, rulings
//	  letters.go   I in a letter, the answers of an interview
//	  pronouns.go  and ranker.go, antecedent.go: he, she, it, they; learned by fit.go;
//	               asked.go and reacted.go: who is not meant, and who is by what came before
//	topics.go    whom each content is about
//	gist.go      weights of actors, the article's gist
//	explain.go   what was weighed and not taken, where that is asked for
package analyse
