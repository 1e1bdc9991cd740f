#!/usr/bin/env python3
"""Score the names given to 150 direct quotations against speakers.json. Needs only Python's standard library.

usage: speakers.py [--wrong] CORPUS_DEV PREDICTIONS.jsonl

CORPUS_DEV holds text/DOC.txt, PREDICTIONS one article a line as score.py reads them, offsets in code points:
  {"doc": "…", "quotes": [{"content": [[s,e],...], "speaker": "…", "confidence": 0.9}]}
A mark is answered by the quote that holds most of its words; of equals, by the shortest.
Prints one JSON object, in percent of all marks: found; right; wrong_name (a name, and not the one marked); none
(no name where one is marked, or not found); precision_when_named; the same by what stands at the cue; and, for
quotes with a name, reliability in ten bins of confidence. A mark without a name (unnamed) is right where it is found
and gets no name, or words of the mention. --wrong lists what is not right. Exit status 1 only for unreadable input.
"""
import collections, json, pathlib, re, sys

def fold(name):
    return " ".join(re.findall(r"\w+", (name or "").lower()))

def read(corpus, predictions):
    """Marks and predicted quotes by article; marks that do not begin at a quotation mark are of another corpus."""
    marks = json.loads(pathlib.Path(__file__).with_name("speakers.json").read_text(encoding="utf-8"))["marks"]
    texts = {d: (pathlib.Path(corpus) / "text" / f"{d}.txt").read_bytes().decode("utf-8") for d in {m["doc"] for m in marks}}
    for m in marks:
        text = texts[m["doc"]]
        if text[m["start"]:m["start"] + 1] not in ("“", '"'):
            raise ValueError(f'{m["doc"]}: no quotation begins at {m["start"]}')
        m["words"] = [w.start() for w in re.compile(r"\w+").finditer(text, m["start"], m["end"])]
    quotes = {}
    with open(predictions, encoding="utf-8") as lines:
        for a in map(json.loads, filter(str.strip, lines)):
            quotes[a["doc"].removesuffix(".txt")] = a.get("quotes") or []
    return marks, quotes

def answer(mark, quotes):
    """The quote that answers a mark, None where nothing overlaps it."""
    def rank(q):
        inside = sum(s <= w < e for s, e in q["content"] for w in mark["words"])
        return inside, -sum(e - s for s, e in q["content"])
    best = max(quotes, key=rank, default=None)
    return best if best and rank(best)[0] > 0 else None

def verdict(mark, quote):
    """One of right, wrong_name, none."""
    said = fold(quote and quote.get("speaker"))
    known = [fold(n) for n in [mark["speaker"], *mark["also"]] if n]
    if mark["speaker"]:
        return "right" if said in known else "wrong_name" if said else "none"
    if not quote:
        return "none"
    return "right" if not said or any(f" {k} " in f" {said} " for k in known) else "wrong_name"

def pct(a, b):
    return round(100 * a / b, 1) if b else None

def reliability(named):
    """Ten bins of (confidence, right): how often names given with that confidence are right."""
    bins = collections.defaultdict(list)
    for confidence, right in named:
        bins[min(max(int(confidence * 10), 0), 9)].append((confidence, right))
    return [{"from": i / 10, "n": len(b), "confidence": round(sum(c for c, _ in b) / len(b), 3) if b else None,
             "right": pct(sum(r for _, r in b), len(b))} for i, b in ((i, bins[i]) for i in range(10))]

def score(marks, quotes, list_wrong):
    c, named, wrong = collections.Counter(), [], []
    for m in marks:
        q = answer(m, quotes.get(m["doc"], []))
        v = verdict(m, q)
        c.update(["found"] * bool(q) + [v, ("cue", m["cue"]), (v, m["cue"])])
        if q and fold(q.get("speaker")):
            c.update(["named"] + ["named_right"] * (v == "right"))
            if q.get("confidence") is not None:
                named.append((q["confidence"], v == "right"))
        if v != "right":
            said = repr(q.get("speaker") or "nobody") if q else "not found"
            wrong.append(f'{m["doc"]} {m["start"]}-{m["end"]} {said}, should be {m["speaker"] or "unnamed"!r}')
    verdicts = ("right", "wrong_name", "none")
    out = {"n": len(marks), "found": pct(c["found"], len(marks)), **{v: pct(c[v], len(marks)) for v in verdicts},
           "precision_when_named": pct(c["named_right"], c["named"]),
           "by_cue": {k: {"n": c["cue", k], **{v: pct(c[v, k], c["cue", k]) for v in verdicts}}
                      for k in ("name", "surname", "pronoun", "role", "none")},
           "reliability": reliability(named)}
    return {**out, "wrong": wrong} if list_wrong else out

def main():
    args = [a for a in sys.argv[1:] if a != "--wrong"]
    if len(args) != 2:
        sys.exit(__doc__)
    try:
        marks, quotes = read(*args)
        figures = score(marks, quotes, "--wrong" in sys.argv)
    except (OSError, ValueError, KeyError, TypeError) as e:
        sys.exit(f"reading {args[0]} and {args[1]}: {e!r}")
    print(json.dumps(figures, ensure_ascii=False, indent=1))

main()
