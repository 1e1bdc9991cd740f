// Package seeds holds the sample articles that `whosaid try` reads, embedded in
// the program so that trying it needs nothing else.
//
// Nothing comes in; [Files] goes out: text files with a header, one article each,
// in the order of their dates. All of them were written for whosaid. Those of the
// outlet "whosaid samples" retell reported events of Cambodian politics in 2018 and
// 2022: the prose is ours, the people are real, and what stands between quotation
// marks are their words as the press printed them, at most twenty at a time. The
// outlets, people and places of all others are invented, which their last line says.
package seeds

import "embed"

// Files are the sample articles.
//
//go:embed *.txt
var Files embed.FS
