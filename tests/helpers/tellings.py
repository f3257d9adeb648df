"""Comparisons built by hand, of invented reports, for tests of everything that shows one.

A warehouse burns in the harbour of Maravel, a town that is on no map; four outlets that do not exist tell it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twicetold.model import (
    Attribution,
    Comparison,
    Entity,
    Finding,
    Kind,
    Link,
    Making,
    Mention,
    PairProvenance,
    Provenance,
    Quantity,
    Report,
    Row,
    Skip,
    Span,
    Speaker,
    Statement,
    Time,
)

MAKING = Making(program="twicetold 0.0.0", model="none", model_digest="0" * 16, settings_digest="1" * 16)

Told = Sequence[tuple[Kind, str]]

HINDI: Told = (
    ("title", "मारावेल बंदरगाह के गोदाम में भीषण आग, 40 से ज़्यादा लोग घायल"),
    ("dateline", "मारावेल, 12 मार्च"),
    ("body", "मारावेल बंदरगाह के एक अनाज गोदाम में सोमवार की शाम लगी आग में 40 से ज़्यादा लोग घायल हो गए।"),
    ("body", "आग पर काबू पाने में दमकल की नौ गाड़ियों को छह घंटे लगे और पास की दो सड़कें बंद रहीं।"),
    ("body", "मेयर इलारा वेन्स ने कहा, “यह हमारे शहर के लिए एक काला दिन है।”"),
    ("body", "उन्होंने घायलों के इलाज का ख़र्च उठाने का वादा किया।"),
    ("body", "गोदाम के मालिक ने अब तक कोई बयान नहीं दिया है।"),
)
ENGLISH: Told = (
    ("title", "Grain warehouse burns in Maravel harbour; 43 hurt"),
    (
        "body",
        "A fire that broke out on Monday evening in a grain warehouse in Maravel harbour injured 43 people.",
    ),
    ("body", "Nine fire engines fought the blaze for six hours."),
    ("body", "Two nearby roads were closed until morning."),
    ("body", "Mayor Ilara Wenz called it “a dark day for our town” and promised to pay for the treatment."),
    ("body", "The owner of the warehouse, Dorrit Shipping, declined to comment."),
    ("body", "Insurers put the damage at 3.5 million crowns."),
    ("boilerplate", "Read more on our harbour page."),
)
PERSIAN: Told = (
    ("title", "آتش‌سوزی در انبار غله بندر ماراول؛ ۱۴ زخمی"),
    ("body", "در پی آتش‌سوزی شامگاه یکشنبه در یک انبار غله در بندر ماراول، ۱۴ نفر زخمی شدند."),
    ("body", "ایلارا ونز، شهردار ماراول، گفت: «این روزی سیاه برای شهر ماست.»"),
    ("body", "به گزارش BBX News، مالک انبار (Dorrit Shipping) در این باره سخنی نگفته است."),
    ("body", "ساکنان محله از بوی تند دود تا نیمه‌شب شکایت داشتند."),
)
CHINESE: Told = (
    ("title", "马拉维尔港粮仓起火 四十三人受伤"),
    ("body", "周一傍晚,马拉维尔港一座粮仓起火,造成四十三人受伤。"),
    ("body", "九辆消防车连续扑救六小时,附近两条道路封闭至次日清晨。"),
    ("body", "市长伊拉拉·文茨称这是“本市黑暗的一天”。"),
    ("body", "港口将于周三恢复作业。"),
)
TITLES = {"hi": "मारावेल समाचार", "en": "The Maravel Courier", "fa": "ماراول امروز", "zh": "港城日报"}


def report(label: str, language: str, told: Told, **more: object) -> tuple[Report, tuple[Statement, ...]]:
    """Return a report whose text is the statements, one a line, and the statements."""
    text, statements = "", []
    for n, (kind, words) in enumerate(told):
        text += "\n" if n else ""
        statements.append(
            Statement(
                report_id=label, n=n, start=len(text), end=len(text) + len(words), text=words, kind=kind
            )
        )
        text += words
    title = next((words for kind, words in told if kind == "title"), None)
    made = Report(
        id=label,
        text=text,
        title=title,
        language=language,
        language_score=0.99,
        outlet=TITLES.get(language),
        published="2031-03-13",
        source=f"{language}.txt",
        **more,  # type: ignore[arg-type]
    )
    return made, tuple(statements)


def span(made: Report, words: str) -> Span:
    """Return where `words` last stand in the report (the headline often has them first)."""
    start = made.text.rindex(words)
    return Span(start, start + len(words))


def sides(reports: Mapping[str, Report], **words: str) -> dict[str, tuple[Span, ...]]:
    """Return the span of the words in each report."""
    return {label: (span(reports[label], said),) for label, said in words.items()}


def bare(*, reports: int = 2) -> Comparison:
    """Return a comparison as it comes before anybody has looked for speakers or differences."""
    every = [("hi", HINDI), ("en", ENGLISH), ("fa", PERSIAN), ("zh", CHINESE)][:reports]
    made = dict(
        zip("ABCD", (report(label, *each) for label, each in zip("ABCD", every, strict=False)), strict=False)
    )
    cells: list[dict[str, tuple[int, ...]]] = [
        {"A": (0,), "B": (0,), "C": (0,), "D": (0,)},
        {"A": (1,)},
        {"A": (2,), "B": (1,), "C": (1,), "D": (1,)},
        {"A": (3,), "B": (2, 3), "D": (2,)},
        {"A": (4, 5), "B": (4,), "C": (2,), "D": (3,)},
        {"A": (6,), "B": (5,), "C": (3,)},
        {"B": (6,)},
        {"B": (7,)},
        {"C": (4,)},
        {"D": (4,)},
    ]
    rows = [{label: ns for label, ns in row.items() if label in made} for row in cells]
    return Comparison(
        making=MAKING,
        reports=tuple(one for one, _ in made.values()),
        statements={label: several for label, (_, several) in made.items()},
        rows=tuple(_row(row, {label: one for label, (one, _) in made.items()}) for row in rows if row),
    )


def _row(cells: dict[str, tuple[int, ...]], reports: Mapping[str, Report]) -> Row:
    labels = list(cells)
    links = [
        Link(a=(x, n), b=(y, m), score=0.9, spans=_part(reports, (x, n), (y, m)))
        for at, x in enumerate(labels)
        for y in labels[at + 1 :]
        for n in cells[x]
        for m in cells[y]
    ]
    verdict = "same" if len(cells) > 1 else "only"
    return Row(cells=cells, score=0.97 if len(cells) > 2 else 0.83, verdict=verdict, links=tuple(links))  # type: ignore[arg-type]


def _part(
    reports: Mapping[str, Report], a: tuple[str, int], b: tuple[str, int]
) -> dict[str, tuple[Span, ...]]:
    """Return the parts that alone match, where one English sentence tells half of the Hindi one."""
    if (a, b) == (("A", 3), ("B", 3)):
        return sides(reports, A="पास की दो सड़कें बंद रहीं")
    if (a, b) == (("A", 4), ("B", 4)):
        return sides(reports, B="called it “a dark day for our town”")
    return {}


def full(*, reports: int = 4) -> Comparison:
    """Return a comparison with everything in it: speakers, differences, names, provenance, a skip, a note."""
    from dataclasses import replace

    plain = bare(reports=reports)
    texts = {each.id: each for each in plain.reports}
    rows = list(plain.rows)
    rows[2] = replace(
        rows[2],
        verdict="contradicts" if reports > 2 else "same",
        findings=tuple(
            Finding(
                aspect=aspect, verdict=verdict, sides=sides(texts, **words), reason=reason, confidence=sure
            )
            for aspect, verdict, words, reason, sure in _FOUND
            if set(words) <= set(texts)
        ),
    )
    return replace(
        plain,
        rows=tuple(rows),
        speakers=(Speaker(id="s1", names={"en": ("Ilara Wenz",), "hi": ("इलारा वेन्स",)}, role="mayor"),),
        attributions=(
            _said(texts["A"], 4, "इलारा वेन्स", "ने कहा", "यह हमारे शहर के लिए एक काला दिन है"),
            _said(texts["B"], 4, "Ilara Wenz", "called it", "a dark day for our town"),
        ),
        entities=(
            Entity(
                id="e1",
                kind="place",
                names={"en": ("Maravel",), "hi": ("मारावेल",)},
                mentions=(_mention(texts["A"], "मारावेल"), _mention(texts["B"], "Maravel")),
            ),
        ),
        times=(
            Time(report_id="B", **_where(texts["B"], "Monday"), value="2031-03-10", how="weekday before"),
        ),
        quantities=(Quantity(report_id="B", **_where(texts["B"], "43"), value=43.0, unit="people"),),
        provenance=Provenance(
            pairs=(
                PairProvenance(a="A", b="B", verdict="unclear", confidence=0.5, evidence=("few quotes",)),
            ),
            low=1,
            high=2,
        ),
        skips=(Skip(source="gone.txt", stage="reading", reason="no such file", detail="check the path"),),
        notes=("made by hand",),
    )


_FOUND = (
    ("number", "contradicts", {"B": "43 people", "C": "۱۴ نفر"}, "B counts 43 hurt, C counts 14", 0.93),
    (
        "time",
        "contradicts",
        {"B": "Monday evening", "C": "شامگاه یکشنبه"},
        "B says Monday, C says Sunday",
        0.9,
    ),
    ("number", "same", {"A": "40 से ज़्यादा", "B": "43 people"}, "43 is more than 40", 0.8),
    ("detail", "more", {"A": "अनाज गोदाम", "B": ""}, "an invented difference with nothing on one side", 0.4),
)


def _where(made: Report, words: str) -> dict[str, object]:
    where = span(made, words)
    return {"start": where.start, "end": where.end, "text": words}


def _mention(made: Report, words: str) -> Mention:
    return Mention(report_id=made.id, **_where(made, words))  # type: ignore[arg-type]


def _said(made: Report, n: int, who: str, cue: str, what: str) -> Attribution:
    return Attribution(
        report_id=made.id,
        statements=(n,),
        speech="direct",
        content=(span(made, what),),
        speaker=span(made, who),
        speaker_id="s1",
        cue=span(made, cue),
        how="cue",
        confidence=0.9,
    )
