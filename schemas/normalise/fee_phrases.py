"""The phrases in which three languages say that something is free, costs, or is up to the giver. Data only; judged in free_words."""

from __future__ import annotations

import re
from typing import Final

from schemas.normalise.fee_denied import DENIED

CUE: Final = re.compile(
    r"maks|ilmai|vapaa|veloit|lippu|lipu|lipp|tiketi|kolehti|kulu|kustann|hin(?:ta|na|noi)|gratis|\bfri|avgift|kostn|kosta|inträde|entré|betal|biljett|frivillig|\bfree|fee\b|fees\b|charge|cost|ticket|donation|\bpa(?:y|id)|voluntary|debiter|perit|laskut|\bperi\b|euroakaan|senttiäkään|rahaste|complimentary",
    re.IGNORECASE,
)
ENTRY: Final = (
    r"vapaa(?:lla)? (?:sisään)?pääsy\w*|(?:sisään)?pääsy: ?vapaa\b|inträde: ?fritt\b|(?:sisään)?pääsy (?:[^\W\d_]+(?:oon|aan|ään|een|iin|uun|yyn|öön|lle) )?(?:on )?(?:aina )?(?:kaikille )?vapaa\b|fri(?:tt)? (?:inträde|entr[ée]|tillträde|inpassering)|(?:inträdet|tillträdet) är (?:alltid )?fritt|(?:entrén|inpasseringen) är (?:alltid )?fri\b|entré: ?fri\b|fritt fram|"
    r"free (?:entry|admission|entrance|access)|(?:entry|admission|entrance) (?:to the [^\W\d_]+ )?(?:is )?(?:always )?(?:free|complimentary)"
)
ADJECTIVE: Final = (
    r"(?:pääsy|sisäänpääsy|osallistumis|kurssi)?maksuton(?:ta)?|(?:pääsy|osallistumis|kurssi)?maksuttom(?:a|an|at|aan|aksi|ia|ien|asti|alla|alle|assa|asta|iin|ana)|ilmai(?:nen|sta|sen|set|seen|sia|sella|selle|sessa|sesta|sten|siin)|veloituksetta|veloitukset(?:on|onta|tomat|tomia)|maksutta|ilmaiseksi|kuluitta|"
    r"gratis|fritt(?= för)|(?:kostnads|avgifts)fri(?:tt|a)?|free of charge|for free|cost-free|complimentary|free"
)
NO_FEE: Final = (
    r"(?:ei|eikä|emme) (?:peritä|peri|veloiteta|veloita|kerätä|kerää) [^\W\d_]+(?:st[aä]|lt[aä]) (?:mitään |erillistä |erikseen )?(?:pääsy|sisäänpääsy|osallistumis|kurssi)?maksu(?:a|ja)\b|[^\W\d_]+st[aä] (?:ei|emme) (?:veloiteta|veloita|laskuteta)(?: (?:mitään|erikseen))?(?=\s*(?:[.,;!)]|$))|(?:ei|emme) (?:veloiteta|veloita|laskuteta) [^\W\d_]+st[aä](?: mitään)?(?=\s*(?:[.,;!)]|$))|(?<!kaikki )(?<!kaikista )(?:ei|eikä) ole (?:lainkaan |mitenkään |millään tavalla )?(?:maksullinen|maksullista)\b|är inte avgiftsbelag[dt]\w*|(?:is not|isn't|are not|aren't) (?:chargeable|subject to (?:a|any) (?:fee|charge))|"
    r"(?:ei|eivät) (?:aiheudu|aiheuta|koidu|liity|tule|synny|muodostu) (?:(?!lis[äa]|yli)[^\W\d_]+ )?(?:kuluja|kustannuksia|kustannusta|maksuja|maksettavaa)\b|(?:siitä )?ei (?:ole )?(?:mitään )?(?:kustannuksia|kuluja)\b|(?:medför|innebär) (?:inga|inte några) (?:kostnader|avgifter|utgifter)|"
    r"(?:ei|eikä|eivät|emme)(?: (?:ole|peritä|peri|veloita|kerää|veloiteta|kerätä|tule|mitään|minkäänlaista))* (?:pääsy|sisäänpääsy|osallistumis|osanotto|kurssi|käyttö|kierros|tapahtuma|ohjaus|kausi|lukukausi|kurssi-)?maksu(?:a|ja|t)?\b(?! korti)|"
    r"(?:pääsy|sisäänpääsy|osallistumis|kurssi|käyttö|tapahtuma|ohjaus|kausi|lukukausi)?maksua ei (?:ole|peritä|kerätä|veloiteta|tarvita)|(?:pääsy|sisäänpääsy|osallistumis|kurssi|käyttö|ohjaus)?maksu: ?ei(?: ole| peritä| ole maksua)?(?=\s*(?:[.,;!)]|$))|hinta: ?ei (?:maksua|mitään|maksa mitään)(?=\s*(?:[.,;!)]|$))|(?:inträdes|deltagar|kurs)?avgift: ?(?:ingen|nej|ingen avgift)(?=\s*(?:[.,;!)]|$))|(?:entrance |entry |admission |participation )?fee: ?(?:none|no fee|nil)(?=\s*(?:[.,;!)]|$))|ilman (?:pääsy|sisäänpääsy|osallistumis|kierros|käyttö|kurssi|mitään )?maksua|ei maksa (?:(?!paljo|juuri|lähes|enem|kovin)\w+ )?mitään(?! (?:lisää|muuta|ylimäär\w+))|(?:osallistuminen|mukaantulo|mukaanpääsy) ei maksa(?=\s*(?:[.,;!)]|$))|ei (?:sinun )?tarvitse maksaa|"
    r"(?:ingen|inga|inget|utan) (?:inträdes|deltagar|deltagande|kurs|användnings|entré)?(?:avgift(?:er)?|kostnad(?:er)?|inträde)\b|(?:uppbärs|tas|debiteras) (?:det )?(?:ingen|inte någon) (?:\w*avgift)|kostar (?:inget|ingenting|inte något)|"
    r"(?:no|without(?: any| a)?) (?:entrance |entry |admission |participation |course |attendance |membership and )?(?:fees?|charge|costs?)\b|at no (?:cost|charge)|(?:costs|cost) nothing|(?:does not|doesn't) cost anything|no need to pay"
)
FREE: Final = re.compile(
    rf"(?<![\w-])(?:(?P<entry>{ENTRY})|(?P<nofee>{NO_FEE}|(?P<denied>{DENIED}))|(?P<adj>{ADJECTIVE})|(?P<event>ilmais(?:tapahtum(?:a|an|aan|at)|konsert(?:ti|in|it|tiin)|esity(?:s|kset|ksen|kseen)|näytö(?:s|kset)|luen(?:to|not|non)|lip(?:ut|pu)|kurssi|työpaja)|(?:gratis|fri)(?:konsert(?:en|er)?|evenemang(?:et)?|biljett(?:er|en)?|föreläsning(?:en)?|kurs(?:en)?)))(?![\w]|-(?!\s))",
    re.IGNORECASE,
)
NOT_REALLY_FREE: Final = re.compile(
    r"\s*-?(?:form|flow|style|time|play|speech|space|from|hand|choice|movement|swim\w*|skat\w*|running|div\w*|weights?|jazz|writing|drawing|painting|improv\w*|text|software|spots?|places?|seats?|slots?|dance|will|lance\w*|range|standing|wifi|wi-fi|to (?!attend|join|enter|participate|take part|visit|come|play|try|anyone|the public|members|residents|all|everyone|use))\b",
    re.IGNORECASE,
)
NOT_REALLY_BEFORE: Final = re.compile(
    r"(?:\b(?:feel|alcohol|sugar|gluten|barrier|step|smoke|tax|duty|lactose|drug|pain|stress|hands|fragrance|set|break|be|is it|are you|debt|symptom|obstacle|lapsi|smärt|alkohol|drog|rök)[ -])\Z",
    re.IGNORECASE,
)
EXPRESS: Final = re.compile(
    r"\s*(?:itse\w*|ajatuk\w*|tunte\w*|mielipi\w*|omia|omaa|ideoi\w*|luovuu\w*|musiikin)\b", re.IGNORECASE
)
LIKE_ALL: Final = re.compile(
    r"\b(?:sekä )?jäsen\w+ (?:ja|sekä|että|kuin myös|kuin) (?:ei-jäsen\w+|muille(?:kin)?)\b|\b(?:både )?medlemmar och (?:icke-medlemmar|andra)\b|\b(?:both )?members and (?:non-?members|others)\b",
    re.IGNORECASE,
)
"""Members and all others: nobody is left out."""
SERVICE_CARD: Final = re.compile(r"\bwith (?:a |the |your )?service cent(?:re|er) card\b", re.IGNORECASE)
NOTHING_ASKED: Final = re.compile(r"\s*:?\s*(?:on|är|is)?\s*(?:€\s?0|0(?:[.,]0+)?\s?(?:€|e\b|eur))", re.IGNORECASE)
NOT: Final = re.compile(
    r"(?:\b(?:ei|eivät|inte|ej|not|isn't|aren't|no longer)(?: (?:ole|enää|olla|täysin|kaikille|kokonaan|aina|kuitenkaan|valitettavasti|längre|helt|alltid|entirely|completely|always|fully|be|now|är|kostnadsfri|for everyone))*|\bär inte(?: \w+)?)\s*\Z",
    re.IGNORECASE,
)
AGED: Final = re.compile(r"\b(?:alle|yli|under|over|över|below)\s\d", re.IGNORECASE)
"""People named by an age limit."""
AGE_OR_CARD: Final = re.compile(
    r"\b(?:alle|under)\s\d|kort(?:illa|in haltij\w*)\b|\bmed \w*kort\b|\bwith (?:a |an )?\w+ card\b", re.IGNORECASE
)
"""Who need not pay is told by an age or a card, not by for whom the activity is."""
ANY_NOT: Final = re.compile(
    r"\b(?:ei|eivät|eikä|emme|ette|inte|ej|not|cannot|can't|don't(?! miss)|doesn't|won't|never|ingen|inga)\b",
    re.IGNORECASE,
)
LEFT_END: Final = re.compile(
    r"(?:[,;!?(]|(?<![ \d-]v)\.)(?!\d)|\s[–—-]\s|\b(?:mutta|men|but|muuten|muulloin|lisäksi|vaan|joten|eli)\b",
    re.IGNORECASE,
)
RIGHT_END: Final = re.compile(
    r"[,;!?:()](?!\d)|\.\s|\s[–—-]\s|\b(?:mutta|men|but|muuten|muulloin|lisäksi|joten|vaan|ja|och|and)\s", re.IGNORECASE
)
RECURS: Final = re.compile(
    r"\b(?:maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai|arki|viikonloppu|aamu|ilta|kesä|talv)(?:i)?sin\b|\bjoka (?:kuu|kuukau|\w+tai|keskiviikko|viikko|viikon)\w*|\b(?:kuun|kuukauden|viikon)\b|\b(?:ensimmäi|viimei|toi)\w+ (?:maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai)\w*|\bilmais(?:päiv|ilta|illa|perjanta|torsta|tiista|tunti)\w*"
    r"|\b(?:måndagar|tisdagar|onsdagar|torsdagar|fredagar|lördagar|söndagar|vardagar)\b|\b(?:varje|sista|första) (?:månad|\w+dag)\w*|\bvarje månad|\b(?:mon|tues|wednes|thurs|fri|satur|sun|week)days\b|\bevery (?:\w+day|month|week)|\b(?:first|last|second) (?:\w+day)\b|\b(?:klo|kl\.?|after|från kl\.?) ?\d{1,2}(?:[.:]\d\d)? (?:alkaen|jälkeen)|\bjälkeen\b|\bafter \d|\bmuina aikoina|\b(?:ma|ti|ke|to|pe|la|su)\s?[-–]\s?(?:ma|ti|ke|to|pe|la|su)\b|\bkesällä\b|\btalvella\b|\bpäivänä\b|\b(?!tapahtuma|samana)\w{4,}päivänä\b|\byönä\b|\bpå (?!lör|sön|mån|tis|ons|tors|fre)\w{3,}dagen\b|\bon (?!the|that|this)\w+(?: \w+)? day\b",
    re.IGNORECASE,
)
LIMITED: Final = re.compile(
    r"\bensimmäi\w+ (?:kerta|kerra\w*|käynti|tunti|kokeilu\w*|viikko|kuukausi)|\bensikerta\w*|\b1\. ?(?:kerta|kerra|kk|kuukau)\w*|\bensikäyn\w*|\balkukartoitu\w*|\balkuhaastat\w*|\bkokeile\b|\bvain\b|\bainoastaan\b|\bendast\b|\bonly\b|\bkutsu\w+|\b\w*ryhmille\b|\byhdistyksille\b|\bföreningar\b|\bföre\b|\binnan\b|\bbefore\b|\bkokeilukerta\w*|\bkokeilu(?:jakso|viikko|tunti)\w*|\btutustumiskerta\w*|\b(?:första|provgång)\w* ?(?:gången|gång|besök\w*|timmen)?|\bfirst (?:time|visit|session|lesson|class|month|week|hour)|\btrial\b|\bprova på\b"
    r"|\bosa(?:an|ssa|lle)?\b|\bosin\b|\bosittain\b|\buseim\w+|\bsuurin osa\w*|\bsuurimmaksi\b|\bpääosin\b|\bpääsääntöisesti\b|\bpääasiassa\b|\byleensä\b|\benimmäkseen\b|\blähes\b|\bmelkein\b|\bjot(?:kut|kin)\b|\bjo(?:issain|illekin|issakin)\b|\bmuutam\w+|\bmon(?:i|et|ia)\b|\bkerroksen\b|\bomakustan\w+|\balennettu\w*|\bmaksulli\w+"
    r"|\bmost(?:ly)?\b|\bsome\b|\busually\b|\bgenerally\b|\bpartly\b|\bnearly\b|\balmost\b|\bmany\b|\bde flesta\b|\bstörsta delen\b|\bdelvis\b|\boftast\b|\bvissa\b|\bnågra\b|\bi regel\b|\baiemmin\b|\bennen\b|\boli(?:vat)?\b|\btullut\b|\bjos\b|\bmikäli\b|\btidigare\b|\bom du\b|\bif\b|\bwas\b|\bwere\b|\bpreviously\b|\basti\b|\bsaakka\b|\buntil\b|\bkiintiö\w*|\bvapaaoppilas\w*"
    r"|\b\w*kort(?:illa|eilla)\b|\bkort(?:in|et|itta)\b|\bcard(?:s|in|illa|eilla)?\b|\b\w*(?:passi|rannekkee|todistukse|tunnukse|sovellukse|kupongi|seteli|etu)lla\b|\bmed (?:\w+ )?\w*(?:pass|armband|kupong|intyg)(?:et)?\b|\bwith (?:an? |the |your )?(?:\w+ )?(?:pass|wristband|voucher|code|certificate|coupon)\b|\bmed kort\w*|\bkod(?:illa|in)\b|\bkupongilla\b|\bseurassa\b|\basukkai\w*|\bhelsinkiläi(?:sille|set)\b|\bhelsingforsare\b|\bresidents?\b|\bvantaalai\w*|\bespoolai\w*|\bmajoittu\w*|\bhenkilökunnalle\b|\bhotellin\b|\bvieraille\b|\bbased on\b|\bsopimuksen mukaan\b|\bjoskus\b|\btoisinaan\b|\bibland\b|\bsometimes\b|\bsyntymäpäivä\w*",
    re.IGNORECASE,
)
LIMITED_MORE: Final = re.compile(
    r"\bensimmäi\w+ (?:tapaami\w+|ohjau\w+|ryhmäkerta|jumppa|treeni\w*|valmennu\w+)|\btutustumis(?:tun\w+|jakso\w*|kerta|kerra\w+)|\bprov(?:träning|lektion|timme|gång)\w*|\bpaid (?:and|or)\b|\bmånga\b|\bflera\b|\bseveral\b|\busea(?:t|mmat)\b"
    r"|\bviimei(?:sen|nen) tun(?:nin|ti)|\bsista timmen|\blast hour"
    r"|\b(?:kaveri|ystävä|puoliso|seuralai\w+)\s(?:\w+\s)?(?:mukaan|mukaansa)\b|\bmukaan (?:kaveri|ystävä)\w*|\bbring (?:a|your|one) (?:friend|guest)|\bta med (?:en|din|dig en) (?:vän|kompis)"
    r"|\b(?:toinen|kolmas|neljäs|viides|kuudes|kymmenes|joka (?:toinen|kolmas|viides|kymmenes))(?: (?:kerta|käynti|kappale|lippu|tunti))?\s*(?:on\s)?\Z|\bmaksamalla\b|\b(?:second|third|tenth) (?:time|visit|ticket|class)|\b(?:andra|tionde) (?:gången|besöket)"
    r"|\b(?:joka )?(?:toinen|kolmas|neljäs|viides|kuudes|kymmenes|kahdestoista) (?:kerta|käynti|tunti|lippu|kahvi)\b|\bget one\b|\bwhen you buy\b|\bwith every\b|\bkun ostat\b|\bostaessa\w*|\bostaj\w*|\bkaupan päälle\b|\bpå köpet\b|\boikeutta(?:a|vat)\b|\bberättigar\b|\bentitles?\b"
    r"|\bkurssilais\w+|\bkanta-asiakka\w+|\buusille (?:asiakkaille|jäsenille|käyttäjille)|\bnya (?:kunder|medlemmar)|\bnew (?:customers|members|clients)|\b(?:osallistujat|kurssilaiset|kävijät|jäsenet|ilmoittautuneet) saavat\b|\bjäsenyydellä\b|\bmaksaneille\b"
    r"|\bensimmäis(?:ille|elle)\b|\bensimmäiset \d|\b\d+ (?:ensimmäi|första|first)\w*|\bfirst \d+|\bde (?:\d+ )?första\b|\bnästan\b|\bkuin\s*\Z|\bskolgrupp\w*|\bschool groups?\b|\bkouluryhm\w*|\bbarngrupp\w*",
    re.IGNORECASE,
)
JOINED: Final = re.compile(r"\b(?:ja|och|and|sekä)\s(?:se |den |it )?(?:on|är|is)\s(?:[^\W\d_]+\s)?\Z", re.IGNORECASE)
"""A second predicate: "kokoontuu maanantaisin ja on maksuton" is free on every one of them."""
FOR_SOME: Final = re.compile(r"\b(?!kaikille|muille)[^\W\d_]{3,}(?:ille|jälle)\b", re.IGNORECASE)
"""The people for whom: "opettajille", "ryhmänvetäjälle"."""
IF_BEHIND: Final = re.compile(
    r"\A[^.;,]{0,40},\s?(?:jos|mikäli|edellyttäen|om du|om ni|ifall|förutsatt|if you|provided)\b(?! (?:haluat|kiinnost|kaipaat|tahdot|vill|want|like))",
    re.IGNORECASE,
)
"""A condition behind the comma: "kurssi on maksuton, jos olet työtön"."""
IF_LEAD: Final = re.compile(
    r"(?:\A|[.;:]\s)(?:jos|mikäli|om du|ifall|if you)\b(?! (?:haluat|kiinnost\w*|olet kiinnost\w*|kaipaat|tahdot|vill|är intresserad|want|like|are interested|tykkäät|pidät))[^.;:,]{3,80},[^.;:,]*\Z",
    re.IGNORECASE,
)
"""A condition before the comma."""
BY_CARD: Final = re.compile(
    r"\W*(?:[^\W\d_]+\s){0,2}(?!palvelukeskus)(?:\w*kortilla|\w*passilla|cardilla|\w*rannekkeella|\w*lipulla)\s|\W*(?:med|with) (?:ett |en |a |the |your )?(?:[^\W\d_]+\s)?(?!servicecentral)\w*(?:kort|kortet|pass|card)\s",
    re.IGNORECASE,
)
"""A sentence that begins with the card tells what the card gives."""
INCLUDED: Final = re.compile(
    r"\bhintaan\b|\bhinnassa\b|\bsisälty\w*|\bsisältä\w*|\bsis\.|\bingår\b|\binkl\w*|\binclud\w*|\bhuonehin\w*",
    re.IGNORECASE,
)
VERB_TAKING_PART: Final = re.compile(
    r"\b(?:pääs(?:ee|et|evät|emme|y|ette)|osallistu(?!j)\w*|mukaan|sisään|tutustu\w*|tule\b|tulla\b|käydä|luistel(?:la|emaan)|uida|uimaan|jumppa(?:amaan)|jumpata|liikku(?:a|maan)|tanssi(?:a|maan)|kokeile\b|kokeilla|kokeilemaan|laula(?:a|maan)|harrasta(?:a|maan)|vieraill\w*|delta\w*|komma in|kom med|in\b|join|try|swim|dance|prova|dansa|motionera|attend|participate|enter|visit)\b",
    re.IGNORECASE,
)
FEE: Final = re.compile(
    r"\bmaksulli(?:nen|sta|set|sia|seen)\b|\b(?:pääsy|sisäänpääsy|osallistumis|osanotto|kurssi|kausi|lukukausi|kerta|ohjaus|käyttö|kuukausi|ilmoittautumis|tarvike|materiaali)maksu\w*|\bpääsylip\w+|\bmuseolip\w+|\blip(?:ut|puja|un|pujen)\b(?! (?:liehu|salko|salossa|hulmu|puolitan))|\blipunmyynti\w*|\blippu(?:palvelu|piste|kaup|kass)\w*|\btiketistä\b|\bticketmaster\w*"
    r"|\bavgiftsbelag\w+|\b(?:inträdes|deltagar|kurs|material)avgift\w*|\binträdesbiljett\w*|\bbiljetter\w*|\b(?:entrance|entry|admission|participation|course) (?:fee|charge)s?\b|\bfee applies\b|\bsubject to a (?:fee|charge)|\bcharges apply\b|\b(?:is|are) chargeable|\bthere is a (?:fee|charge)|\bfees? (?:is|are) charged|\btickets?\b|\bmot avgift|\bmaksua vastaan|\bhinnaston mukaan|\benligt prislista\w*|\baccording to the price list|\bhinnat?\b.{0,12}\b(?:liput|lippu)\w*|\bkostar pengar|\bomakustan\w+|\bomakustantei\w+|\bsjälvkostnad\w*|\bat cost price",
    re.IGNORECASE,
)
PAID_BY_OTHERS: Final = re.compile(
    r"\b(?:yhdistys|kaupunki|seura|järjestö|järjestäjä|järjestävä taho|seurakunta|säätiö|hanke|keskus|kirjasto|museo|me|föreningen|staden|arrangören|församlingen|stiftelsen|projektet|vi|the (?:association|city|organi[sz]er|club|parish|foundation|project)|we)\s(?:[^\W\d_]+\s)?(?:maksaa|maksamme|kustantaa|kustannamme|tarjoaa|tarjoamme|hankkii|ostaa|lunastaa|betalar|bekostar|står för|bjuder på|köper|pays?(?: for)?|covers?|buys?|provides?)\s(?:the |alla |kaikkien )?(?:[^\W\d_]+\s)?\Z",
    re.IGNORECASE,
)
"""Somebody else pays the tickets."""
SOFT_FEE: Final = re.compile(r"\blip|biljett|ticket", re.IGNORECASE)
SOLD: Final = re.compile(
    r"\A\W*(?:liput|lippuja|biljetter|tickets|pääsylip\w+)\b|\bpääsylip|\bmuseolip|\binträdesbilj|\bovelta\b|\bmyyn|\bmyyd|\bosta\b|\bostaa\b|\bostet|\bhinta|\bhinna|\bsäljs|\bköp|\bvid dörren|\bsold\b|\bbuy\b|\bbought\b|\bat the door|\bavailable\b|\bon sale|\btickets from|\blipunmyyn|lippu(?:palvelu|piste|kaup|kass)|tiketi|ticketmaster|lippu\.fi",
    re.IGNORECASE,
)
VOLUNTARY: Final = re.compile(
    r"\bvapaaehtoi(?:nen|sta|sella|seen|sen)\s(?:\w+\s)?(?:\w*maksu\w*|\w*raha|lahjoitu\w*|korvau\w*|kannatus\w*|hinta)|\bmaksu (?:on )?vapaaehtoi\w+|(?<!ei )(?<!eivät )\bmaksa (?:sen )?(?:mitä|minkä|mikä|mielesi|oman|omantun|haluamasi|sopivaksi|kykysi)\w*|\boman harkinnan mukaan|\bkolehti|\blahjoitu(?:s|kset|ksella|spohjai\w+)\b|\bhaluamasi summa"
    r"|\bfrivillig(?:t|a)?\s(?:\w+\s)?(?:\w*avgift\w*|donation\w*|kollekt\w*|kaffeslant|slant|betalning|inträde\w*)|\bkollekt\b|\bbetala (?:vad|så mycket|det) du (?:vill|kan)|\bpay (?:what|as much as) you (?:want|can|wish|like)|\bpay-what-you-\w+|\bvoluntary (?:\w+ )?(?:fee|donation|payment|contribution|admission)s?|\b(?:by|suggested|optional) donation|\bdonations? (?:welcome|only|accepted)|\bdonation-based",
    re.IGNORECASE,
)
TICKET: Final = r"(?:kertamaks\w*|uimahallimaks\w*|hallimaks\w*|uimalip\w*|sisäänpääsymaks\w*|simhallsavgift\w*|(?:swimming )?pool (?:fee|admission|ticket)|pääsylip\w*|pääsymaks\w*|sisäänpääs\w*|museolip\w*|museon pääsy\w*|näyttelylip\w*|museimässa|inträdes?\w*|museets inträde\w*|museum(?:'s)? (?:ticket|admission)|entrance(?: fee)?|admission(?: fee)?|entry(?: fee)?|museum ticket)\b"
TICKET_EXTRA: Final = re.compile(
    rf"\b{TICKET}\s*(?:\+|\bplus\b|lisäksi|utöver|ei sisälly|ingår inte|not included)|(?:\+|\bplus|\blisäksi|\butöver|\bin addition to|\bon top of|\bei sisällä|\bsekä)\s+(?:\w+\s)?{TICKET}(?!\s*:?\s*(?:€|\d))",
    re.IGNORECASE,
)
GENERAL: Final = re.compile(
    r"\b(?:osallistu\w*|pääsy\w*|sisäänpääsy\w*|toimin(?:ta|nan)\w*|käyttö\w*|tapahtuma|tilaisuus|kaikki|deltagan\w*|inträde\w*|verksamhet\w*|evenemang\w*|participation|admission|entry|entrance|activities|everything|event)\b",
    re.IGNORECASE,
)
VOLUNTARY_CUES: Final = (
    "vapaaehto",
    "maksa ",
    "harkin",
    "kolehti",
    "lahjoit",
    "haluama",
    "frivil",
    "kollekt",
    "betala",
    "pay",
    "voluntary",
    "donation",
)
TICKET_EXTRA_CUES: Final = (
    "+",
    "plus",
    "lisäksi",
    "utöver",
    "sisäl",
    "ingår",
    "included",
    "addition",
    "on top",
    "sekä",
)
FEE_CUES: Final = (
    "maks",
    "lip",
    "avgift",
    "biljett",
    "fee",
    "charge",
    "ticket",
    "tiketi",
    "hin",
    "pris",
    "price",
    "kostar",
    "kostn",
    "omakust",
)
