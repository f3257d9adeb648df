from __future__ import annotations

import pytest
import sqlalchemy as sa
from played_encoder import Plain
from town import town

import twicetold as tt
from twicetold.errors import NotInLibrary, UsageError
from twicetold.searching import Wanted
from twicetold.store.search import searched

TOLD = {
    "en": "The old bridge at Velmora was opened on Tuesday.\nMayor Ilse Torvald said the work had cost 42,000 marks.",
    "de": "Die alte Brücke in Velmora wurde am Dienstag eröffnet.\nDie Bürgermeisterin lobte die Bauleute.",
    "zh": "维尔莫拉的旧桥星期二重新开放。\n市长感谢工人。",
    "ja": "ベルモラの古い橋が火曜日に開通した。",
    "ko": "벨모라의 옛 다리가 화요일에 열렸다. 시장이 인사했다.",
    "th": "สะพานเก่าในเวลโมราเปิดเมื่อวันอังคาร",
    "km": "ស្ពានចាស់នៅវែលម៉ូរ៉ា​ត្រូវបានបើកនៅថ្ងៃអង្គារ",
    "my": "ဗယ်လ်မိုရာ တံတားဟောင်းကို အင်္ဂါနေ့တွင် ဖွင့်ခဲ့သည်။",
    "hi": "वेलमोरा का पुराना पुल मंगलवार को खोला गया। हिन्दी में यह समाचार है।",
    "fa": "پل قدیمی ولمورا سه‌شنبه باز شد. کتاب‌های شهر را آوردند.",
    "ar": "افتُتح الجسر القديم في فيلمورا يوم الثلاثاء.",
    "he": "הגשר הישן בוולמורה נפתח ביום שלישי, אמר דובר צה״ל.",
    "ru": "Старый мост в Велморе открыли во вторник. Ёлка стоит у моста.",
    "el": "Η παλιά γέφυρα της Βελμόρα άνοιξε την Τρίτη.",
    "bo": "ཟམ་པ་རྙིང་པ་སྒོ་ཕྱེ་སོང་།",
}


def report(name, text, **facts):
    return tt.Report(id=name, text=text, **facts)


def found(library, text, *, how="words", **options):
    wanted = Wanted(**{key: options.pop(key) for key in list(options) if key != "limit"})
    return [hit.report for hit in library.search(text, how=how, wanted=wanted, **options)]


WANTED = [
    ("bridges 42000", "en"),
    ("BRUCKE eroffnet", "de"),
    ("旧桥", "zh"),
    ("桥 市长", "zh"),
    ("ベルモラ 橋", "ja"),
    ("다리", "ko"),
    ("สะพาน", "th"),
    ("បើក", "km"),
    ("ស្ពាន ត្រូវបាន", "km"),
    ("တံတား", "my"),
    ("हिंदी पुल", "hi"),
    ("كتاب", "fa"),
    ("افتتح الجسر", "ar"),
    ('צה"ל', "he"),
    ("мосты елка", "ru"),
    ("ΠΑΛΙΑ γεφυρα", "el"),
    ("རྙིང་པ", "bo"),
]


def test_words_of_every_script_are_found_and_lit(library):
    library.add(*(report(code, text, language=code, language_score=1.0) for code, text in TOLD.items()))
    for typed, code in WANTED:
        assert found(library, typed) == [code], typed
    (hit,) = library.search('"cost 42.000"', how="words")
    assert (hit.report, hit.n, hit.found_by) == ("en", 1, "words")
    assert [TOLD["en"][span.start : span.end] for span in hit.spans] == ["cost 42,000"]
    assert TOLD["en"][hit.start : hit.end] == hit.text
    assert hit.event == library.report("en").event
    plain = hit.to_dict()
    assert plain["statement"]["spans"][0]["text"] == "cost 42,000"
    assert "outlet" not in plain


def test_the_language_of_queries(library):
    library.add(
        report("1", "The dam holds. The river is high."), report("2", "The dam broke. Mud everywhere.")
    )
    assert set(found(library, "dam")) == {"1", "2"}
    assert found(library, "dam -river") == ["2"]
    assert set(found(library, "mud OR river dam")) == {"1", "2"}
    assert found(library, "(mud OR snow) dam") == ["2"]
    assert found(library, '"dam broke"') == ["2"]
    assert found(library, '"broke dam"') == []
    assert found(library, '"broke mud"') == []  # a phrase ends with its statement
    assert found(library, "every*") == ["2"]
    assert found(library, "dam nowhere") == []
    for typed in ("' OR 1=1 --", 'dam" NEAR/3 (', "terms:dam", "%", "dam*)) & !('", "\\", "dam\x00river"):
        try:
            library.search(typed, how="words")
        except UsageError:
            continue


def test_what_is_limited_to(library):
    library.add(
        report("a", "The dam held on Monday.", language="en", language_score=1.0, outlet="Morning Post",
               published="2031-05-01T23:30:00-02:00"),
        report("b", "The dam held, it was said on Monday.", language="en", language_score=1.0, outlet="Abendblatt",
               published="2031-05-02"),
        report("c", "Der Dam hielt.", language="de", language_score=1.0, outlet="Abendblatt"),
    )  # fmt: skip
    for how in ("words", "meaning"):
        assert set(found(library, "dam", how=how, languages=("de",))) == {"c"}
        assert set(found(library, "dam", how=how, outlets=("abendblatt",))) == {"b", "c"}
        # half past eleven in the evening, two hours west of Greenwich, is the next day there
        assert set(found(library, "dam", how=how, since="2031-05-02")) == {"a", "b"}
        assert set(found(library, "dam", how=how, until="2031-05-01")) == set()
        assert set(found(library, "dam", how=how, until="2031-05-02T01:00")) == {"b"}
        event = library.report("c").event
        assert "c" in found(library, "dam", how=how, event=event)
    with pytest.raises(NotInLibrary):
        found(library, "dam", event="nowhere")
    with pytest.raises(UsageError, match="yesterday"):
        found(library, "dam", since="yesterday")
    with pytest.raises(UsageError):
        library.search("dam", limit=0)
    with pytest.raises(UsageError):
        library.search("dam", how="somehow")


def test_what_a_speaker_says(library):
    library.add(
        report(
            "a",
            "The bridge is closed.\n“The bridge is safe,” said Ilse Torvald.",
            language="en",
            language_score=1.0,
        ),
        report(
            "b",
            "Ilse Torvald crossed the bridge.\n“I like it,” said Jon Amsel.",
            language="en",
            language_score=1.0,
        ),
    )
    hits = library.search("bridge", how="words", wanted=Wanted(speaker="torvald"))
    assert [(hit.report, hit.n) for hit in hits] == [("a", 1)]
    assert found(library, "bridge", speaker="Amsel") == []
    assert found(library, "bridge", speaker="Илзе Торвальд") == ["a"]


def test_meaning_and_both(library):
    library.add(
        report("a", "Bridge opened in Velmora today. Nothing else."),
        report("b", "Velmora bridge opened, mayor glad. Swans."),
        report("c", "Football: Norvik beat Tarsund. The bridge of the nose broke."),
    )
    near = library.search("opened bridge Velmora", how="meaning")
    assert {hit.report for hit in near[:2]} == {"a", "b"}
    assert all(hit.found_by == "meaning" and 0 < hit.meaning <= 1 and hit.words is None for hit in near)
    both = library.search("bridge opened", how="both")
    assert both[0].found_by == "both"
    assert [hit.score for hit in both] == sorted((hit.score for hit in both), reverse=True)
    assert "b" not in [hit.report for hit in library.search("bridge opened -swans", how="both")]
    assert {hit.found_by for hit in library.search('"bridge opened"')} == {"words"}


def test_a_revised_report_is_found_by_its_new_words_and_a_removed_one_not_at_all(library):
    library.add(report("a", "The dam held.", url="http://localhost/a"))
    library.add(report("a", "The dyke held.", url="http://localhost/a"))
    assert found(library, "dam") == []
    assert found(library, "dyke") == ["a"]
    assert found(library, "dyke held", how="meaning") == ["a"]
    library.remove("a")
    assert found(library, "dyke") == []
    assert found(library, "dyke held", how="meaning") == []
    library.undo()
    assert found(library, "dyke") == ["a"]
    assert found(library, "dyke held", how="meaning") == ["a"]


def test_what_the_index_lacks_is_put_in_first(library, open_library):
    library.add(report("a", "The dam held."), report("b", "The dam broke."))
    with library.database.changing() as (connection, _):
        connection.execute(sa.delete(searched).where(searched.c.report == 1))
        connection.execute(sa.update(searched).values(version="0"))
        connection.execute(sa.text("DELETE FROM search"))
    assert set(found(open_library(), "dam")) == {"a", "b"}


def test_what_another_program_adds_is_found(library, open_library):
    library.add(report("a", "The dam held."))
    assert found(library, "dam held", how="meaning") == ["a"]
    open_library().add(report("b", "The dam held on."))
    assert set(found(library, "dam held", how="meaning")) == {"a", "b"}
    assert set(found(library, "dam held")) == {"a", "b"}


def test_vectors_of_another_encoder_are_left_alone_and_words_still_found(library, open_library):
    class Other(Plain):
        digest = "ef" * 16

    library.add(report("a", "The dam held."))
    other = open_library(Other())
    other.add(report("b", "The dam held on."))
    assert found(other, "dam held", how="meaning") == ["b"]
    assert set(found(other, "dam held")) == {"a", "b"}


def test_both_kinds_of_database_give_this_order(library):
    """One order, written out, for whatever keeps the library."""
    library.add(*town(12, 3, per=24))
    told = [library.report(name).report.text.replace(".", "").split() for name in ("e3-0", "e9-2")]
    typed = " OR ".join((*told[0][:4], *told[1][:2]))
    assert [hit.report for hit in library.search(typed, how="words", limit=5)] == ORDER


ORDER = ["e3-0", "e3-1", "e9-2", "e3-2", "e9-1"]
