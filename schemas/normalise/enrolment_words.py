"""How Finnish, Swedish and English staff write that a group is full, queued for, closed or open. Words only; the verdict is made elsewhere."""

from __future__ import annotations

import re
from typing import Final

_ADVERBS: Final = (
    r"(?:(?:jo|nyt|valitettavasti|tällä hetkellä|tällä kertaa|toistaiseksi|ikävä kyllä|jo nyt|siis|kuitenkin|tosin|täysin|ihan|aivan|enää|vielä"
    r"|tyvärr|redan|nu|just nu|för närvarande|helt|dock|tills vidare"
    r"|now|already|unfortunately|currently|at the moment|completely|sadly|still),?\s+){0,3}"
)
_OFFERING_FI: Final = (
    r"\b(?!jono)(?:\w*(?:ryhmä|kurssi|leiri|tapahtuma|retki|tunti|vuoro|paja|luento|matka|konsertti|näytäntö|jumppa|kerho|ilta|koulu|treeni|kierros|klubi|lista)(?:mme)?(?:t)?"
    r"|(?!jono)\w*(?:tilaisuus|esitys|koulutus|opastus|valmennus|näytös|harjoitus|ilmoittautuminen|tilaisuudet|esitykset|näytökset|ryhmät|paikat|liput|lippumme))"
)
_OFFERING_SV: Final = (
    r"\b(?:\w*(?:grupp|kurs|konsert|läger|klass|utflykt|verkstad|föreläsning|föreställning|träning|klubb|resa|rese|visning|workshop|evenemang|tillfälle|pass|cirkel|skola|lista)(?:n|en|t|et|erna|arna)?"
    r"|alla platser|platserna|alla biljetter|biljetterna)"
)
_OFFERING_EN: Final = (
    r"\b(?:(?:course|group|class|event|session|workshop|camp|trip|tour|concert|show|performance|lecture|list|club|programme|program|walk|excursion)(?:e?s)?"
    r"|all (?:places|seats|spots|tickets)|places|it)"
)
_ENDS: Final = (
    r"(?=\s*(?:$|[.!?,;:()\[\]*–—|/&-]|(?:ja|mutta|eikä|joten|vaikka|jos|kun|tällä|toistaiseksi|tältä|jo|nyt|valitettavasti|kevä\w+|syks\w+|kesä\w+"
    r"|men|och|så|om|när|just|för närvarande|tyvärr|tills|but|and|so|if|when|at the moment|for now|at present|until|unfortunately)\b))"
)
"""What may follow "täynnä" when it is the group that is full; "täynnä iloa" is full of joy."""
_GONE_FI: Final = r"(?:täynnä|täysi|täysiä|täyttynyt|täyttyneet|täyteen varattu\w*|loppuunvarattu|loppuunvaratut|loppuun varattu|loppuunmyyty|loppuunmyydyt|loppuun myyty|varattu|varatut|varattuja|täytetty|myyty|menneet|loppu|loppuneet)"
_GONE_SV: Final = r"(?:full|fulla|fullt|full(?:bokad|tecknad|satt|talig)[ea]?|full(?:bokat|tecknat)|slutsåld[a]?|slutsålt|slut|uppbokade?|upptagna|tagna|fyllda|bokade|slutbokade?)"
_GONE_EN: Final = r"(?:full|fully booked|booked out|booked up|sold out|taken|reserved)"

FULL: Final = re.compile(
    "|".join(
        (
            rf"{_OFFERING_FI}\s+(?:on|ovat|onkin|ovatkin)\s+{_ADVERBS}{_GONE_FI}{_ENDS}",
            rf"\bon\s+{_ADVERBS}{_OFFERING_FI}\s+{_ADVERBS}täynnä{_ENDS}",
            rf"\bloppuun(?:\s?myyty|\s?myyd(?:yt)|\s?varattu|\s?varatut){_ENDS}",
            rf"{_OFFERING_SV}\s+(?:är|blev|har blivit)\s+{_ADVERBS}{_GONE_SV}{_ENDS}",
            rf"\bär\s+{_ADVERBS}{_OFFERING_SV}\s+{_ADVERBS}{_GONE_SV}{_ENDS}",
            rf"\b(?:full(?:bokad|tecknad|talig)[ea]?|full(?:bokat|tecknat)|slutsåld|slutsålda|slutsålt){_ENDS}",
            rf"{_OFFERING_EN}\s+(?:is|are|has been|have been)\s+{_ADVERBS}{_GONE_EN}{_ENDS}",
            rf"\b(?:fully booked|booked out|booked up|sold out){_ENDS}",
        )
    )
)
ALL_GONE: Final = re.compile(
    r"\b(?:vapaita\s+)?(?:paikkoja|lippuja)\s+ei\s+(?:\w+\s+){0,2}(?:ole|jäänyt)\b|\bei\s+(?:ole\s+)?(?:enää\s+|yhtään\s+){0,2}(?:vapaita\s+paikkoja|(?:vapaata\s+)?paikkoja\s+(?:jäljellä|vapaana)|paikkoja(?=\s*$))"
    r"|\bei\s+(?:enää\s+|valitettavasti\s+|\w+\s+)?mahdu\s+(?:enää\s+|mukaan\s+|lisää\s+)?(?:uusia|enempää|lisää|enää|mukaan)|\bei\s+(?:valitettavasti\s+)?enää\s+mahdu\b|\b(?:ryhmässä|kurssilla|retkellä|leirillä)\s+ei\s+(?:ole\s+)?(?:enää\s+)?(?:ole\s+)?tilaa\b"
    r"|\binga\s+(?:fler\s+)?(?:lediga\s+)?platser\b(?!\s+för)|\bfinns\s+(?:det\s+)?inte\s+(?:längre\s+)?(?:några\s+)?(?:lediga\s+)?platser"
    r"|\bno\s+(?:more\s+)?(?:free\s+|available\s+|vacant\s+)?(?:places|spots|spaces|seats|vacancies)\s*(?:left|available|remaining|free|$)|\bno\s+(?:places|spots|spaces)\b"
)
ALONE: Final = re.compile(
    rf"(?:(?:{_OFFERING_FI}|se|tämä|kaikki)\s+)?(?:on\s+|ovat\s+)?{_ADVERBS}(?:täynnä|loppuun\s?myyty|loppuun\s?varattu|loppu|täysi)"
    rf"|(?:{_OFFERING_SV}\s+)?(?:är\s+)?{_ADVERBS}(?:fullbokad|fullbokat|fulltecknad|fulltecknat|slutsåld|slutsålt|fullt)"
    rf"|(?:{_OFFERING_EN}\s+)?(?:is\s+)?{_ADVERBS}(?:fully booked|sold out|booked out|booked up)"
    rf"|(?:{_OFFERING_SV}|{_OFFERING_EN})\s+{_ADVERBS}full"
)
"""A piece of a title, or a whole sentence, that says no more than this."""
NOT_ALONE: Final = frozenset(("loppu", "täysi", "on loppu", "fullt"))
"""Words that say it of a group only beside it."""
PIECES: Final = re.compile(r"\s[-–—]\s|[–—:|,;()\[\]{}!*.\"”/]+")
LOUD: Final = re.compile(
    r"(?:^|[-–—:|,(\[!*]\s*)(?:FULL|FULLT)\s*(?:$|[-–—:|,)\]!*])|(?:^|\s)(?:TÄYNNÄ|LOPPUUNMYYTY|FULLBOKAD|FULLBOKAT|SLUTSÅLD|SLUTSÅLT|SOLD OUT|FULLY BOOKED)(?=\s|$)"
)
"""In capitals, in a title that is not all in capitals."""

_QUEUE: Final = r"(?:jonotuslist\w*|jonolist\w*|jonotuspaik\w*|jonopaik\w*|varasij\w*|varapaik\w*|jono(?:on|ssa|a)?\b|kölist\w*|kö(?:n)?\b|kö-?plats\w*|väntelist\w*|reservplats\w*|waiting[ -]?list\w*|wait-?list\w*)"
HAS_QUEUE: Final = re.compile(rf"\b{_QUEUE}")
QUEUE_ONLY: Final = re.compile(
    rf"\b(?:enää|vain|ainoastaan|endast|bara|enbart|only)\s+(?:\w+\s+){{0,2}}{_QUEUE}|\b(?:jonopaik|jonotuspaik|varasij|varapaik)\w*\s+(?:on\s+)?(?:vielä\s+)?(?:vapaana|jäljellä|tarjolla)"
    rf"|\b{_QUEUE}\s+(?:on\s+|är\s+|is\s+)?(?:auki|avoinna|öppen|open)\b"
)
TO_QUEUE: Final = re.compile(
    r"\b(?:voit|voi|voitte|ilmoittaudu|ilmoittautukaa|jätä|tule|liity|hakeudu|kan|anmäl|ställ|skriv|sätt|you can|you may|please|join|sign up|register)\b[^.;!?]{0,60}?"
    r"\b(?:jonotuslistalle|jonolistalle|jonoon|jonopaikalle|varasijalle|varasijoille|varapaikalle|peruutuspaikkajonoon|(?:till|på|i) (?:kölistan|kön|kö|väntelistan|väntelista|kölista|reservplats)|(?:the |a |our )?(?:waiting[ -]?list|wait-?list))\b"
)
ALSO: Final = re.compile(r"\b(?:myös|också|även|also)\b")
QUEUE_SHUT: Final = re.compile(
    rf"\b{_QUEUE}\s+(?:\w+\s+){{0,2}}(?:täynnä|suljettu|täysi|full|fullt|stängd|closed)\b|\b{_QUEUE}\s+ei\b|\b(?:ei|inte|ingen|no|not)\s+(?:\w+\s+){{0,3}}{_QUEUE}"
)
STILL_ROOM: Final = re.compile(
    r"\b(?:vielä|edelleen|yhä)\s+(?:on\s+)?(?:hyvin\s+)?(?:tilaa|paikkoja|vapaita|mahtuu)|\b(?:on|löytyy)\s+(?:vielä\s+)?(?:tilaa|vapaita paikkoja)|\bmahtuu\b|\bvoi(?:t)?\s+(?:vielä\s+)?(?:hakea|ilmoittautua)\b"
    r"|\bfinns\s+(?:det\s+)?(?:ännu\s+|fortfarande\s+)?(?:lediga\s+)?plats\w*|\bplatser\s+kvar|\b(?:places|spots|spaces|seats|room)\s+(?:left|available|for|in)\b|\bstill\s+(?:has\s+)?(?:room|places|space)"
)
"""Beside "full": another group has room."""

SIGNING: Final = r"(?:\b(?:ennakko)?ilmoittautumi(?:nen|set|sen|sten|sta|sia|saika|sajat)(?:mme)?|\bhakuaika|\bhaku|\banmälan|\banmälningen|\banmälningstiden|\bansökan|\bansökningstiden|\b(?:pre-?)?registration|\benrol+ment|\bsign[ -]?up|\bbooking|\bapplication period)"
_TO_FI: Final = r"(?:\s+\w+(?:lle|iin|een|aan|ään|oon|öön|hin|ssa|ssä|lla|llä|yyn|uun))?"
_TO_SV: Final = r"(?:\s+till\s+\w+(?:\s+\w+)?)?"
CLOSED: Final = re.compile(
    "|".join(
        (
            rf"{SIGNING}{_TO_FI}{_TO_FI}\s+(?:on|oli|ovat)?\s*{_ADVERBS}(?:päättynyt|päättyneet|päättyi|suljettu|sulkeutunut|sulkeutui|umpeutunut|ohi|kiinni|loppunut|päätetty)\b(?!\s+(?:sunnunt|viikonlop|pyhä|ma|la|su)\w*)",
            rf"{SIGNING}{_TO_FI}\s+ei\s+ole\s+enää\b",
            r"\b(?:emme|en|ei)\s+(?:voi\s+)?(?:ota|oteta|ottaa|vastaanota|voida ottaa)\s+(?:enää\s+|vastaan\s+|tällä hetkellä\s+|valitettavasti\s+|nyt\s+|mukaan\s+){0,3}(?:uusia|lisää|ilmoittautumisia|hakemuksia)",
            rf"{SIGNING}{_TO_SV}\s+(?:har\s+)?{_ADVERBS}(?:stängts|stängt|avslutats|gått ut|upphört|tagit slut|är stängd|är avslutad|är slut|är över|stängdes|gick ut|upphörde)\b",
            r"\bgår\s+(?:det\s+)?inte\s+(?:längre\s+)?(?:längre\s+)?att\s+anmäla\b|\btar\s+(?:vi\s+)?inte\s+(?:längre\s+)?emot\s+(?:fler\s+|nya\s+)?(?:anmäl\w+|deltagare|ansök\w+)",
            rf"{SIGNING}(?:\s+for\s+(?:\w+\s+){{1,3}}?)?\s*(?:is|are|has|have)\s+{_ADVERBS}(?:been\s+)?(?:closed|ended|over|finished)\b(?!\s+(?:on|during|at)\b)|{SIGNING}\s+(?:closed|ended)\b(?!\s+group)",
            r"\bno longer (?:accept|tak)\w*\s+(?:\w+\s+){0,2}(?:registrations?|applications?|sign-?ups|participants|bookings)",
        )
    )
)
NOT_OPEN: Final = re.compile(
    "|".join(
        (
            rf"{SIGNING}{_TO_FI}\s+ei\s+(?:ole\s+)?vielä\s+(?:ole\s+)?(?:alkanut|auki|avoinna|avattu|avautunut|käynnissä)",
            rf"{SIGNING}{_TO_FI}\s+(?:avataan|avautuu|aukeaa|alkaa|käynnistyy)\s+(?:vasta\s+)?(?:myöhemmin|lähempänä)",
            rf"{SIGNING}{_TO_SV}\s+(?:har|är)\s+(?:ännu\s+)?(?:inte|ej)\s+(?:ännu\s+)?(?:öppnat|öppnats|öppen|börjat)",
            rf"{SIGNING}{_TO_SV}\s+(?:öppnar|öppnas|börjar)\s+senare",
            rf"{SIGNING}\s+(?:is|has|are)(?:\s+not|n't)\s+(?:yet\s+)?(?:been\s+)?(?:open|opened|started|begun)\b",
            rf"{SIGNING}\s+(?:will\s+open|opens|will\s+start|starts)\s+later\b",
        )
    )
)
OPEN: Final = re.compile(
    "|".join(
        (
            rf"{SIGNING}{_TO_FI}{_TO_FI}\s+(?:on\s+|ovat\s+)?{_ADVERBS}(?:käynnissä|auki|avoinna|avattu|alkanut|avautunut|käynnistynyt)\b",
            rf"{SIGNING}{_TO_SV}\s+(?:(?:är\s+)?{_ADVERBS}(?:öppen|igång|pågår)|pågår|har\s+{_ADVERBS}(?:öppnat|öppnats|börjat))\b",
            rf"{SIGNING}\s+(?:(?:is\s+|are\s+)?{_ADVERBS}(?:open|ongoing|underway)|has\s+{_ADVERBS}(?:opened|started|begun))\b",
        )
    )
)
NOT_FOR_ALL: Final = re.compile(
    r"\b(?:vain|ainoastaan|jäsenil\w+|muille|muut|helsinkiläisille|jatkajille|endast|bara|medlemmar|övriga|andra|only|members|others|returning)\b"
)
LATE: Final = re.compile(r"\bjälki-?ilmoittaut|\befteranmäl|\blate (?:registration|enrol|sign)")
WHEN: Final = re.compile(
    r"\d\.\s?\d|\bklo\b|\bkl\b\.?|\b\w*(?:kuussa|kuun|kuuta)\b|\b(?:ma|ti|ke|to|pe|la|su)\b|\b\w*(?:tai|vii[kk]o)(?:sin|na)\b|\barkisin\b|\bvardagar\b|\bweekdays\b"
    r"|\b(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|january|february|march|may|june|july|august|october)\b|\d\s?(?:am|pm)\b"
)
"""A sentence that says when it is open says nothing of now."""

SEATS: Final = re.compile(
    r"\b(?:vapaita|jäljellä olevia)\s+paikkoja\s*(?:on\s+)?(?:vielä\s+|jäljellä\s+|enää\s+){0,2}[:=–-]?\s*(?P<a>\d{1,3})\b(?!\s*(?:[.,]\d|€|/))"
    r"|\b(?P<b>\d{1,3})\s+(?:vapaata\s+paikkaa|paikkaa\s+(?:vielä\s+)?(?:vapaana|jäljellä)|vapaa\s+paikka|paikka\s+(?:vapaana|jäljellä))"
    r"|\bjäljellä\s+(?:on\s+)?(?:enää\s+|vielä\s+|vain\s+){0,2}(?P<h>\d{1,3})\s+(?:vapaata\s+)?paikkaa"
    r"|\bpaikkoja\s+(?:on\s+)?(?:vielä\s+)?(?:jäljellä|vapaana)\s*[:=–-]?\s*(?P<c>\d{1,3})\b(?!\s*(?:[.,]\d|€|/))"
    r"|\b(?P<d>\d{1,3})\s+(?:lediga\s+platser|ledig\s+plats|plats(?:er)?\s+(?:kvar|lediga))\b|\blediga\s+platser\s*[:=–-]?\s*(?P<e>\d{1,3})\b"
    r"|\b(?P<f>\d{1,3})\s+(?:free\s+|available\s+)?(?:places?|spots?|spaces?|seats?)\s+(?:are\s+|is\s+)?(?:still\s+)?(?:left|available|remaining)\b"
    r"|\b(?:places|spots|spaces|seats)\s+(?:left|available|remaining)\s*[:=–-]?\s*(?P<g>\d{1,3})\b"
)
_WEEKDAYS: Final = (
    r"maanantai|\bmåndag|\bmonday", r"tiistai|\btisdag|\btuesday", r"keskivii[k]+o|\bonsdag|\bwednesday", r"torstai|\btorsdag|\bthursday",
    r"perjantai|\bfredag|\bfriday", r"lauantai|\blördag|\bsaturday", r"sunnuntai|\bsöndag|\bsunday",
)  # fmt: skip
WEEKDAYS: Final = tuple(re.compile(words) for words in _WEEKDAYS)
SEASONS: Final = (
    (re.compile(r"\bkevä\w+|\bvår(?:en|ens|termin\w*|kurs\w*|grupp\w*)?\b(?! egen| grupp| kurs)|\bspring\b"), frozenset((1, 2, 3, 4, 5))),
    (re.compile(r"\bkesä(?!kuu)\w+|\bsommar\w*|\bsummer\b"), frozenset((5, 6, 7, 8))),
    (re.compile(r"\bsyks\w+|\bsyys(?!kuu)\w*|\bhöst\w*|\bautumn\b|\bfall term\b"), frozenset((8, 9, 10, 11, 12))),
    (re.compile(r"\btalv\w+|\bvinter\w*|\bwinter\b"), frozenset((11, 12, 1, 2, 3))),
)  # fmt: skip
"""A season's words, and the months in which an offering of it begins."""
ONE_OF_MANY: Final = re.compile(
    r"\b(?:aamu|ilta|päivä|aamupäivä|iltapäivä|alkeis|jatko|\w)-?(?:ryhmä|vuoro|tunti)\b(?<!\btunti)|\b(?:ensimmäi|toi(?:nen|sen)|kolma|jälkimmäi|aiem|edelli)\w*\s+\w*(?:ryhmä|kurssi|vuoro|tunti|paja|konsertti)"
    r"|\b(?:ryhmä|grupp(?:en)?|group|kurssi)\s+(?:[a-d]|\d{1,2})\b|\b\d\.\s?(?:ryhmä|kurssi)|\b(?:osa|jotkut|muutama)\b|\bklo\s?\d|\bkl\.?\s?\d|\b\d{1,2}\.\d{1,2}\."
    r"|\b(?:första|andra|tredje)\s+(?:gruppen|kursen)|\b(?:förmiddags|kvälls|eftermiddags)\w+|\bsome (?:of|groups|courses)|\b(?:first|second|morning|evening) (?:group|class|session)"
)
"""One of several groups is full, not the offering."""
