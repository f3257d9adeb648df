# ruff: noqa: E501  (sentences of many languages are kept whole, one a line)
"""Sentences of our own, for each language with a table: report lines, and what each attribution must be.

A line's expectation is (type, words of the speaker or None, words that the content holds, which speaker of the report it
is, numbered in the order in which they are first heard). `None`: nothing is attributed.
"""

from __future__ import annotations

Case = tuple[str, tuple[str, str | None, str, int | None] | None]

CASES: dict[str, list[Case]] = {
    "ar": [
        ("قال رئيس بلدية واديان سالم حاتم إن السد سيصمد حتى الأحد.", ("indirect", "سالم حاتم", "السد سيصمد", 1)),
        ("وأضاف: «نحتاج إلى المساعدة».", ("direct", None, "نحتاج إلى المساعدة", 1)),
        ("ووفقا للشرطة، بقي مئتا منزل بلا كهرباء.", ("indirect", "للشرطة", "مئتا منزل", None)),
        ("وصلت الشاحنات مساء أمس إلى القرية.", None),
    ],
    "bn": [
        ("সোনাখালীর মেয়র কামাল রায় বলেছেন যে বাঁধটি রোববার পর্যন্ত টিকবে।", ("indirect", "কামাল রায়", "বাঁধটি", 1)),
        ("“আমাদের সাহায্য দরকার”, বলেন তিনি।", ("direct", "তিনি", "সাহায্য", 1)),
        ("পুলিশের মতে, দুই শ বাড়িতে বিদ্যুৎ নেই।", ("indirect", "পুলিশের", "দুই শ বাড়িতে", 2)),
        ("সেতুটি শিগগির খুলে দেওয়া হবে বলে জানিয়েছেন মন্ত্রী।", ("indirect", "মন্ত্রী", "সেতুটি শিগগির", 3)),
        ("নদীর ধারে দুটি নৌকা বাঁধা ছিল।", None),
    ],
    "de": [
        ("Die Bürgermeisterin Karla Denk sagte, der Damm werde bis Sonntag halten.", ("indirect", "Karla Denk", "der Damm werde", 1)),
        ("„Wir brauchen Hilfe“, fügte sie hinzu.", ("direct", "sie", "Wir brauchen Hilfe", 1)),
        ("Nach Angaben der Feuerwehr sind zweihundert Häuser ohne Strom.", ("indirect", "Feuerwehr", "zweihundert Häuser", 2)),
        ("Der Verband warf der Firma vor, Mängel verschwiegen zu haben.", ("indirect", "Der Verband", "Mängel verschwiegen", 3)),
        ("Am Abend trafen zwei Lastwagen mit Sandsäcken ein.", None),
    ],
    "en": [
        ("The mayor of Valmora, Carla Denti, said on Monday that the dam would hold.", ("indirect", "Carla Denti", "the dam would hold", 1)),
        ("\"We need help,\" she told reporters.", ("direct", "she", "We need help", 1)),
        ("According to the fire service, two hundred homes are without power.", ("indirect", "the fire service", "two hundred homes", 2)),
        ("Denti blamed the builders for the delay.", ("indirect", "Denti", "the builders", 1)),
        ("The minister declined to comment.", None),
        ("Two lorries brought sandbags in the evening.", None),
    ],
    "es": [
        ("La alcaldesa de Valmora, Carla Denti, dijo que la presa aguantará hasta el domingo.", ("indirect", "Carla Denti", "la presa aguantará", 1)),
        ("«Necesitamos ayuda», añadió Denti.", ("direct", "Denti", "Necesitamos ayuda", 1)),
        ("Según los bomberos, doscientas casas siguen sin luz.", ("indirect", "los bomberos", "doscientas casas", 2)),
        ("Dos camiones llegaron por la noche con sacos de arena.", None),
    ],
    "fa": [
        ("شهردار دره‌سبز سارا مینایی گفت که سد تا یکشنبه دوام می‌آورد.", ("indirect", "سارا مینایی", "سد تا یکشنبه", 1)),
        ("او افزود: «به کمک نیاز داریم.»", ("direct", "او", "به کمک نیاز داریم", 1)),
        ("به گفته پلیس، دویست خانه بی‌برق مانده است.", ("indirect", "پلیس", "دویست خانه", 2)),
        ("دو کامیون شب به روستا رسید.", None),
    ],
    "fr": [
        ("La maire de Valmora, Carla Denti, a déclaré que le barrage tiendrait jusqu’à dimanche.", ("indirect", "Carla Denti", "le barrage tiendrait", 1)),
        ("« Nous avons besoin d’aide », a-t-elle ajouté.", ("direct", "elle", "Nous avons besoin", 1)),
        ("Selon les pompiers, deux cents maisons sont sans courant.", ("indirect", "les pompiers", "deux cents maisons", 2)),
        ("Deux camions sont arrivés dans la soirée.", None),
    ],
    "he": [
        ("ראש העיר דן ארזי אמר כי הסכר יחזיק עד יום ראשון.", ("indirect", "דן ארזי", "הסכר יחזיק", 1)),
        ("\"אנחנו זקוקים לעזרה\", אמר ארזי לכתבים.", ("direct", "ארזי", "אנחנו זקוקים", 1)),
        ("לדברי המשטרה, מאתיים בתים נותרו ללא חשמל.", ("indirect", "המשטרה", "מאתיים בתים", 2)),
        ("שתי משאיות הגיעו לכפר בלילה.", None),
    ],
    "hi": [
        ("वालमोरा की मेयर कार्ला देंती ने कहा कि बांध रविवार तक टिकेगा।", ("indirect", "कार्ला देंती", "बांध रविवार", 1)),
        ("उन्होंने कहाः हमें मदद चाहिए।", ("indirect", "उन्होंने", "हमें मदद", 1)),
        ("पुलिस के अनुसार, दो सौ घरों में बिजली नहीं है।", ("indirect", "पुलिस", "दो सौ घरों", 2)),
        ("“पानी बढ़ रहा है,” देंती ने बताया।", ("direct", "देंती", "पानी बढ़", 1)),
        ("शाम को दो ट्रक गांव पहुंचे।", None),
    ],
    "id": [
        ("Wali Kota Randu Arman Setia mengatakan bahwa bendungan itu akan bertahan hingga Minggu.", ("indirect", "Arman Setia", "bendungan itu", 1)),
        ("\"Kami butuh bantuan,\" kata Arman kepada wartawan.", ("direct", "Arman", "Kami butuh", 1)),
        ("Menurut kepolisian, dua ratus rumah tanpa listrik.", ("indirect", "kepolisian", "dua ratus rumah", 2)),
        ("Dua truk tiba di desa itu pada malam hari.", None),
    ],
    "it": [
        ("Il sindaco di Valmora, Carlo Denti, ha detto che la diga reggerà fino a domenica.", ("indirect", "Carlo Denti", "la diga reggerà", 1)),
        ("«Abbiamo bisogno di aiuto», ha aggiunto Denti ai giornalisti.", ("direct", "Denti", "Abbiamo bisogno", 1)),
        ("Secondo la protezione civile, duecento case sono senza luce.", ("indirect", "la protezione civile", "duecento case", 2)),
        ("La polizia ha accusato la ditta di aver nascosto i guasti.", ("indirect", "La polizia", "la ditta", 3)),
        ("Due camion sono arrivati in serata.", None),
    ],
    "ja": [
        ("青野市の田村市長は、ダムは日曜日まで持ちこたえると述べた。", ("indirect", "田村市長", "ダムは日曜日", 1)),
        ("「助けが必要だ」と田村市長は語った。", ("direct", "田村市長", "助けが必要", 1)),
        ("警察によると、二百戸で停電が続いている。", ("indirect", "警察", "二百戸", 2)),
        ("夜にトラック二台が村に着いた。", None),
    ],
    "ko": [
        ("푸른시의 김도윤 시장은 댐이 일요일까지 버틸 것이라고 말했다.", ("indirect", "김도윤 시장", "댐이 일요일", 1)),
        ("“도움이 필요하다”고 김 시장은 덧붙였다.", ("direct", "김 시장", "도움이 필요", 1)),
        ("경찰에 따르면 이백 가구가 정전됐다.", ("indirect", "경찰", "이백 가구", None)),
        ("밤에 트럭 두 대가 마을에 도착했다.", None),
    ],
    "pl": [
        ("Burmistrz Dolin Jan Korda powiedział, że tama wytrzyma do niedzieli.", ("indirect", "Jan Korda", "tama wytrzyma", 1)),
        ("„Potrzebujemy pomocy” – dodał Korda.", ("direct", "Korda", "Potrzebujemy", 1)),
        ("Zdaniem policji, dwieście domów nie ma prądu.", ("indirect", "policji", "dwieście domów", 2)),
        ("Wieczorem do wsi dotarły dwie ciężarówki.", None),
    ],
    "pt": [
        ("O prefeito de Vila Serra, João Tavo, disse que a represa vai resistir até domingo.", ("indirect", "João Tavo", "a represa", 1)),
        ("“Precisamos de ajuda”, acrescentou ele aos jornalistas.", ("direct", "ele", "Precisamos", 1)),
        ("De acordo com os bombeiros, duzentas casas ficaram sem luz.", ("indirect", "os bombeiros", "duzentas casas", 2)),
        ("A ministra criticou a empresa por esconder as falhas.", ("indirect", "A ministra", "a empresa", 3)),
        ("Dois caminhões chegaram à noite.", None),
    ],
    "ru": [
        ("Мэр Валморы Карла Денти заявила, что плотина выдержит до воскресенья.", ("indirect", "Карла Денти", "плотина выдержит", 1)),
        ("«Нам нужна помощь», — добавила она.", ("direct", "она", "Нам нужна", 1)),
        ("По данным полиции, без света остались двести домов.", ("indirect", "полиции", "двести домов", 2)),
        ("Вечером в село пришли два грузовика.", None),
    ],
    "ta": [
        ("நீலநகர் மேயர் கதிர் அணை ஞாயிறு வரை தாங்கும் என்று கூறினார்.", ("indirect", "மேயர் கதிர்", "தாங்கும்", 1)),
        ("“எங்களுக்கு உதவி தேவை” என்று அவர் தெரிவித்தார்.", ("direct", "அவர்", "உதவி தேவை", 1)),
        ("பாலம் விரைவில் திறக்கப்படும் என அமைச்சர் தெரிவித்தார்.", ("indirect", "அமைச்சர்", "பாலம் விரைவில்", 2)),
        ("இரவில் இரண்டு லாரிகள் கிராமத்தை அடைந்தன.", None),
    ],
    "tr": [
        ("Valmora Belediye Başkanı Kara Denli, barajın pazara kadar dayanacağını söyledi.", ("indirect", "Kara Denli", "barajın pazara", 1)),
        ("\"Yardıma ihtiyacımız var,\" dedi Denli.", ("direct", "Denli", "Yardıma", 1)),
        ("Polise göre iki yüz evde elektrik yok.", ("indirect", "Polise", "iki yüz evde", 2)),
        ("Akşam köye iki kamyon geldi.", None),
    ],
    "uk": [
        ("Мерка Валмори Карла Денті заявила, що гребля витримає до неділі.", ("indirect", "Карла Денті", "гребля витримає", 1)),
        ("«Нам потрібна допомога», – додала вона.", ("direct", "вона", "Нам потрібна", 1)),
        ("За даними поліції, без світла залишилися двісті будинків.", ("indirect", "поліції", "двісті будинків", 2)),
        ("Увечері в село прибули дві вантажівки.", None),
    ],
    "ur": [
        ("والمورا کی میئر کارلا دینتی نے کہا کہ بند اتوار تک قائم رہے گا۔", ("indirect", "کارلا دینتی", "بند اتوار", 1)),
        ("انہوں نے کہا: “ہمیں مدد چاہیے۔”", ("direct", "انہوں", "ہمیں مدد", 1)),
        ("پولیس کے مطابق دو سو گھروں میں بجلی نہیں ہے۔", ("indirect", "پولیس", "دو سو گھروں", 2)),
        ("شام کو دو ٹرک گاؤں پہنچے۔", None),
    ],
    "zh": [
        ("瓦尔莫拉市长卡拉·登蒂表示，大坝能撑到星期日。", ("indirect", "卡拉·登蒂", "大坝能撑", 1)),
        ("“我们需要帮助，”她说。", ("direct", "她", "我们需要帮助", 1)),
        ("根据警方的说法，两百户人家停电。", ("indirect", "警方", "两百户", 2)),
        ("晚上两辆卡车到了村里。", None),
    ],
}  # fmt: skip
