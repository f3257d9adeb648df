"""Sentences of our own in many scripts; the first ten tell the same."""

from __future__ import annotations

SENTENCES = (
    "The harbour master of Orvand said the ferry had left the quay an hour late.",
    "बंदरगाह के अधिकारी ने कहा कि नौका एक घंटे की देरी से रवाना हुई।",
    "Начальник порта заявил, что паром отошёл от причала с опозданием на час.",
    "قال مدير الميناء إن العبّارة غادرت الرصيف متأخرة ساعة كاملة.",
    "رئیس بندر گفت کشتی با یک ساعت تأخیر از اسکله حرکت کرد.",
    "港口负责人说，渡轮晚了一个小时才离开码头。",
    "港の責任者は、フェリーの出港が一時間遅れたと述べた。",
    "항만 책임자는 여객선이 한 시간 늦게 출항했다고 말했다.",
    "Der Hafenmeister sagte, die Fähre habe eine Stunde zu spät abgelegt.",
    "El capitán del puerto dijo que el transbordador zarpó con una hora de retraso.",
    "வாரிய உறுப்பினர்கள் புதிய பாலத்திற்கான திட்டத்தை ஒப்புக்கொண்டனர்.",
    "Ο λιμενάρχης είπε ότι το πλοίο έφυγε με μία ώρα καθυστέρηση.",
    "ראש הנמל אמר שהמעבורת יצאה באיחור של שעה.",
    "নৌবন্দরের প্রধান বলেছেন, ফেরিটি এক ঘণ্টা দেরিতে ছেড়েছে।",
    "Liman müdürü, feribotun iskeleden bir saat geç ayrıldığını söyledi.",
    "Twelve schools in Velmora will stay closed until Thursday.",
)
