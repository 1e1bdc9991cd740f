// Package digest holds the nouns that every other package of whosaid shares:
// [Article], [Span], [Actor], [Quote], [Reading], what a question finds
// ([Answer], [Result], [Profile]) and the chat text that shows it ([Message]).
//
// Nothing comes in and nothing goes out: the package has no I/O, imports the
// standard library only and owns the meaning of these types, above all the rule
// that a quote is a place in an article's text and is cut from it, never written.
package digest
