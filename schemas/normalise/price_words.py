"""What a word means in a sentence about money: who pays, for what, how. One word in, its senses out; no grammar here.

Finnish and Swedish compounds end in what the thing is: kahvikonsertti is a concert, kurssimateriaali is material. So of two
senses of one word the one that begins later wins.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final


class Sense(StrEnum):
    ADULT = "adult"
    CHILD = "child"
    STUDENT = "student"
    UNEMPLOYED = "unemployed"
    PENSIONER = "pensioner"
    REDUCED = "reduced"
    OTHERS = "others"
    MEMBER = "member"
    COMPANION = "companion"
    KAIKU = "kaiku"
    SERVICE_CARD = "service_card"
    CARD = "card"
    FAMILY = "family"
    GROUP = "group"
    HIRE = "hire"
    EXTRA = "extra"
    MATERIAL = "material"
    COURSE = "course"
    SEASON = "season"
    TOTAL = "total"
    VISIT = "visit"
    NOT_PRICE = "not_price"
    TAKING_PART = "taking_part"
    FILLER = "filler"
    PRICE = "price"


# Who pays. Only forms that name payers: "lapset 5 e", "lapsille"; not "lasten konsertti", which names the concert.
_WHO: Final = {
    Sense.ADULT: r"aikui(?:nen|set|s(?:ten|illa|ilta|ille|elta|ia|en|ta))|vux(?:en|na|et)|adults?|norma(?:ali\w*|l|lt|lpris\w*)|perus(?:hinta|lippu)\w*|täy(?:si|det|den)|täysihinta\w*|aik|ordinarie|regular|standard|full|työikäi(?:set|nen)",
    Sense.CHILD: r"laps(?:i|et|ille|elle|elta|ilta|ia)|(?:koululai|kouluikäi|leikki-ikäi|alaikäi|alakouluikäi)(?:nen|set|sille|silta)|vauva(?:t|lle|ille)?|barn(?:en)?|barnbiljett\w*|child(?:ren)?|kids?|minors?|lastenlip\w+|nuor(?:et|ille|iso)|taapero\w*|pupils?|skolelever",
    Sense.STUDENT: r"opiskelij\w*|opisk|studerande\w*|students?|studeranden\w*|studentbiljett\w*",
    Sense.UNEMPLOYED: r"työt(?:ön|tömä?t?|tömi\w*|tömä\w*)|työttöm\w*|työnhakij\w*|arbetslös\w*|arbetssökande|unemployed|jobseekers?",
    Sense.PENSIONER: r"\w*eläkeläi\w*|\w*eläkkee\w*|eläkeik\w*|eläk|senior(?:it|eille|i|ille|er|erna|s)?|pensionär\w*|pensioners?|seniorlip\w*|veteraan(?:it|eille|i)|krigsveteran\w*|ikäihmi(?:set|sille)|retired",
    Sense.REDUCED: r"alen(?:nus|nettu|netut|netun|nuks\w*|netulla)|alennus\w+|nedsatt|nedsatta|rabatt\w*|reduced|concessions?|discount\w*|varusmie\w*|siviilipalvelus\w*|beväring\w*|värnplikt\w*|civiltjänst\w*|conscripts?|vammai(?:set|sille)|\w+vammai(?:set|sille|silta|nen)|invalid(?:it|eille)|vammaiskort\w*|turvapaikan\w*|asylsökande|asylum|\w*pakolai\w*|disabled|impaired|synskad\w*|rörelsehindra\w*|omaishoita(?:jat|jille|ja)|toimeentulotu\w*|vähävarai\w*|erityisryhm\w*|takuueläk\w*|jäsenhin\w*|pyörätuoli\w*|rullstol\w*|wheelchair",
    Sense.OTHERS: r"muut|muilta|muille|muu|andra|övriga?|others?|ulkopuoli(?:set|sille|silta)|ei-jäse\w+|icke-medlem\w*|non-members?",
    Sense.MEMBER: r"jäse(?:n|net|nille|niltä|neltä|nelle|nenä|nhin\w*|nyys\w*|nistö\w*|nkort\w*|nmaks\w*|nten)|medlem(?:mar|mars|marna|skap\w*|skort\w*|savgift\w*)?|members?|membership",
    Sense.COMPANION: r"avustaj\w*|saattaj\w*|tukihenkilö\w*|henkilökohtai(?:nen|set)|hoitaja(?:t|lle)?|assisten(?:t|ten|ter|terna)|ledsagare\w*|följeslagare|stödperson\w*|companions?|assistants?|carers?|kuljettaja",
}
# With what one pays or gets in.
_CARDS: Final = {
    Sense.KAIKU: r"kaiku-?kor?t\w*|kaiku-?card|kaiku|kaikukort\w*",
    Sense.SERVICE_CARD: r"palvelukeskus-?kort\w*|servicecentral(?:s)?-?kort\w*",
    Sense.CARD: r"\w*(?:sarja|kausi|kk-?|kuukausi|vuosi|museo|seniori|sporti|sportti|liikunta|uima|kerta|kerran|kesä|viikko|puolivuosi|vapaa|aikuis|tunnin|päivän|kunto|helsinki|kymppi|kympin|viitos|vitos)-?kort\w*|\w*(?:sarja|kausi|kuukausi|vuosi)lip\w*|(?:serie|säsongs?|månads?|års?|musei|klipp|senior|motions|sim|gångers|tio|fem|tjugo|\d+-?)-?kort\w*|(?:10|\d\d)-?(?:kort\w*|korte\w*)|passes|\w*ranneke\w*|season-?ticket",
}
# Things that cost beside taking part: towels, deposits, lockers, food, parking, transport, cancelling.
_EXTRA: Final = (
    r"wi-?fi\w*|wlan|netti\w*|internet\w*|verkko(?:yhtey\w*|on|a)?|langaton|(?:kahvi|kaffe)(?!la)\w*|coffee|tea|(?<!\w)tee(?:tä|n)?|te|pulla\w*|mehu\w*|vesi\w*pullo\w*|vesi|vatten\w*|water|"
    r"autohalli\w*|autopaik\w*|autotalli\w*|pysäköin\w*|parkkipaik\w*|parkkee\w*|parkki|parking|parkering\w*|\w*loker\w*|kaap(?:pi|it|in)|skåp\w*|lockers?|locker|naulak\w*|narik\w*|garderob\w*|cloakroom|"
    r"\w*lain(?:a|aus|aami\w*|avälin\w*|attav\w*|aksi|ata|at|aa|aan)|\w*väli(?:ne|neet|neiden|neitä|nettä|nelaina\w*|nevuok\w*)|välinelain\w*|varust(?:eet|eiden|eita)|utrustning\w*|equipment|lån\w*|loans?|borrow\w*|"
    r"\w*vuokra(?!s)\w*|\w*vuokratta\w*|\w*hyr(?:a|s|as|ning\w*|or)|uthyrning\w*|rental\w*|hire|rent\w*|pant(?:ti|in|teja|it|ti\w*)?|\w*pant(?:ti|in)\w*|deposits?|"
    r"pyy(?:he|hkee\w*|hke\w*)|handduk\w*|towels?|uimapu\w*|uima-?asu\w*|uimalasi\w*|uimalak\w*|(?<!\w)valot|valaistus|belysning(?:en)?|lighting|baddräkt\w*|badkläder\w*|swimsuit|suit|swimming-suit|kylpytak\w*|badrock\w*|bathrobe|pefle\w*|sittunderlag\w*|saippua\w*|shampoo|tvål\w*|soap|istumahytti\w*|\w+hytti?lisä\w*|\w*lisät(?:unti|unnit|unnilta)|lisämaks\w*|extratim\w*|"
    r"\w*teroit\w*|slipning\w*|kypär\w*|luisti(?:met|nten|mien)|skridskouthyrning|mail(?:a|an|at|ojen)|racket|(?<!\w)pallo(?:ja|t|n)?|(?:luistel|hiihto|retki)?sukset|suksi(?:en|a|pak\w*|setti)?|monot|sauvat|kelkat?|pulkat?|lumikengät|potkuri|skidor|stavar|pjäxor|pulkor|kälkar|skis|poles|snowshoes|sledges?|helmets?|hjälm(?:ar)?|kenkien|kengät|sukat|sauvo\w*|sauvalain\w*|aurinkotuol\w*|solstol\w*|lounger|cabins?|"
    r"\w*louna[ast]\w*|\w*lunch\w*|ateria\w*|ruoka(?!kurs)\w*|ruuan|\w*puuro\w*|gröt\w*|\w*keitto(?:a|lau\w*|lou\w*|n)?|soppa\w*|leipä|aamiai\w*|aamupala\w*|frukost\w*|breakfast|lunch\w*|meals?|food|snacks?|mat(?:en)?|\w*tarjoilu\w*|\w*tarjottav\w*|servering\w*|refreshments|välipala\w*|eväs\w*|eväät|makkara\w*|buffet\w*|kahvio\w*|(?<!\w)kahvila\w*|ravintola\w*|kioski\w*|(?<!\w)café\w*|drinks?|"
    r"kuljet(?:us|uks)\w*|\w*bussi\w*|transport\w*|bus|lautta\w*|ferry|(?<!\w)matkat|(?<!\w)resa|(?<!\w)resor|"
    r"peruut\w*|peruminen|peruuttamat\w*|poisjään\w*|saapumat\w*|avbokning\w*|utebli\w*|cancell?ation\w*|cancel|no-show|sakko\w*|myöhästy\w*|"
    r"palvelumaks\w*|toimitusmaks\w*|serviceavgift\w*|service-fee|asiakaskort\w*|kundkort\w*|avain\w*|nyckel\w*|keycard|tulost\w*|kopio\w*|utskrift\w*|print\w*|käsiohjelma\w*|program(?:blad|lehti)\w*|ohjelmalehti\w*|arpa|arvat|arpoj\w*|lott\w*|(?<!\w)kirja(?:t|n|set)?|opaskir\w*|book|brochure\w*|esite|näytte(?:et|itä)|lahja\w*|gåva\w*|(?<!\w)gifts?|t-pai\w*|paita|heijast\w*|kortti(?:maksu)?|maksukort\w*|audio-?opa\w*|audioguide|sauna\w*|suihku\w*|bastu\w*|dusch\w*|shower\w*|säilyty\w*|förvaring\w*|storage|klubilehti|vihko|(?<!ko)lehti|todistu\w*|intyg\w*|rokotu\w*|puhelu\w*|samtal\w*|hytt|lampu\w*|yöpymi\w*|majoit\w*|logi\w*|hotel\w*|yötä|yö|(?<!\w)natt|(?<!\w)night|materiaalipake\w*|puhelin\w*|polttopu\w*|halko\w*|halot|klap(?:i|it|eja)|ved(?:en|säck\w*)?|brasved\w*|firewood|logs|säkki\w*"
)
_MATERIAL: Final = r"savi|savea|saven|poltto|polton|lasitus|lasitteet|lankapaketti|(?<!\w)langat|kankaat|lera|leran|bränning(?:en)?|glasyr\w*|clay|firing|glazes?|yarn|\w*materia+l(?:i|it|eista|ista|ien|imaks\w*|ikulu\w*|avgift\w*|kostnad\w*|s|et|en|imaksu)?|\w*materials?|\w*tarvik(?:e|kee\w*|emaks\w*)|raaka-?ain\w*|råvar\w*|ingredients?|\w*materiaali(?:maks|kulu|kustannu)\w*|materialavgift\w*"
# What one takes part in. The heads of the compounds that a city's programme is made of.
_PART: Final = (
    r"osallistu\w*|(?:sisään)?pääsy(?!maks|lip)\w*|pääsee|pääset|pääsevät|tapahtum\w*|tilaisuu\w*|konsert\w*|kurss(?!imaks)\w*|ryhm(?:ä|ät|än|ään|iä|iin|iä\w*|äs\w*|ällä|ätoimin\w*|äliikun\w*)|luen(?:to|no|not|toja|noille|non|nolle|toon|noi\w*)|luentosarj\w*|toimin(?:ta|nan|taan|nat|taa)|opastu\w*|opaste\w*|kierro(?:s|kse\w*|ksi\w*)|näyttely(?!lip)\w*|jump(?:pa|paan|at|an|paa|pia|alle)|paja(?:t|n|an|a|ja|an)?|(?:työ|taide|kädentaito|musiikki|teatteri)paj\w*|esity(?:s|kse\w*|stä|ksiin)|näytö(?:s|kse\w*)|retk(?:i|et|en|elle|ellä|ki)|kerho(?:t|n|on|a|toimin\w*)?|piiri(?:n|t|in)?|tunti|tunnit|tunnille|tunnin|vuoro(?:t|n|lle|a|ja|jen|illa)?|harrastu\w*|liikun(?:ta|nan|taan|taryhm\w*|taa|nat)|kuntoil\w*|(?:\w+-)?ilta(?:a|an|päivä\w*|ma\w*)?|iltaan|aamu(?:t|n|un)?|tuokio\w*|hetk(?:i|et|en|een)|treeni\w*|harjoitu\w*|harjoittelu|valmennu\w*|neuvon(?:ta|nan|taa|taan)|neuvontapiste\w*|digitu\w*|tuki|ohjau\w*|tapaami(?:nen|set|sia|seen)|kokoontumi\w*|festivaal\w*|juhl(?:a|at|aan|an|ia|iin)|pelit?|pelaami\w*|pelivuor\w*|turnau\w*|elokuv\w*|teatter\w*|tanss(?:i|it|iin|in|eihin|ia)|laulu|yhteislaulu\w*|uin(?:ti|nin|tiin)|vesijuoksu\w*|luistelu\w*|hiihto|kävely(?:t|n|lle|retk\w*)?|jooga(?:n|an|a)?|voimistelu\w*|kuntosali(?:n|lle|a|vuor\w*)?|museo(?:on|ssa|n|t|ihin)?|galleri\w*|käyttö|käytön|käyttöä|käytöstä|käytössä|käynti|ohjelma(?:a|n|t|an|mme)?|palvelu(?:t|n|mme|a|ista)?|leiri(?:t|n|lle)?|kuoro(?:n|on)?|illat|illoissa|keskustelu\w*|lip(?:pu|ut|puja|un)|kaikki|tämä|se|alue(?:en|elle|et)?|reit(?:ti|it|in)|rata|radat|latu|ladut|kenttä|kentät|puisto|leikkipuisto|kirjasto(?:on|n|t)?|treff(?:it|eille|i)|päivä|kahvila\w*|webinaar\w*|seminaar\w*|etkot|diskot?|disko(?:on)?|klubi(?:t|n|in|lle)?|keikka|keikat|tori|markkinat|työväenopist\w*|testi|mittau\w*|kartoitu\w*|terveys\w*|käsitöitä|askartelu\w*|satutun\w*|muskari\w*|opetus|tuotanto|kaupunkikierro\w*|rasti\w*|suunnistu\w*|lajikokeilu\w*|vierailu(?:t|n|lle|lla|a)?|kokeilu(?!kerr|kert)\w*|iltamat|"
    r"deltagande\w*|delta|inträde(?!savg|sbilj)\w*|entré\w*|evenemang\w*|tillställning\w*|konsert\w*|aktivitet(?:en|er|erna)?|kurs(?!avg|pris)(?:en|er|erna)?|grupp(?:en|er|erna)?|föreläsning\w*|verksamhet\w*|utställning\w*|guidning\w*|rundtur\w*|tur(?:er|en)?|verkstad\w*|workshop\w*|föreställning\w*|utflykt\w*|klubb\w*|träff\w*|träning\w*|rådgivning\w*|handledning\w*|festival\w*|fest(?:en)?|spel|film\w*|teater\w*|dans(?:en|kväll\w*)?|allsång\w*|simning\w*|skridskoåkning\w*|promenad\w*|yoga\w*|gymnastik\w*|gym(?:met)?|museet|museerna|galleri\w*|användning\w*|program(?:met)?|tjänst(?:en|er|erna)?|läger|kör|diskussion\w*|biljetter(?:na)?|allt|allting|det|detta|området|spår(?:et|en)?|jumpa\w*|motion\w*|lekpark\w*|bibliotek\w*|cirkel(?:n|ar)?|cirklar(?:na)?|stund(?:en)?|kväll(?:en)?|café\w*|"
    r"admission|entry|entrance|events?|participation|participating|participate|attendance|attending|attend|joining|join|course|courses|class(?:es)?|workshops?|concerts?|exhibitions?|tours?|activit(?:y|ies)|groups?|lectures?|sessions?|programmes?|programs?|museums?|tickets?|everything|all|it|this|shows?|performances?|clubs?|trips?|walks?|walking|training|exercise|gym|yoga|dance|dancing|singing|swimming|skating|games?|tournament|counselling|advice|guidance|services?|camps?|choir|talks?|seminars?|webinars?|screenings?|movies?|films?|festival|party|music|meetings?|meetups?|use|library|libraries|tracks?|area|parks?|pitch|drop-in|jam"
)
_REST: Final = {
    Sense.FAMILY: r"perhe\w*|sisarus\w*|syskon\w*|familj\w*|family|families|sibling\w*",
    Sense.GROUP: r"ryhmät|ryhmä|ryhmille|ryhmiltä|kouluryhmille|ryhmähin\w*|ryhmälip\w*|\w*ryhmät|koululuok\w*|luok(?:ka|at)|yritykset|yhdistykset|grupper|grupp|skolklass\w*|groups?|companies|per-group|\w*opastus|guidning|guided|yritysryhm\w*|polttari\w*",
    Sense.HIRE: r"\w*(?:kaukalo|kenttä|sali|halli|rata|jää|yksityis)vuoro\w*|\w*tilavuok\w*|planturer|planhyra|istur\w*|pitch|tilan|lokalhyra|planer",
    Sense.COURSE: r"\w*kurs(?:si|sin|sit|sista|silta|simaks\w*|sihin\w*|sista)?|kursavgift\w*|kurspris\w*|kursen|kurser|courses?|course-fee|tuition",
    Sense.SEASON: r"\w*(?:luku)?kau(?:si|den|delta|simaks\w*|sihin\w*|teen)|lukukausimaks\w*|\w*kuukau(?:si|den|delta|simaks\w*|sihin\w*)|kk|kk-maks\w*|vuosimaks\w*|vuode(?:n|lta)|termin\w*|termins?avgift\w*|säsong\w*|månad\w*|månadsavgift\w*|år(?:savgift\w*)?|term|season|semester|month(?:ly)?|year(?:ly)?|annual|per-month|syyskau\w*|kevätkau\w*",
    Sense.TOTAL: r"yht|yhteensä|kokonaishin\w*|sammanlagt|totalt|total|altogether",
    Sense.VISIT: r"kertamaks\w*|kertalip\w*|kerta|kertakäyn\w*|engångs\w*|gång|visit|single|kertahin\w*|päivälip\w*|one-off",
    Sense.NOT_PRICE: r"miljoon\w*|miljon\w*|million\w*|miljard\w*|\w*palkin\w*|palkki\w*|apuraha\w*|avustus\w*|avustuksen|avustust\w*|stipendi\w*|stipendium|lahjakort\w*|presentkort\w*|tuki|rahoitu\w*|budjet\w*|tuotto|tuotot|keränne\w*|keräsi\w*|keräämme|insamlade\w*|samlade|kerätään|lahjoitettiin|lahjoittane\w*|arvoi(?:nen|sia|set|sen)|arvosta|värde|säästä\w*|prizes?|awards?|grants?|budget|worth|raised|funding|investoin\w*|setel\w*|kolik\w*|sedlar|banknotes?|velka\w*|velan|laina(?:n|a)|tulot|palkka\w*|lön|salary|pääpotti\w*|jackpot\w*|voita|voitot|maksimikorvau\w*|korvau\w*|sakot|sakon",
    Sense.FILLER: r"on|ovat|ole|olla|aina|tietenkin|tietysti|luonnollisesti|edelleen|yhä|ihan|aivan|naturligtvis|förstås|såklart|fortfarande|naturally|still|täysin|kokonaan|kaikille|kaikenikäisille|jokaiselle|halukkaille|kaikilta|kaikkien|osallistujille|kävijöille|asiakkaille|kaupunkilaisille|kuntalaisille|yleisölle|myös|ja|tervetuloa|mukaan|hinta|hinnat|pris|price|prices|cost|maksu|fee|avgift|är|alltid|helt|för|alla|deltagare|deltagarna|och|välkommen|välkomna|is|are|always|completely|totally|fully|entirely|for|everyone|everybody|all|participants|the|and|welcome|kesto|n|noin|tapahtuma|event|evenemang|sinulle|sulle|du|you|vapaa|pääsy|avoin|avoinna|open|öppet|öppen|öppna|a|an|to|että|noin|yleisö|public|även|also|täällä|here|här|koko|päivän|hela|dagen|whole|day|ei|ilmoittautumista|ennakkoilmoittautumista",
    Sense.PRICE: r"hin(?:ta|nat|nasto|ta-arvio|taan)|liput?|lippu|lippuja|lippujen|pääsylip\w*|sisäänpääsy\w*|pääsymaks\w*|sisäänpääsymaks\w*|osallistumismaks\w*|maksu|maksut|maksaa|lipun|ohjausmaks\w*|museolip\w*|näyttelylip\w*|konserttilip\w*|pris(?:et|er)?|biljett(?:er|en|pris\w*)?|inträde\w*|inträdesavgift\w*|inträdesbiljett\w*|deltagaravgift\w*|deltagaravgiften|avgift(?:en|er)?|kostar|kostnad|price|prices|tickets?|ticket|admission|entrance|entry|fee|fees|cost|costs|osallistuminen|deltagande|participation|entré",
}
_PATTERNS: Final = {
    sense: re.compile(rf"(?:{pattern})\Z")
    for sense, pattern in (_WHO | _CARDS | _REST | {Sense.MATERIAL: _MATERIAL}).items()
}
_EXTRA_HEAD: Final = re.compile(rf"(?:{_EXTRA})\Z")
_PART_HEAD: Final = re.compile(rf"(?:{_PART})\Z")
_SHORTEST_HEAD: Final = 3
_ALWAYS_EXTRA: Final = re.compile(
    r"(?:bussi|juna|metro|raitiovaunu|matka|lautta|kuljetus)-?lip\w*|lisät\w+|extratim\w*|extra|lisäaika|(?:pysäköinti|parkki|parkerings|parking)\w*|(?:varaus|ilmoittautumis|peruutus|toimitus|palvelu)maks\w*|saunavuoro\w*|bastutur\w*|kioski(?:lta|ssa|sta|lla)|lastenhoi\w*|barnpassning\w*|childcare|babysitting|käsiohjelma\w*|programblad\w*|(?:kahvi|kaffe|ruoka|lounas|juoma|narikka)-?\w*(?:maks|lip)\w*"
)
_OURS: Final = ("mme", "nsa", "nsä", "nne")
"""Finnish possessive endings: "toimintamme"."""
_NEVER_EXTRA: Final = frozenset({Sense.CARD, Sense.KAIKU, Sense.SERVICE_CARD, Sense.MEMBER})
NONE: Final[frozenset[Sense]] = frozenset()


def head_of(pattern: re.Pattern[str], word: str) -> int | None:
    """Where the latest head of a compound begins that the pattern knows; a very short head must be the whole word."""
    for start in range(len(word) - _SHORTEST_HEAD, -1, -1):
        if (start == 0 or len(word) - start > _SHORTEST_HEAD) and pattern.match(word, start):
            return start
    return 0 if pattern.match(word) else None


def part_head(word: str) -> int | None:
    """Where the head that names something to take part in begins in a lower-case word."""
    return head_of(_PART_HEAD, word)


@lru_cache(maxsize=50_000)
def senses_of(word: str) -> frozenset[Sense]:
    """The senses of one lower-case word.

    >>> sorted(senses_of("eläkeläisille")), sorted(senses_of("kahvikonsertti")), sorted(senses_of("kurssimateriaali"))
    ([<Sense.PENSIONER: 'pensioner'>], [<Sense.TAKING_PART: 'taking_part'>], [<Sense.MATERIAL: 'material'>])
    """
    if not word or len(word) > 60:
        return NONE
    found = {sense for sense, pattern in _PATTERNS.items() if pattern.match(word)}
    extra, part = head_of(_EXTRA_HEAD, word), part_head(word)
    if Sense.MATERIAL in found:
        return frozenset(found - {Sense.COURSE})
    if _ALWAYS_EXTRA.fullmatch(word):
        return frozenset({Sense.EXTRA})
    if found & _NEVER_EXTRA:
        return frozenset(found)
    if extra is not None and (part is None or extra >= part):
        found.add(Sense.EXTRA)
    elif part is not None:
        found.add(Sense.TAKING_PART)
    if not found and word.endswith(_OURS) and len(word) > 7:
        return senses_of(word[:-3])
    return frozenset(found)
