"""Our own sentences with the quantities they hold: (text, [(words, value, unit, low, high)]).

A bound left out equals the value; `None` is unbounded. Outlets, people and places are invented.
"""

from __future__ import annotations

Case = tuple[str, list[tuple]]

CASES: dict[str, list[Case]] = {
    "en": [
        (
            "Three and a half million people voted, 2 and a half hours each.",
            [("Three and a half million people", 3_500_000, "person"), ("2 and a half hours", 2.5, "hour")],
        ),
        (
            "Two thirds of the town and a million, two of them rich.",
            [("a million", 1_000_000, None), ("two", 2, None)],
        ),
        ("The team scores again before scores of fans.", [("scores of", 40, None, 40, 200)]),
        ("The dam holds 1,234.5 million cubic metres.", [("1,234.5 million cubic metres", 1234.5e6, "m³")]),
        ("More than 40 people were hurt.", [("40 people", 40, "person", 40, None)]),
        (
            "At least three hundred and twenty soldiers left.",
            [("three hundred and twenty soldiers", 320, "person", 320, None)],
        ),
        (
            "It cost $2.5bn, or about 15 per cent of the budget.",
            [("$2.5bn", 2.5e9, "USD"), ("15 per cent", 15, "%", 13.5, 16.5)],
        ),
        ("Between 5 and 10 million votes were cast.", [("5 and 10 million votes", 7.5e6, "vote", 5e6, 10e6)]),
        ("A dozen trucks and dozens of cars burned.", [("A dozen", 12, None), ("dozens", 24, None, 24, 120)]),
        (
            "Nearly 200 houses fell; up to 30 km of road is closed.",
            [("200", 200, None, None, 200), ("30 km", 30, "km", None, 30)],
        ),
        (
            "Half a million residents waited 6½ hours.",
            [("Half a million residents", 500000, "person"), ("6½ hours", 6.5, "hour")],
        ),
        (
            "Twelve lakh farmers owe Rs 3,50,000 each.",
            [("Twelve lakh", 1200000, None), ("Rs 3,50,000", 350000, "rupee")],
        ),
        ("The F-16 left at 09:13 on flight MH17 for its 3rd trip.", []),
        ("One of them is the second man.", []),
        ("Temperatures fell to −12 °C on Vess Hill.", [("−12 °C", -12, "°C")]),
        ("The 5-10% rise came 20 years later.", [("5-10%", 7.5, "%", 5, 10), ("20 years", 20, "year")]),
    ],
    "de": [
        ("Dreieinhalb Millionen Häuser, zwei Drittel.", [("Dreieinhalb Millionen", 3_500_000, None)]),
        ("Mehr als 1.234 Menschen kamen.", [("1.234 Menschen", 1234, "person", 1234, None)]),
        ("Es fielen 3,5 Millionen Euro an.", [("3,5 Millionen Euro", 3.5e6, "EUR")]),
        ("Dreiundzwanzigtausend Haushalte sind ohne Strom.", [("Dreiundzwanzigtausend", 23000, None)]),
        ("Etwa zweihundert Soldaten blieben.", [("zweihundert Soldaten", 200, "person", 180, 220)]),
        ("Zwischen 5 und 7 Prozent stimmten dagegen.", [("5 und 7 Prozent", 6, "%", 5, 7)]),
        ("Am 3. Tag fehlten höchstens 12 Kilometer.", [("12 Kilometer", 12, "km", None, 12)]),
        ("Ein Mann verlor dutzende Briefe.", [("dutzende", 24, None, 24, 120)]),
    ],
    "fr": [
        (
            "Deux millions et demi de foyers, deux tiers du pays.",
            [("Deux millions et demi", 2_500_000, None)],
        ),
        ("Plus de 2 500 personnes ont fui.", [("2 500 personnes", 2500, "person", 2500, None)]),
        ("Le pont coûte 3,2 millions d'euros.", [("3,2 millions", 3.2e6, None)]),
        ("Quatre-vingt-dix-sept maisons brûlent.", [("Quatre-vingt-dix-sept", 97, None)]),
        ("Une vingtaine de soldats attendent.", [("Une vingtaine", 20, None, 18, 22)]),
        ("Entre 5 et 7 % des voix manquent.", [("5 et 7 %", 6, "%", 5, 7)]),
        ("Au moins cent vingt kilomètres.", [("cent vingt kilomètres", 120, "km", 120, None)]),
    ],
    "es": [
        ("Dos millones y medio de hogares, dos tercios.", [("Dos millones y medio", 2_500_000, None)]),
        ("Más de 1.500 personas huyeron.", [("1.500 personas", 1500, "person", 1500, None)]),
        ("Costó 2,5 millones de dólares.", [("2,5 millones", 2.5e6, None)]),
        ("Treinta y cinco mil votos.", [("Treinta y cinco mil votos", 35000, "vote")]),
        ("Al menos doscientas casas.", [("doscientas", 200, None, 200, None)]),
        ("Entre el lunes y hoy cayeron 40 litros.", [("40 litros", 40, "l")]),
        (
            "Unos 300 soldados, casi un centenar de civiles.",
            [("300 soldados", 300, "person", 270, 330), ("un centenar", 100, None, None, 100)],
        ),
    ],
    "pt": [
        ("Dois milhões e meio de casas, dois terços.", [("Dois milhões e meio", 2_500_000, None)]),
        ("Mais de 1.500 pessoas fugiram.", [("1.500 pessoas", 1500, "person", 1500, None)]),
        ("Vinte e três mil moradores.", [("Vinte e três mil moradores", 23000, "person")]),
        ("Cerca de 40% das casas.", [("40%", 40, "%", 36, 44)]),
        (
            "Até 12 quilômetros, pelo menos 3 horas.",
            [("12 quilômetros", 12, "km", None, 12), ("3 horas", 3, "hour", 3, None)],
        ),
        ("Meia dúzia de barcos.", [("Meia dúzia", 6, None)]),
    ],
    "it": [
        ("Due milioni e mezzo di case, due terzi.", [("Due milioni e mezzo", 2_500_000, None)]),
        ("Più di 1.500 persone sono fuggite.", [("1.500 persone", 1500, "person", 1500, None)]),
        ("Ventitremila abitanti senza luce.", [("Ventitremila abitanti", 23000, "person")]),
        (
            "Circa 3,5 milioni, almeno 12 chilometri.",
            [("3,5 milioni", 3.5e6, None, 3.15e6, 3.85e6), ("12 chilometri", 12, "km", 12, None)],
        ),
        ("Una decina di barche.", [("Una decina", 10, None, 9, 11)]),
        ("Tra 5 e 7 per cento.", [("5 e 7 per cento", 6, "%", 5, 7)]),
    ],
    "ru": [
        ("Два с половиной миллиона домов, две трети.", [("Два с половиной миллиона", 2_500_000, None)]),
        ("Более 1 500 человек бежали.", [("1 500 человек", 1500, "person", 1500, None)]),
        ("Мост стоит 3,5 млн долларов.", [("3,5 млн долларов", 3.5e6, "USD")]),
        ("Двадцать три тысячи голосов.", [("Двадцать три тысячи голосов", 23000, "vote")]),
        ("Около двухсот солдат ждут.", [("двухсот солдат", 200, "person", 180, 220)]),
        ("От 5 до 7 процентов жителей.", [("5 до 7 процентов", 6, "%", 5, 7)]),
        (
            "Не менее 40 домов и сотни деревьев.",
            [("40", 40, None, 40, None), ("сотни", 200, None, 200, 1000)],
        ),
        ("В 3-й раз он прошёл 12 км.", [("12 км", 12, "km")]),
    ],
    "uk": [
        ("Два з половиною мільйони будинків, дві третини.", [("Два з половиною мільйони", 2_500_000, None)]),
        ("Понад 1 500 осіб утекли.", [("1 500 осіб", 1500, "person", 1500, None)]),
        ("Двадцять три тисячі голосів.", [("Двадцять три тисячі голосів", 23000, "vote")]),
        ("Близько 40% будинків.", [("40%", 40, "%", 36, 44)]),
        ("Щонайменше п'ятсот гривень.", [("п'ятсот гривень", 500, "UAH", 500, None)]),
        ("Від 5 до 7 кілометрів.", [("5 до 7 кілометрів", 6, "km", 5, 7)]),
    ],
    "pl": [
        ("Dwa i pół miliona domów, dwie trzecie.", [("Dwa i pół miliona", 2_500_000, None)]),
        ("Ponad 1 500 osób uciekło.", [("1 500 osób", 1500, "person", 1500, None)]),
        ("Dwadzieścia trzy tysiące głosów.", [("Dwadzieścia trzy tysiące głosów", 23000, "vote")]),
        ("Około 40 proc. domów.", [("40 proc", 40, "%", 36, 44)]),
        ("Co najmniej pięćset złotych.", [("pięćset złotych", 500, "PLN", 500, None)]),
        ("Od 5 do 7 kilometrów.", [("5 do 7 kilometrów", 6, "km", 5, 7)]),
    ],
    "tr": [
        ("Dört buçuk milyon ev.", [("Dört buçuk milyon", 4_500_000, None)]),
        ("40'tan fazla kişi yaralandı.", [("40'tan", 40, None, 40, None)]),
        ("Yaklaşık 1.500 asker geldi.", [("1.500 asker", 1500, "person", 1350, 1650)]),
        ("Yirmi üç bin ev yandı.", [("Yirmi üç bin", 23000, None)]),
        ("Oyların yüzde 12,5'i sayıldı.", [("yüzde 12,5'i", 12.5, "%")]),
        ("En az üç yüz kilometre.", [("üç yüz kilometre", 300, "km", 300, None)]),
        (
            "Binlerce kişi 2,5 milyon lira topladı.",
            [("Binlerce kişi", 2000, "person", 2000, 10000), ("2,5 milyon lira", 2.5e6, "TRY")],
        ),
    ],
    "id": [
        ("Lebih dari 1.500 orang mengungsi.", [("1.500 orang", 1500, "person", 1500, None)]),
        ("Dua puluh tiga ribu rumah.", [("Dua puluh tiga ribu", 23000, None)]),
        ("Sekitar 40 persen warga.", [("40 persen", 40, "%", 36, 44)]),
        ("Sedikitnya seratus dua puluh prajurit.", [("seratus dua puluh", 120, None, 120, None)]),
        ("Antara 5 dan 7 kilometer.", [("5 dan 7 kilometer", 6, "km", 5, 7)]),
    ],
    "vi": [
        ("Hơn 1.500 người sơ tán.", [("1.500 người", 1500, "person", 1500, None)]),
        ("Hai mươi ba nghìn phiếu.", [("Hai mươi ba nghìn phiếu", 23000, "vote")]),
        ("Khoảng 40% ngôi nhà.", [("40%", 40, "%", 36, 44)]),
        ("Ít nhất một trăm hai mươi km.", [("một trăm hai mươi km", 120, "km", 120, None)]),
        ("Từ 5 đến 7 triệu đồng.", [("5 đến 7 triệu đồng", 6e6, "VND", 5e6, 7e6)]),
    ],
    "hi": [
        ("साढ़े तीन लाख घर, दो तिहाई शहर।", [("साढ़े तीन लाख", 350_000, None)]),
        ("40 से अधिक लोग घायल हुए।", [("40", 40, None, 40, None)]),
        ("क़रीब तीन सौ बीस जवान लौटे।", [("तीन सौ बीस जवान", 320, "person", 288, 352)]),
        ("बाँध पर 12,50,000 रुपये खर्च हुए।", [("12,50,000 रुपये", 1250000, "INR")]),
        (
            "ढाई लाख लोग और साढ़े तीन करोड़ रुपये।",
            [("ढाई लाख लोग", 250000, "person"), ("साढ़े तीन करोड़ रुपये", 35000000, "INR")],
        ),
        ("५ से १० किलोमीटर दूर।", [("५ से १० किलोमीटर", 7.5, "km", 5, 10)]),
        (
            "कम से कम दो हज़ार वोट और दर्जनों घर।",
            [("दो हज़ार वोट", 2000, "vote", 2000, None), ("दर्जनों", 24, None, 24, 120)],
        ),
        ("एक आदमी ने 15 प्रतिशत कहा।", [("15 प्रतिशत", 15, "%")]),
    ],
    "mr": [
        ("40 पेक्षा जास्त लोक जखमी झाले.", [("40", 40, None, 40, None)]),
        ("सुमारे तीनशे वीस जवान परतले.", [("तीनशे वीस जवान", 320, "person", 288, 352)]),
        ("दीड लाख रुपये खर्च झाले.", [("दीड लाख रुपये", 150000, "INR")]),
        ("५ ते १० किलोमीटर.", [("५ ते १० किलोमीटर", 7.5, "km", 5, 10)]),
        ("किमान साडेतीन नाही, 12 टक्के मते.", [("12 टक्के", 12, "%")]),
    ],
    "ur": [
        ("40 سے زائد افراد زخمی ہوئے۔", [("40", 40, None, 40, None)]),
        ("تقریباً تین سو بیس فوجی لوٹے۔", [("تین سو بیس فوجی", 320, "person", 288, 352)]),
        (
            "ڈھائی لاکھ روپے اور ساڑھے تین کروڑ ووٹ۔",
            [("ڈھائی لاکھ روپے", 250000, "rupee"), ("ساڑھے تین کروڑ ووٹ", 35000000, "vote")],
        ),
        ("۵ سے ۱۰ کلومیٹر۔", [("۵ سے ۱۰ کلومیٹر", 7.5, "km", 5, 10)]),
        ("کم از کم 15 فیصد۔", [("15 فیصد", 15, "%", 15, None)]),
    ],
    "bn": [
        ("৪০ জনের বেশি আহত।", [("৪০ জনের", 40, "person", 40, None)]),
        ("প্রায় তিনশ বিশ সৈন্য ফিরেছে।", [("তিনশ বিশ সৈন্য", 320, "person", 288, 352)]),
        ("আড়াই লাখ টাকা খরচ হয়েছে।", [("আড়াই লাখ টাকা", 250000, "BDT")]),
        ("৫ থেকে ১০ কিলোমিটার।", [("৫ থেকে ১০ কিলোমিটার", 7.5, "km", 5, 10)]),
        ("অন্তত ১৫ শতাংশ ভোট।", [("১৫ শতাংশ", 15, "%", 15, None)]),
    ],
    "fa": [
        ("چهار و نیم میلیون خانه، دو سوم شهر.", [("چهار و نیم میلیون", 4_500_000, None)]),
        ("بیش از ۴۰ نفر زخمی شدند.", [("۴۰ نفر", 40, "person", 40, None)]),
        ("حدود سیصد و بیست سرباز برگشتند.", [("سیصد و بیست سرباز", 320, "person", 288, 352)]),
        ("۱۲ هزار و ۴۰۰ نفر خانه‌های خود را ترک کردند.", [("۱۲ هزار و ۴۰۰ نفر", 12400, "person")]),
        ("۳ میلیون و ۲۰۰ هزار نفر رأی دادند.", [("۳ میلیون و ۲۰۰ هزار نفر", 3200000, "person")]),
        ("سه میلیون و پانصد هزار تومان.", [("سه میلیون و پانصد هزار تومان", 3500000, "IRT")]),
        ("بین ۵ تا ۱۰ کیلومتر.", [("۵ تا ۱۰ کیلومتر", 7.5, "km", 5, 10)]),
        ("دست‌کم ۱۵ درصد و ۱۲٫۵ متر.", [("۱۵ درصد", 15, "%", 15, None), ("۱۲٫۵ متر", 12.5, "m")]),
    ],
    "ar": [
        ("مليون ونصف منزل.", [("مليون ونصف", 1_500_000, None)]),
        ("أصيب أكثر من ٤٠ شخصا.", [("٤٠ شخصا", 40, "person", 40, None)]),
        ("عاد نحو ثلاثمائة وعشرين جنديا.", [("ثلاثمائة وعشرين جنديا", 320, "person", 288, 352)]),
        ("ثلاثة وعشرون ألف صوت.", [("ثلاثة وعشرون ألف صوت", 23000, "vote")]),
        ("بين 5 و10 كيلومترات.", [("5 و10 كيلومترات", 7.5, "km", 5, 10)]),
        ("ما لا يقل عن 15 بالمئة.", [("15 بالمئة", 15, "%", 15, None)]),
        ("تكلف 3,5 مليون دولار ومئات الخيام.", [("3,5 مليون دولار", 3.5e6, "USD")]),
    ],
    "he": [
        ("יותר מ-40 אנשים נפצעו.", [("40 אנשים", 40, "person", 40, None)]),
        ("שלוש מאות ועשרים חיילים חזרו.", [("שלוש מאות ועשרים חיילים", 320, "person")]),
        ("כ-15 אחוז מהקולות.", [("15 אחוז", 15, "%", 13.5, 16.5)]),
        ("לפחות 12 קילומטרים.", [("12 קילומטרים", 12, "km", 12, None)]),
        ("3.5 מיליון שקלים.", [("3.5 מיליון שקלים", 3.5e6, "ILS")]),
    ],
    "ta": [
        ("40க்கும் மேற்பட்ட மக்கள் காயமடைந்தனர்.", [("40க்கும்", 40, None, 40, None)]),
        ("சுமார் முன்னூற்று இருபது வீரர்கள் திரும்பினர்.", [("முன்னூற்று இருபது வீரர்கள்", 320, "person", 288, 352)]),
        ("இரண்டு லட்சம் ரூபாய்.", [("இரண்டு லட்சம் ரூபாய்", 200000, "rupee")]),
        ("குறைந்தது 15 சதவீதம்.", [("15 சதவீதம்", 15, "%", 15, None)]),
        ("5-10 கிலோமீட்டர் தூரம்.", [("5-10 கிலோமீட்டர்", 7.5, "km", 5, 10)]),
    ],
    "si": [
        ("පුද්ගලයින් 40කට වැඩි පිරිසක් තුවාල ලැබූහ.", [("පුද්ගලයින් 40කට", 40, "person", 40, None)]),
        ("රුපියල් ලක්ෂ 2 ක් වැය විය.", [("රුපියල් ලක්ෂ 2", 200000, "rupee")]),
        ("අවම වශයෙන් කිලෝමීටර් 12ක් දුරයි.", [("කිලෝමීටර් 12ක්", 12, "km", 12, None)]),
        ("මිලියන 3.5 ක ජනතාව.", [("මිලියන 3.5", 3.5e6, None)]),
        ("සියයට 15ක් ඡන්ද.", [("සියයට 15ක්", 15, "%")]),
    ],
    "zh": [
        ("超过40人受伤。", [("40人", 40, "person", 40, None)]),
        ("约三百二十名士兵返回。", [("三百二十名士兵", 320, "person", 288, 352)]),
        ("耗资3.5万亿元。", [("3.5万亿元", 3.5e12, "CNY")]),
        ("5至10公里。", [("5至10公里", 7.5, "km", 5, 10)]),
        ("百分之十五的选票，至少2万5千户。", [("百分之十五", 15, "%"), ("2万5千", 25000, None, 25000, None)]),
        ("第三次会议没有一些人。", []),
        (
            "二十三万人撤离，数百间房屋受损。",
            [("二十三万人", 230000, "person"), ("数百", 200, None, 200, 1000)],
        ),
    ],
    "ja": [
        ("40人以上がけがをした。", [("40人", 40, "person", 40, None)]),
        ("約三百二十人の兵士が戻った。", [("三百二十人", 320, "person", 288, 352)]),
        ("3億5000万円かかった。", [("3億5000万円", 350000000, "JPY")]),
        ("5～10キロ。", [("5～10キロ", 7.5, "km", 5, 10)]),
        ("少なくとも15パーセント。", [("15パーセント", 15, "%", 15, None)]),
        ("第三回の会議。", []),
    ],
    "ko": [
        ("40명 이상이 다쳤다.", [("40명", 40, "person", 40, None)]),
        ("약 삼백이십 명의 군인이 돌아왔다.", [("삼백이십 명", 320, "person", 288, 352)]),
        ("3억5000만 원이 들었다.", [("3억5000만 원", 350000000, "KRW")]),
        ("5~10킬로미터.", [("5~10킬로미터", 7.5, "km", 5, 10)]),
        ("최소 15퍼센트.", [("15퍼센트", 15, "%", 15, None)]),
        ("이 사람은 일을 한다.", []),
    ],
    "el": [
        ("Πάνω από 1.500 άνθρωποι έφυγαν.", [("1.500 άνθρωποι", 1500, "person", 1500, None)]),
        ("Είκοσι τρεις χιλιάδες ευρώ.", [("Είκοσι τρεις χιλιάδες ευρώ", 23000, "EUR")]),
        ("Περίπου 40% των σπιτιών.", [("40%", 40, "%", 36, 44)]),
    ],
    "xx": [
        (
            "Kolm 1,500 km, 3.25 kg ja 40%.",
            [("1,500 km", 1500, "km"), ("3.25 kg", 3.25, "kg"), ("40%", 40, "%")],
        )
    ],
}
