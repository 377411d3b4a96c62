"""The words of accessibility in Finnish, Swedish and English: features, what limits a claim, and Finnish cases. Data for `access_sentences`.

Every list errs towards saying less: a word that may mean something else is left out.
"""

from __future__ import annotations

import re

from schemas.service import Feature


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


FREE_FI = r"(?<!ei-)\besteet(?:ön(?:tä)?|töm\w+)"
WC_FI = r"(?:(?:yleisö|asiakas|unisex|aula)-?)?(?:wc(?:-(?:tila|tilat|tiloja|istui\w+|tiloissa))?(?::\w+)?\b|vess(?:a|o)\w*|toalet\w+|toilet\w+|käymäl\w+|saniteettitil\w+)"
DISABLED_FI = r"(?:liikunta|liikkumis)(?:estei|rajoittei|rajoittunei|vammai)\w+|vammais\w+|pyörätuoli\w*(?: käyttäj\w+)?|rollaattor\w+"
SUITED_FI = r"(?: (?:soveltuv|sopiv|tarkoitet|mitoitet|varat|varust|käytettäv|suunnitel)\w+)?"
CARS_FI = r"(?:auto|parkki|pysäköinti|parkkeeraus)-?(?:paik|ruu)\w+|(?:pysäköinti|parkki|parkkeeraus)(?!hal|lup|luv|tunn|kort|mit|kiek|maks)\w*"
DISABLED_SV = r"(?:rörelsehindra|rörelsenedsatt|funktionsnedsatt|funktionshindra|handikappa|rullstol)\w*|personer med|besökare med"
WC_SV = r"(?:toalett\w*|wc\b\w*)"
CARS_SV = r"(?:(?:bil|parkerings|p)-?(?:plats|rut|ruta)\w*|parkering\w*)"
WC_EN = r"(?:(?:public|unisex|customer) )?(?:toilets?|restrooms?|bathrooms?|wcs?|washrooms?|lavator(?:y|ies))\b"
DISABLED_EN = (
    r"(?:the )?(?:disabled|handicapped|(?:people|persons?|customers|visitors|those) (?:with|who|using)|wheelchairs?)"
)
ACCESSIBLE_EN = (
    r"(?<!non-)(?<!in)\b(?:accessible|disabled(?: access)?|handicap(?:ped)?|barrier-free|wheelchair-friendly)"
)

MENTIONS: dict[Feature, re.Pattern[str]] = {
    Feature.ACCESSIBLE_TOILET: _any(
        rf"{FREE_FI}(?:,? (?:tilava\w*|iso\w*|oma\w*|erillinen|erillisiä|inva))? {WC_FI}",
        rf"\binva(?:lidi)?[- ]?{WC_FI}|\ble-?wc(?::\w+)?",
        rf"(?:{DISABLED_FI}){SUITED_FI} {WC_FI}",
        rf"\btillgänglig(?:a|t)? (?:besöks|allmän\w* |kund)?{WC_SV}|(?:handikapp|rullstols|tillgänglighets|rörelsehindra\w*)-?(?:anpassa\w+ )?{WC_SV}",
        rf"\b(?:rwc|hwc)\b|\binva-?{WC_SV}|{WC_SV} (?:som \w+ |avsed\w+ |anpass\w+ |lämp\w+ |tillgänglig\w* )?(?:sig )?för (?:{DISABLED_SV})",
        rf"{ACCESSIBLE_EN} (?:and \w+ )?{WC_EN}|{WC_EN} (?:suitable |designed |intended |accessible )?(?:for|to) {DISABLED_EN}",
    ),
    Feature.LIFT: _any(
        r"(?<![a-zåäö])(?:(?:inva|henkilö|asiakas|yleisö|maisema|lasi|näköala)-?)?hiss(?:i(?:ä|n|t|in|en|llä|lle|ltä|ssä|stä|kin|nsä|yhtey\w*)?|e(?:jä|illä|ihin|issä|itä|istä))\b",
        r"(?<![a-zåäö])(?:person)?hiss(?:en|ar|arna|ens|förbindelse\w*)?\b",
        r"(?<!ski )(?<!chair )(?<!stair )(?<!platform )(?<!wheelchair )(?<!pool )(?<!goods )(?<!face )(?<!patient )(?<!to )(?<!can )(?<!will )(?<!you )(?<!we )(?<!weight )(?<!-)\blifts?\b(?! (?:weights?|up|your|heavy|the|off|it|passes|tickets?))|\belevators?\b(?! pitch)",
    ),
    Feature.INDUCTION_LOOP: _any(
        r"\b(?:induktio|kuuntelu|kuulo|kuulolaite|kuulovamma|ääni|t)-?silmuk\w+|\binduktio(?:kuuntelu)?järjestelm\w*",
        r"\b(?:induktions?|hör|hörsel|hörapparats?|tele|t|ljud)-?sling(?:a|an|or|orna|system|systemet)\b",
        r"\b(?:induction|inductive|hearing(?:[- ]aid)?|audio[- ]frequency|audio|t)[- ](?:induction )?loops?\b|\bt-coil\b|\bloop system",
    ),
    Feature.ACCESSIBLE_PARKING: _any(
        rf"{FREE_FI}(?:,? (?:merkitty\w*|varattu\w*))? (?:{CARS_FI})|\binva(?:lidi)?[- ]?(?:{CARS_FI}|paik\w+)|\ble-?(?:paik\w+|{CARS_FI})",
        rf"(?:{DISABLED_FI}){SUITED_FI} (?:{CARS_FI})",
        rf"\btillgängliga? {CARS_SV}|(?:handikapp|rullstols|tillgänglighets)-?anpassa\w+ {CARS_SV}|\bhandikapp?-?(?:plats\w*|{CARS_SV})|\binva-?(?:plats\w*|{CARS_SV})",
        rf"{CARS_SV} (?:avsed\w+ |reserv\w+ |anpass\w+ )?för (?:{DISABLED_SV})|rörelsehindrades {CARS_SV}",
        rf"(?:{ACCESSIBLE_EN}|blue badge) (?:car )?parking\b|\b(?:car )?parking(?: (?:spaces?|places?|bays?|spots?|lots?))? (?:reserved |designated |suitable )?for {DISABLED_EN}",
    ),
}
LIFT_PART: re.Pattern[str] = _any(
    r"(?<![a-zåäö])(?:henkilö|inva)?hissi(?:n|en) (?:\w+ )?(?:ovi|ove|kori|kerrosn|kerrosp|paini|nappi|napit|merkkiän|merkkiään|äänimerk|ohjaus|kutsu|hallinta|mitat|koko\b|leve|syvyy|peili|käsijoh|numero|sisäm|sisäpuol|kuulut|valaist|lattia)\w*",
    r"(?<![a-zåäö])hissens (?:\w+ )?(?:dörr|korg|knapp|våning|nummer|manöver|mått|bredd|djup|spegel|ledst|tablå|belysn|golv)\w*|(?:knapp|nummer|våningsnum|manöverp|spegel|ledst)\w* i hissen\b|\bhissknapp\w*",
    r"\b(?:the )?(?:lift|elevator)(?:'s)? (?:door|button|car\b|cabin|floor num|control|panel|interior|mirror|call|signal|announcement)\w*|\b(?:button|number|control|panel|mirror|handrail)s? (?:in|of|inside) the (?:lift|elevator)\b",
)
"""Who speaks of the lift's doors or buttons, and be it that they cannot be felt, speaks of a lift that is there."""
MARKED: dict[Feature, re.Pattern[str]] = {
    Feature.ACCESSIBLE_TOILET: _any(
        rf"esteettömäksi merkit\w+ {WC_FI}",
        rf"{WC_SV} (?:som har )?(?:angetts|markera\w+|märkt\w*) som tillgänglig",
        rf"{WC_EN} marked as accessible",
    ),
    Feature.ACCESSIBLE_PARKING: _any(
        rf"esteettömi?(?:äksi|ksi) merkit\w+ (?:{CARS_FI})",
        rf"{CARS_SV} som (?:har )?(?:angetts|markera\w+) som tillgäng\w+",
        r"parking (?:spaces?|places?) marked as accessible",
    ),
}
"""What somebody marked as accessible: the register writes so when the place fails its own measure, so it is no yes."""

PREDICATES: dict[Feature, re.Pattern[str]] = {
    Feature.ACCESSIBLE_TOILET: _any(
        rf"\b(?:{WC_FI})(?: \w+){{0,3}}? (?:on|ovat)(?: (?:myös|täysin|kokonaan))? esteet(?:ön|töm(?:iä|ät))\b",
        rf"\b{WC_SV}(?: \w+){{0,2}}? är (?:\w+ )?(?:handikapp|rullstols|tillgänglighets)anpassa\w+",
        rf"\b{WC_EN}(?: \w+){{0,3}}? (?:is|are) (?:also |fully )?(?:wheelchair[- ])?accessible(?= (?:to|for|with|by) (?:a )?(?:wheel|disab|people|persons)|[\W]*$)",
    ),
}
PREDICATES_NOT: dict[Feature, re.Pattern[str]] = {
    Feature.ACCESSIBLE_TOILET: _any(
        rf"\b(?:{WC_FI})(?: \w+){{0,3}}? (?:ei|eivät)(?: \w+)? (?:ole )?(?:\w+ )?(?:esteet|pyörätuoli|liikuntaestei)",
        rf"\b{WC_SV}(?: \w+){{0,2}}? är (?:inte|ej) (?:\w+ )?(?:handikapp|rullstols|tillgänglig)",
        rf"\b{WC_EN}(?: \w+){{0,3}}? (?:is not|are not|isn't|aren't) (?:\w+ )?(?:wheelchair[- ])?accessible",
    ),
}
STEMS: dict[Feature, tuple[str, ...]] = {
    Feature.ACCESSIBLE_TOILET: tuple("wc vess saniteet toal toil käymäl restroom bathroom washroom lavator".split()),
    Feature.LIFT: ("hiss", "lift", "elevator"),
    Feature.INDUCTION_LOOP: ("silmuk", "sling", "loop", "induktio", "t-coil"),
    Feature.ACCESSIBLE_PARKING: ("park", "paik", "plats", "ruu", "ruta", "rutor", "pysäk"),
}
"""Without one of these a sentence cannot mention the feature: a search that costs nothing before one that costs much."""
ANY_TOILET = re.compile(rf"\b{WC_FI}|\b{WC_SV}|\b{WC_EN}")

NEG = re.compile(
    r"\b(?:ei|eivät|eikä|eivätkä|ilman|vailla|puuttu(?:u|vat)|nej|inte|ej|ingen|inga|inget|icke|saknas|saknar|utan|varken|no|not|without|lack(?:s|ing)?|cannot|none|neither|nor|missing|unavailable)\b"
    r"|n't\b|(?<![\d.,])0 (?=(?:kpl |st )?[a-zåäö])|\bon 0\b"
)
NOT_BEFORE = re.compile(
    r"(?:\b(?:ingen|inga|inget|inte|ej|saknar|saknas|utan|varken|no|not|without|lacks?|lacking|neither|nor|any)\b|n't\b|(?<![\d.,])\b0\b)(?:(?!\b(?:i|på|in|to|till|for|för|from|från|at|vid|near|but|men)\b)[^.])*$"
)
NOT_AFTER = re.compile(
    r"^\W*(?:\w+ ){0,4}?(?:finns (?:inte|ej)|saknas|är inte tillgänglig|(?:is|are) (?:not|unavailable|missing)|(?:isn't|aren't)|does not exist|(?:is|are) lacking|[:–-] ?(?:none|saknas|puuttuu|unavailable|not (?:available|on site|here|provided))\b|[:–-] ?(?:ei|no|nej|inte|ingen|inga)\b(?=\W*$|[.,;!)]| (?:on site|here|ole|löydy|available|at|in|i|tilois\w*|talos\w*|rakennuks\w*|tyvärr|valitettavasti|unfortunately)\b))"
)
ROOMLESS = re.compile(
    r"(?:ei(?:vät)?\b.{0,12}\b(?:tarpeeksi|riittävästi)\b|liian (?:vähän|kapea|ahdas|pieni|ahta|kapei|pieni)|ei(?:vät)? (?:ole )?(?:\w+ )?(?:mahdu|riittävän|tarpeeksi)"
    r"|inte tillräckligt|för (?:trång|smal|lite|liten)|not (?:have |be )?(?:\w+ )?(?:sufficient|enough|sufficiently|spacious)|too (?:narrow|small|little|cramped|tight))"
)
ROOMLESS_PARKING = re.compile(
    r"(?:autopaik|parkeringsplats|p-plats|bilplats|parking (?:space|place)).{0,60}(?:tarpeeksi leve|tillräckligt bred|sufficiently wide|wide enough)"
)
DOUBT = re.compile(
    r"\bn/a\b|\?|suunnit(?:teil|ell?aan|elm|ellu)|tulossa|rakenn?etaan|rakenteil|asennetaan|remont|peruskorja|epäkunn|\brikki|poissa käytöstä|pois käytöstä|ei ole käytössä|ei toimi|eivät toimi|huolto|huollo|väliaikai|tilapäi|suljet|poistet|entinen|entise"
    r"|tieto(?:a|ja)\b|tiedossa|epäselv|tarkista|varmista|selvit|kysy (?:lisä|ennak|onko|etukät|saat)|mahdollisesti|\behkä|toivo|valmistu|vasta |\bjos\b|mikäli|\bonko\b"
    r"|planera|byggs|installeras|ur funktion|ur bruk|trasig|renover|stängd|tillfällig|okän|ingen (?:uppgift|information|kännedom)|inte känt|oklar|kontrollera|eventuellt|kanske|\bom det\b|fungerar inte"
    r"|planned|planning|under construction|will be|to be (?:built|installed)|being (?:built|installed|repaired)|out of (?:order|service|use)|broken|\bclosed|temporar|renovat|no information|unknown|unclear|not known|not sure|check (?:whether|if)|possibly|perhaps|maybe|\bif\b|\bwhether\b|does not work|not working|not in use"
    r"|ei (?:vain|ainoastaan|pelkästään)|inte (?:bara|endast)|not (?:only|just)"
)
HEDGE = re.compile(
    r"melkein|lähes|osittain|osin\b|pääosin|melko|kohtuull|avustet|avustaja|avustuksella|avulla autettu|delvis|nästan|till stor del|med hjälp|assistent|partly|partial|nearly|almost|mostly|fairly|reasonably|with (?:some )?(?:assistance|help)|with an assistant|limited"
)
ELSEWHERE = re.compile(
    r"lähi(?:n|mmä|mpä|mmis|stöl)|lähimpänä|viereise|naapuri|läheise|muualla|toisessa (?:rakennuks|talo)|kadun toisella|kauppakeskuks|närmast|granne?(?:n|hus|bygg|fastig)|bredvid|intilliggande|nearest|closest|next door|neighbou?ring|adjacent|another building|across the (?:street|road)"
)
RESERVED = re.compile(
    r"yksityi(?:s|nen)|henkilökun(?:nan|nalle)|henkilöstö|asukkai|asukas|\bvain (?:talon|työnt)|privat|personalen?s?\b|boende|private|staff[- ]only|for staff|resident|employees"
)
RULE = re.compile(
    r"vähimmäis|pitää olla|pitäisi|tulisi|minimimått|\bbör\b|\bska\b|minimum|should|must|definition|tarkoittaa|betyder|means"
)
ROUTE = re.compile(
    r"kulkureit|reiti(?:n|ll|lt|st)|\breitti\b|kulkuväyl|\brutt|\bpå väg\b|\broutes?\b|\bpassage|\bpath|on the way|\bway to\b|\bvägen (?:till|från)\b|pihatie|\bramp(?:en|s)? till\b"
)
PART = re.compile(
    r"allas|altaa|bassäng|\bpool|kabinet|cabinet|sam(?:assa|ma) (?:kerrok|vån|plan)|samma våning|same floor|puku(?:huone|til)|omklädning|dressing|locker|sauna|bastu|katsomo|läktar|seating|pysäköintihal|parkeringshal|parking hall|kerroksessa|krs|\bvåning|\bfloor|salissa|saliss|\bsal(?:en|i)\b|salen\b|auditori|\bhall\b|huoneessa|rummet|\broom|tiskillä|\bdisk|\bdesk|kokousti|terass|terrace|kahvilassa|kafé|\bcafé|\bwing\b|siive|puolella|kiinteää|siirrettävää|\bfast\b|\bmobil|\bfixed\b|\bportable\b|kellari|källar|basement|ylä|ala(?:ker|ta)"
)
"""A "no" that names a part, or one kind of a thing, does not deny the rest."""
BOTH_KINDS = re.compile(
    r"toimipiste.*kiinte\w+ eikä siirrettäv|verksamhetsställ.*fast eller mobil|mobil.*verksamhetsställ|facility.*fixed or portable"
    r"|ei (?:ole )?kiinte\w+ eikä siirrettäv\w+ induktiosilmukkaa$"
)
"""Neither fixed nor portable: that denies the thing, not one kind of it."""
SLOPES = re.compile(
    r"laskettel|(?<!pe)rin(?:ne|te)|hiihto|\bski|slalom|pulkka|alamäki|mattohiss|lastenhiss|backe|skid|slope"
)
SEATS = re.compile(r"katsomo|istu|teatter|esity|sali|lippu|konsert|läktar|auditor|audience|seat|näytö")

_NOMINATIVE = re.compile(
    r"(?:wc|vessa|vessat|wc:t|käymälät?|toaletti|toaletit|paikka|paikat|silmukka|silmukat|hissi|hissit|tilat?|ruutu|ruudut|pysäköinti|parkki|yhteys|yhteydet|järjestelmät?)$"
)
_LOCATIVE = re.compile(r"(?:ss[aä]|ll[aä])$")
_PARTITIVE = re.compile(r"[aä]$")
_ABLATIVE = re.compile(r"(?:st[aä]|lt[aä])$")


def finnish_case(mention: str) -> str:
    """nominative, partitive, locative or oblique, of the last word of a mention: a denied thing is in the partitive.

    >>> finnish_case("esteetöntä wc:tä"), finnish_case("inva-wc"), finnish_case("esteettömässä wc:ssä"), finnish_case("inva-wc:n")
    ('partitive', 'nominative', 'locative', 'oblique')
    """
    if _NOMINATIVE.search(mention):
        return "nominative"
    if _LOCATIVE.search(mention):
        return "locative"
    return "partitive" if _PARTITIVE.search(mention) and not _ABLATIVE.search(mention) else "oblique"


FINNISH = re.compile(
    r"[a-zåäö]*(?:wc(?::[a-zåäö]+)?|wc-til\w+|saniteettitil\w+|vess\w+|käymäl\w+|toalet(?:ti|it|in|tia|teja|issa|tiin)\w*|paik\w+|ruu\w+|silmuk\w+|hiss(?:i|e[jii])\w*|pysäköin\w+|parkki\w*|järjestelm\w*)$"
)
