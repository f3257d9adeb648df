"""Who said what: ntrex in twelve languages, German Wikinews, PolNeAR, and the tehran pair.

All reports go the way a user's go: text, statements, attributions. ntrex lines are judged by the spans that fall into
them; "same speaker" is the F1 of pairs of lines. Overlap F1 of spans gives each predicted span credit for the share of
its characters that a gold span holds, and the other way round, one to one, the best overlaps first. PolNeAR counts
attitudes too (wants, supports, knows, shows): it is read with them, and reported speech is measured apart without.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.gold import shared
from twicetold.model import Attribution, Report, Statement
from twicetold.speakers import attribute, summarise
from twicetold.statements import split

LANGUAGES = {
    "eng": "en", "hin": "hi", "deu": "de", "urd": "ur", "arb": "ar", "fas": "fa", "zho-CN": "zh", "tur": "tr",
    "rus": "ru", "ukr": "uk", "fra": "fr", "spa": "es",
}  # fmt: skip
HIGHER = {"en", "hi", "de"}
TARGETS = {
    **{f"ntrex {c} speech F1": (">=", 0.90 if c in HIGHER else 0.85) for c in LANGUAGES.values()},
    **{f"ntrex {c} same speaker F1": (">=", 0.75) for c in LANGUAGES.values()},
    "quotes-de content overlap F1": (">=", 0.75),
    "quotes-de right speaker of found": (">=", 0.75),
    "quotes-en content overlap F1": (">=", 0.75),
    "quotes-en source of found": (">=", 0.70),
    "tehran speakers right": (">=", 1.0),
}
Figure = tuple[str, float, str]
Range = tuple[int, int]
Quote = tuple[list[Range], list[Range], str]  # content, source, type


def f1(right: float, wrong: float, missed: float) -> float:
    return 2 * right / max(1e-9, 2 * right + wrong + missed)


def told(
    text: str, language: str, *, attitudes: bool = False
) -> tuple[tuple[Statement, ...], tuple[Attribution, ...]]:
    report = Report(id="A", text=text, language=language, language_score=1.0)
    statements = split(report)
    return statements, attribute(report, statements, attitudes=attitudes)


def ntrex() -> list[Figure]:
    """Return speech F1 and same-speaker F1 for each language; lines marked unsure are left out."""
    folder = shared() / "data" / "ntrex"
    gold = json.loads((folder / "speech.json").read_text("utf-8"))
    found: list[Figure] = []
    for name, code in LANGUAGES.items():
        lines = (folder / f"{name}.txt").read_text("utf-8").split("\n")
        speech, pairs = [0, 0, 0], [0, 0, 0]
        for document in gold["documents"]:
            _document(document, lines, code, speech, pairs)
        note = f"P {speech[0] / max(1, speech[0] + speech[1]):.3f} R {speech[0] / max(1, speech[0] + speech[2]):.3f}"
        found.append((f"ntrex {code} speech F1", f1(*speech), note))
        note = (
            f"P {pairs[0] / max(1, pairs[0] + pairs[1]):.3f} R {pairs[0] / max(1, pairs[0] + pairs[2]):.3f}"
        )
        found.append((f"ntrex {code} same speaker F1", f1(*pairs), note))
    return found


def _document(
    document: dict[str, Any], lines: list[str], code: str, speech: list[int], pairs: list[int]
) -> None:
    texts = [unicodedata.normalize("NFC", lines[each["line"]]) for each in document["lines"]]
    _, attributions = told("\n".join(texts), code)
    starts = [sum(len(t) + 1 for t in texts[:n]) for n in range(len(texts))]
    who: list[tuple[set[str], set[str]]] = []
    for each, text, start in zip(document["lines"], texts, starts, strict=True):
        if each.get("unsure"):
            continue
        own = [
            a for a in attributions if any(c.start < start + len(text) and c.end > start for c in a.content)
        ]
        is_speech = each["speech"] != "none"
        if is_speech or own:
            speech[0 if is_speech and own else 1 if own else 2] += 1
        names = each["speaker"] if isinstance(each["speaker"], list) else [each["speaker"]]
        named = {n for n in names if n and n != "unspecified source"} if is_speech else set()
        who.append((named, {a.speaker_id for a in own if a.speaker_id}))
    for (gold_a, ours_a), (gold_b, ours_b) in combinations(who, 2):
        same, said = bool(gold_a & gold_b), bool(ours_a & ours_b)
        if same or said:
            pairs[0 if same and said else 1 if said else 2] += 1


def german() -> list[Figure]:
    """Return content and speaker figures on German Wikinews (dev)."""
    documents = []
    for line in (shared() / "data" / "quotes-de" / "dev.jsonl").read_text("utf-8").splitlines():
        each = json.loads(line)
        quotes = [
            (_spans(a["quote"]), _spans(a["speaker"]), a["type"])
            for a in each["annotations"]
            if not a["isNested"] and a["quote"]["spans"]
        ]
        documents.append((each["originalText"], quotes))
    return scores("quotes-de", documents, "de", "right speaker of found")


def _spans(field: dict[str, Any]) -> list[Range]:
    return [(s["charBegin"], s["charEnd"]) for s in field["spans"]]


def english() -> list[Figure]:
    """Return content and source figures on PolNeAR (dev)."""
    folder = shared() / "data" / "quotes-en" / "dev"
    documents = []
    for path in sorted((folder / "text").glob("*.txt")):
        annotations = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        if annotations:
            text = path.read_text("utf-8")
            documents.append((text, _brat(annotations[0], text)))
    found = scores("quotes-en", documents, "en", "source of found", attitudes=True)
    plain = scores("quotes-en", documents, "en", "source of found")
    name, figure, note = plain[0]
    return [*found, reported(documents), (f"{name}, attitudes left out", figure, note)]


def reported(documents: list[tuple[str, list[Quote]]]) -> Figure:
    """Return the overlap F1 of reported speech apart: gold of that kind, read without attitudes.

    What meets gold of another kind ("believes", a document) is neither right nor wrong here.
    """
    golds = ours = 0
    gained = covered = 0.0
    for text, quotes in documents:
        predicted = [[(c.start, c.end) for c in a.content] for a in told(text, "en")[1]]
        paired = _pair([q[0] for q in quotes], predicted)
        wanted = [g for g, (_, _, kind) in enumerate(quotes) if kind == "reported speech"]
        golds += len(wanted)
        ours += len(predicted) - sum(g not in wanted for g in paired)
        for g in wanted:
            if g in paired:
                overlap = shared_size(quotes[g][0], predicted[paired[g]])
                gained += overlap / size(predicted[paired[g]])
                covered += overlap / size(quotes[g][0])
    precision, recall = gained / max(1, ours), covered / max(1, golds)
    note = f"P {precision:.3f} R {recall:.3f}, {golds} gold, {ours} ours"
    return (
        "quotes-en reported speech overlap F1",
        2 * precision * recall / max(1e-9, precision + recall),
        note,
    )


# A cue of PolNeAR is of reported speech if it holds one of these; else a belief, an act, a document, or anything else.
SAID = re.compile(
    r"(?i)\b(sa(y|ys|id|ying)|t(ell|ells|old|elling)|according|ask\w*|add(s|ed|ing)?|announc\w+|claim\w*|wr(ite|ites|ote|"
    r"iting|itten)|argu\w+|stat(e|es|ed|ing)|call(s|ed|ing)?|accus\w+|warn\w*|report(s|ed|ing)|insist\w*|tweet\w*|repl\w+|"
    r"respond\w*|explain\w*|den(y|ies|ied|ying)|promis\w+|vow\w*|urg\w+|confirm\w*|declar\w+|statement|speech|interview)\b"
)


def _brat(path: Path, text: str) -> list[Quote]:
    """Read a brat file: contents with the sources that an event joins them to."""
    spans: dict[str, list[Range]] = {}
    quotes: list[Quote] = []
    for line in path.read_text("utf-8").splitlines():
        fields = line.split("\t")
        if line.startswith("T") and len(fields) >= 2:
            places = fields[1].split(" ", 1)[1].split(";")
            spans[fields[0]] = [(int(p.split()[0]), int(p.split()[1])) for p in places]
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("E"):
            roles: dict[str, list[Range]] = defaultdict(list)
            for part in line.split("\t")[1].split():
                role, _, key = part.partition(":")
                roles[role.rstrip("0123456789")] += spans.get(key, [])
            if roles["Content"]:
                cue = " ".join(text[a:b] for a, b in sorted(roles["Cue"]))
                content = "".join(text[a:b] for a, b in roles["Content"])
                spoken = SAID.search(cue) or any(mark in content for mark in '“”"')
                kind = "reported speech" if spoken else "anything else" if cue else "what has no cue"
                quotes.append((sorted(roles["Content"]), sorted(roles["Source"]), kind))
    return quotes


def size(ranges: Iterable[Range]) -> int:
    return sum(b - a for a, b in ranges)


def shared_size(left: Sequence[Range], right: Sequence[Range]) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in left for c, d in right)


def scores(
    name: str,
    documents: list[tuple[str, list[Quote]]],
    language: str,
    speaker: str,
    *,
    attitudes: bool = False,
) -> list[Figure]:
    """Return exact and overlap F1 of content, characters' F1, recall by type, and how often the speaker is right."""
    golds = ours = exact = met = right = asked = 0
    gained = covered = 0.0
    chars = [0, 0, 0]
    types: dict[str, list[float]] = defaultdict(list)
    for text, quotes in documents:
        _, attributions = told(text, language, attitudes=attitudes)
        predicted = [([(c.start, c.end) for c in a.content], a) for a in attributions]
        golds, ours = golds + len(quotes), ours + len(predicted)
        _count_characters(text, quotes, predicted, chars)
        paired = _pair([q[0] for q in quotes], [p for p, _ in predicted])
        for g, (content, source, kind) in enumerate(quotes):
            p = paired.get(g)
            overlap = shared_size(content, predicted[p][0]) if p is not None else 0
            types[kind].append(overlap / size(content))
            if p is None:
                continue
            met += 1
            covered += overlap / size(content)
            gained += overlap / size(predicted[p][0])
            exact += _trim(text, content) == _trim(text, predicted[p][0])
            if source:
                asked += 1
                right += _right_speaker(source, predicted[p][1], attributions)
    precision, recall = gained / max(1, ours), covered / max(1, golds)
    found = [
        (f"{name} content overlap F1", 2 * precision * recall / max(1e-9, precision + recall),
         f"P {precision:.3f} R {recall:.3f}, {golds} gold, {ours} ours"),
        (f"{name} content exact F1", f1(exact, ours - exact, golds - exact), ""),
        (f"{name} content found F1", f1(met, ours - met, golds - met), "any overlap, one to one"),
        (f"{name} content characters F1", f1(*chars), f"P {chars[0] / max(1, chars[0] + chars[1]):.3f} "
         f"R {chars[0] / max(1, chars[0] + chars[2]):.3f}"),
        (f"{name} {speaker}", right / max(1, asked), f"{asked} contents with a named source"),
    ]  # fmt: skip
    for kind, values in sorted(types.items()):
        found.append((f"{name} recall of {kind}", sum(values) / len(values), f"{len(values)} gold"))
    return found


def _count_characters(text: str, quotes: list[Quote], predicted: list[Any], chars: list[int]) -> None:
    gold_at, our_at = bytearray(len(text)), bytearray(len(text))
    for content, _, _ in quotes:
        for a, b in content:
            gold_at[a:b] = b"\1" * (b - a)
    for content, _ in predicted:
        for a, b in content:
            our_at[a:b] = b"\1" * (b - a)
    both = sum(g & o for g, o in zip(gold_at, our_at, strict=True))
    chars[0] += both
    chars[1] += sum(our_at) - both
    chars[2] += sum(gold_at) - both


def _pair(gold: list[list[Range]], ours: list[list[Range]]) -> dict[int, int]:
    """Pair gold and predicted contents one to one, the best overlaps (intersection over union) first."""
    options = []
    for g, left in enumerate(gold):
        for p, right in enumerate(ours):
            both = shared_size(left, right)
            if both:
                options.append((-both / (size(left) + size(right) - both), g, p))
    paired: dict[int, int] = {}
    used: set[int] = set()
    for _, g, p in sorted(options):
        if g not in paired and p not in used:
            paired[g] = p
            used.add(p)
    return paired


def _trim(text: str, ranges: Sequence[Range]) -> str:
    """Return the words of a content without its marks at both ends, to compare exactly."""
    return " ".join(text[a:b] for a, b in ranges).strip(" \n\"'“”„‚‘’«».,:;!?")


def _right_speaker(source: list[Range], a: Attribution, every: Sequence[Attribution]) -> bool:
    """Say whether the speaker's words meet the gold source, there or where the same speaker is named elsewhere."""
    spans = [] if a.speaker is None else [(a.speaker.start, a.speaker.end)]
    if shared_size(source, spans):
        return True
    same = [e.speaker for e in every if e.speaker is not None and e.speaker_id == a.speaker_id is not None]
    return a.speaker is None and any(shared_size(source, [(s.start, s.end)]) for s in same)


def tehran() -> list[Figure]:
    """Return the share of body units whose speaker is the gold one, both languages together."""
    folder = shared() / "cases" / "tehran-2022"
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    right = asked = 0
    wrong = []
    for code in ("hi", "en"):
        text = unicodedata.normalize("NFC", (folder / gold["pair"][code]).read_text("utf-8"))
        statements, attributions = told(text, code)
        summary = {said.n: said for said in summarise(statements, attributions)}
        names = _tehran_names(gold, code, text, attributions)
        for bead in gold["beads"]:
            for key, wanted in bead["speaker"].items():
                if not key.startswith(code):
                    continue
                unit = unicodedata.normalize("NFC", gold[f"{code}_sentences"][int(key.split(":")[1])])
                s = next((s for s in statements if s.kind == "body" and s.text[:30] == unit[:30]), None)
                said = summary[s.n] if s else None
                who = (
                    names.get(said.speaker_id or "", "nobody")
                    if said and said.speech != "none"
                    else "narrator"
                )
                asked += 1
                good = who in {w.strip() for w in wanted.split("/")}
                right += good
                wrong += [] if good else [f"{key} {who}"]
    return [
        ("tehran speakers right", right / asked, f"{asked} body units; wrong: {', '.join(wrong) or 'none'}")
    ]


def _tehran_names(
    gold: dict[str, Any], code: str, text: str, attributions: Sequence[Attribution]
) -> dict[str, str]:
    """Return speaker id -> gold name, by the gold's own spellings."""
    found: dict[str, str] = {}
    for person in gold["entities"]["people"]:
        spellings = {unicodedata.normalize("NFC", s) for s in person[code]}
        for a in attributions:
            if a.speaker is not None and a.speaker_id is not None:
                words = a.speaker.quote(text)
                if any(s in words or words in s for s in spellings if len(words) > 3):
                    found.setdefault(a.speaker_id, person["id"].capitalize())
    return found


def run() -> list[Figure]:
    """Measure everything here."""
    return [*tehran(), *ntrex(), *german(), *english()]


def main() -> None:
    for name, figure, note in run():
        target = TARGETS.get(name)
        mark = (
            ""
            if target is None
            else f"{target[0]} {target[1]:.2f} " + ("ok" if figure >= target[1] else "MISSED")
        )
        print(f"{name:<40} {figure:.3f}  {mark:<16} {note}")


if __name__ == "__main__":
    main()
