"""How Finnish, Swedish and English staff write of registering, booking, referrals and just coming. Words only; the verdict is made elsewhere."""

from __future__ import annotations

import re
from typing import Final

SIGN_FI: Final = (
    r"(?:ennakko|etukäteis|pakko|osallistumis|sähköinen\s|ryhmä|kurssi)?-?ilmoittautumi(?:nen|sta|sia|seen|sen|set|sella|sin|ssa)\b"
    r"|ajanvarau\w+\b|\b(?:ennakko|etukäteis|paikka|asiakas)?varau(?:sta|ksia|ksella|ksesta|ksetta)\b|\bennakkovarau\w+|\bilmoa\b|\bennakkoilmoa\b"
)
"""What one makes in advance, as a noun; "ilmoittautumismaksu" (a fee) and "ilmoitustaulu" (a board) are none."""
SIGN_SV: Final = r"(?:för(?:hands)?|på förhand\s)?-?anmäl(?:an|ning|ningar|ningen)\b|(?:förhands|tids|plats)?boknin\w+|tidsbeställning\w*|förhandsbokning\w*"
SIGN_EN: Final = r"(?:pre-?|advance |prior |separate )*(?:registration|registering|booking|bookings|reservations?|appointments?|enrolment|enrollment|sign[ -]?up|rsvp)\b(?! fee)"
_TO_SIGN_FI: Final = r"(?:ilmoittautua|ilmoittaa (?:itseään|lasta|osallistumis\w*)|varata (?:ennakkoon |etukäteen )?(?:aikaa|paikkaa|vuoroa)|tehdä varausta)"
_TO_SIGN_SV: Final = r"(?:anmäla (?:dig|sig|er)|föranmäla (?:dig|sig|er)|boka(?: (?:tid|plats|in))?|reservera plats)"
_TO_SIGN_EN: Final = r"(?:pre-?)?(?:register|book|sign up|enrol+|make an appointment|reserve|rsvp|apply)\b"
_BY_A_WAY: Final = r"(?!\s+(?:\d|whatsap|facebook|sähköposti|tekstiviesti|verko|netis|paikan ?päällä|paikalla|ove(?:lla|lta)|per telefon|via e|på plats|vid dörren|by (?:phone|e-?mail)|at the door|on site|onsite|online))"
"""Where a way of signing up is negated ("ei ilmoittautumisia puhelimitse"), signing up itself is not."""
_NO_NEED_FI: Final = r"(?:tarvita|tarvitse|tarvi|vaadita|edellytetä|edellytä|vaadi|ole (?:tarpeen|tarvetta|pakoll\w+|välttämät\w+|pakko|tarpeellis\w+)|kaivata)\b"
_ADVERBS: Final = r"(?:(?:erikseen|etukäteen|ennakkoon|erillistä|mitään|minkäänlaista|siis|lainkaan|tällä kertaa|myöskään|(?:eikä|tai|ja) \w+)\s+){0,2}"

NONE: Final = re.compile(
    "|".join(
        (
            rf"\b(?:ei|eikä|et|etkä|eivät)\s+(?:{_NO_NEED_FI[:-2]}\s+|ole\s+)?{_ADVERBS}(?:\w+(?:ttä|tta|sta|stä|ta|tä)\s+(?:tai|eikä|ja)\s+)?(?:{SIGN_FI}){_BY_A_WAY}(?!\s+(?:ole\s+)?(?:voi|oteta|avat|pysty|saa|vielä|alka))",
            rf"\b(?:ei|et|eikä|etkä)\s+(?:ole\s+)?(?:siihen\s+|sinne\s+|tapahtumaan\s+|mukaan\s+|kurssille\s+)?(?:tarvitse|tarvi|tarvetta|pakko|ole pakko|ole tarvetta|ole tarpeen)\s+{_ADVERBS}{_TO_SIGN_FI}",
            rf"(?:{SIGN_FI}|\b{_TO_SIGN_FI})\s+(?:etukäteen\s+|ennakkoon\s+|kurssille\s+)?(?:ei(?:kä)?|et)\s+(?:\w+\s+)?{_NO_NEED_FI}",
            rf"(?:{SIGN_FI})\s+(?:tai|eikä)\s+\w+(?:ta|tä|ua|yä)\s+ei\s+(?:ole|{_NO_NEED_FI[:-2]})\b",
            rf"(?:{SIGN_FI})\s+ei(?:\s+ole)?\s*(?=[.!,;)]|$)",
            rf"\b(?:ilman|ei)\s+{_ADVERBS}(?:\w+(?:ttä|tta|ta|tä)\s+(?:tai|ja)\s+)?(?:{SIGN_FI}){_BY_A_WAY}(?!\s+(?:ei\b|et\b|emme\b))",
            r"\bilmoittautumatta\b(?!\s+jä)|\bajanvarauksetta\b|\bvarauksetta\b",
            rf"\b(?:ingen|inga|utan|inget behov av|kräver (?:inte|ej|ingen))\s+(?:separat |särskild |skild )?(?:{SIGN_SV}){_BY_A_WAY}",
            rf"(?:{SIGN_SV})\s+(?:på förhand\s+)?(?:behövs|krävs|fordras|är)\s+(?:inte|ej)(?:\s+(?:nödvändig\w*|obligatorisk\w*|ett krav))?",
            rf"\b(?:behöver|måste)\s+(?:du\s+|man\s+|ni\s+)?(?:inte|ej)\s+{_TO_SIGN_SV}",
            rf"\b(?:no|without)(?:\s+(?:need (?:for|of)|any|need to))?\s+(?:an?\s+)?(?:{SIGN_EN}|{_TO_SIGN_EN}){_BY_A_WAY}",
            rf"(?:{SIGN_EN})\s+(?:in advance\s+)?(?:is|are)(?: not|n't)\s+(?:\w+\s+)?(?:required|needed|necessary|mandatory|compulsory|obligatory)",
            rf"(?:{SIGN_EN})\s+not\s+(?:required|needed|necessary|mandatory)",
            rf"\b(?:(?:do not|don't|does not|doesn't|need not|needn't)\s+(?:need to |have to |need (?:an? )?|require (?:an? )?)|(?:need not|needn't) |not (?:necessary|required) to )(?:{SIGN_EN}|{_TO_SIGN_EN})",
        )
    )
)
DROP_IN: Final = re.compile(
    r"(?<!ei )(?<!ej )(?<!ingen )(?<!no )\bdrop[ -]?in\b(?! (?:ei|inte|not))|\bwalk-?ins? (?:are )?welcome|\bjust (?:show|turn|drop|come) (?:up|in|by|along)"
    r"|\b(?:tulla|tule|liittyä|osallistua|poiketa|poikkea)\s+(?:mukaan\s+)?(?:milloin|koska)\s+(?:vain|tahansa|haluat)"
    r"|\b(?:tulla|tule)\s+(?:vain\s+|vaan\s+)?suoraan\s+paikalle|\bdet är bara att (?:komma|dyka upp)|\bkom (?:med )?när du vill|\bkom som du är"
    r"|\bdrop by any ?time|\bcome any ?time|\bavoin ryhmä,? (?:johon|mukaan) voi tulla"
)
REQUIRED_STRONG: Final = re.compile(
    r"\bpakolli\w+|\b(?:vaati|edellyttä|vaadi|edellyte)\w+|\bvaaditaan|\btarvitaan\b|\bsitov\w+|\bviimeistään\b|\bmennessä\b|\btäytyy\b|\bpitää\b|\bmuista\b|\btulee\b|\bvain\b"
    r"|\bkrävs\b|\bkräver\b|\bobligatorisk\w*|\bbindande\b|\bsenast\b|\bmåste\b|\bska\b|\bendast\b|\brequired\b|\brequires\b|\bmandatory\b|\bcompulsory\b|\bmust\b|\bonly\b|\bby \w+ \d|\bno later than\b|\bdeadline\b"
)
OPTIONAL: Final = re.compile(
    r"\bsuosit(?:el|tel)\w+|\bsuosittelemme\b|\btoivo(?:mme|taan|isimme|ttav\w+|taisiin|tavaa)\b|\bmielellään\b|\bhalutess\w+|\bvapaaehtois\w+|\bvoi(?:t|tte|vat|daan)?\s+(?:myös\s+|halutessaan\s+|halutessasi\s+)?(?:ilmoittautua(?! vara| jono)|varata (?:paikan|paikkasi|etukäteen))"
    r"|\betusija\w*|\brekommendera\w*|\bgärna\b|\bfrivillig\w*|\bvalfri\w*|\b(?:kan|får) (?:också |även )?(?:du |man |ni )?(?:också |även )?(?:anmäla|boka)|\brecommend\w*|\boptional\b|\bencouraged?\b|\bpreferred\b|\badvis(?:ed|able)\b|\b(?:can|may) (?:also )?(?:register|book|sign up)|\bif you (?:wish|like|want)|\bappreciated\b"
)
_SIGNS: Final = (
    SIGN_FI,
    r"ilmoittaudu|ilmoittautu\w|\b(?:ennakko)?ilmo(?:t|on|ja|a)?\b|\bilmoita(?:than)? (?:lapse\w*|osallistumis\w*|itse\w*|tulo\w*|nime\w*|mukaan)",
    r"\bvaraa(?:than|mme)? (?:oma |sinulle |itsellesi )?(?:aika|paikka|paikkasi|vuoro|aikasi)\b|\b(?:aika|paikka|ajan|paikan)\b[^.]{0,20}\bvara(?:ta|taan|ttava\w*|amalla)\b|\bvarattava\b[^.]{0,20}\b(?:aika|paikka)|\bvarauksen kautta\b|\bvaraukset:",
    r"\bhakuaika\w*|\bhakulomak\w+|\bhakemu\w+|\bhaku (?:alkaa|päättyy|on (?:auki|käynnissä))|\bhae (?:kurssi|mukaan|paikka|ryhmä|leiri)\w*|(?:lle|aan|ään|een|iin|oon|uun|yyn|öön)\s+(?:voi\s+)?(?:haetaan|hakeudutaan|hakea)\b|\bpaikkaa haetaan",
    r"\b(?:jonotus(?:lista|paik)|varasij|peruutuspaik|kölista|waiting list|väntelista)\w*",
    r"(?<!fel)\b(?:för(?:hands)?)?anmäl(?:an|ning\w*|er|as|da)?\b(?! om (?:fel|brist|miss))|\banmäla (?:dig|sig|er|ditt|sitt)|boka (?:en )?(?:tid|plats|in)\b|\b(?:förhands|tids|plats)bokning\w*|\btidsbeställning\w*|\bbeställ(?:a)? (?:en )?tid\b|\bansök(?:an|ning\w*|er)?\b|\breservera (?:en )?plats",
    r"(?<!cash )(?<!accessibility )\b(?:pre-?)?regist(?:er|ration|ering|rations)\b(?! of (?:accessib|trade|assoc))|\bsign[ -]?up\b|\benrol\w*|\bappointments?\b|\brsvp\b|\b(?:to|must|please|should) book\b|\bbook (?:a|an|your|in|now|online|ahead|by|at|through|via)\b|\b(?:advance |pre-?)booking\b|\bbooking (?:is |in advance|recommended|required|essential|via|through)|\breserve (?:a|your) (?:place|spot|seat|time)|\bappl(?:y|ications?) (?:to|for|by|online|now|through|via|with|must|period)\b",
)
SIGN: Final = re.compile("|".join(_SIGNS))
OTHER_BOOKING: Final = re.compile(
    r"\b(?:tila|kenttä|sali|huone|sauna|kokous|väline|lippu|rata|laite|tennis|keila)-?\s?varau\w*|\bvaraa (?:tila|kenttä|sali|huone|sauna|lippu|liput|mukaa)\w*"
    r"|\b(?:lokal|ban|biljett|sal|rums|bastu)bokning\w*|\bboka (?:biljett|lokal|bana)\w*|\b(?:book|reserve) (?:your |a )?(?:tickets?|room|court|venue)\w*|\b(?:ticket|room|court|venue) (?:booking|reservation)s?"
    r"|\bilmoittautumismaksu\w*|\bregistration fee|\bbooking fee|\banmälningsavgift\w*|\bfelanmälan\w*|\bjälki-?ilmoittautumi\w+"
)
"""Rooms, courts and tickets are booked by others than those who take part; a fee is no registration."""
REFERRAL: Final = re.compile(
    r"lähete(?:ttä)?\b|lähettee\w+|lähettei\w+|lähetekäytän|\basiakasohjau\w+|\bpalveluohjauk\w+ kautta|\bmyönteinen (?:palvelu)?päätös|\b(?:palvelu|viranomais|kuntoutus|sosiaalihuollon )päätö(?:s\b|ks|stä)\w*"
    r"|\bpäätö(?:ksen perusteella|ksellä|s vaaditaan|stä edellyt\w+)|\bmaksusitoumu\w+|\b(?:palvelu|hoidon|tuen)\s?tarpeen arvioi\w+"
    r"|(?:aan|ään|een|iin|oon|uun|yyn|öön|lle)\s+(?:sinut\s+|asiakkaat\s+|osallistujat\s+)?ohja(?:a|avat|taan|udutaan|utuvat)\b[^.]{0,40}(?:terveyden|sosiaali|lääkäri|hoitaja|ammattilai|neuvola|hoitav|sairaala|poliklini|kautta|fysioterapeut)"
    r"|(?:terveyden|sosiaali|lääkäri|hoitaj|ammattilai|neuvola|sairaala|poliklini|hoitopaik|hoitav|fysioterapeut|psykiatri)\w*(?:\s+\w+){0,2}\s+(?:kautta|ohjaamana|ohjaamille|suosituksesta|arvion perusteella|ohjauksesta)"
    r"|\b(?:läkar)?remiss\w*|\bhänvis(?:as|ning)\b[^.]{0,30}(?:vård|läkare|social|personal)|(?:vård|läkare|social)\w*(?:\s+\w+){0,2}\s+hänvis\w+|\bbiståndsbeslut|\b(?:positivt|beviljat) beslut|\bbeslut (?:krävs|behövs)"
    r"|(?<!self-)(?<!self )\breferrals?\b|\b(?:is|are|been|be) referred\b|\breferred by\b|\bdoctor's (?:note|order)|\b(?:health ?care|medical|social work) professional\w* (?:will )?(?:refer|direct)s?"
)
NO_REFERRAL: Final = re.compile(
    r"(?:\s§\s\s?)(?:tai|eikä|ja|eller|or)\s+(?:lääkärin\s+)?(?:lähetettä|remiss|a?\s?referral)\b|\b(?:ei|et|ilman|eikä|etkä)\s+(?:tarvit\w+\s+|tarvi\s+|vaadi\w*\s+|edellyt\w+\s+|ole\s+)?(?:\w+(?:ta|tä)\s+(?:tai|eikä|ja)\s+)?\w*(?:lähete(?:ttä)?\b|päätöstä\b|maksusitoumusta\b)"
    r"|(?:lähetettä|lähete|lähetteitä|päätöstä)\s+(?:ei|et)\s+(?:ole\s+|edellyt\w+|vaadi\w*|tarvi\w*)\s*\w*"
    r"|\b(?:ingen|utan|inga|inte)\s+(?:\w+\s+)?(?:läkar)?remiss\w*|\bremiss\s+(?:behövs|krävs)\s+(?:inte|ej)|\b(?:no|without|not need)\s+(?:a |an |any )?(?:\w+\s+)?referrals?(?: is)?(?: (?:needed|required|necessary))?|\breferrals? (?:is |are )?not (?:needed|required|necessary)|\bself-?referral\w*"
)
BARRED: Final = re.compile(
    r"\b(?:ei|emme|eivät|et|en|ette)\b(?:\s+\w+){0,2}\s*\b(?:pääse|voi|ota\b|oteta|palvel|osallistu|taata|takaa|mahdoll|sallit|onnistu|pysty|saa\b)|\b(?:kan|får|tas|garanterar|släpps|tar)\b[^.]{0,30}\b(?:inte|ej)\b|\b(?:cannot|can't|can not|not (?:be )?(?:admitted|possible|allowed|guarantee\w*|able)|no (?:entry|entrance|admission)|unable|won't)\b"
)
"""Beside "ilman ilmoittautumista": one does not get in."""
NO_DUTY: Final = re.compile(
    r"\b(?:ei|inte|ej|not|eikä|isn't)\s+(?:ole\s+)?(?:kuitenkaan\s+)?(?:pakolli\w+|välttämät\w+|sitov\w+|obligator\w+|nödvändig\w*|required|mandatory|compulsory|obligatory|necessary|krävs|ett krav)"
)
NEGATION: Final = re.compile(
    r"\b(?:ei|eikä|et|etkä|eivät|ilman|ingen|inga|utan|inte|ej|inget|no|without|not|need not|needn't)\b|n't|matta\b|ksetta\b"
)
REFERRAL_HINT: Final = re.compile(
    r"läh|ohja|päät|sitou|arvioi|kautta|suosituks|perusteella|remiss|hänvis|beslut|refer|doctor|direct"
)
LIMITED: Final = re.compile(
    r"\bjos\b|\benää\b|\bkuin\b|\bjälkeen\b|\btällä hetkellä\b|\bjäseni|\bif\b|\bom du\b|\bälä\b|\bälkää\b|\b(?:do not|don't) (?!need|have|require)|\bnot without\b"
    r"|\b(?:inte|ej|ei|eikä) (?:utan|ilman)\b|\bei \w+ ilman\b|\b(?:netissä|verkossa|puhelimitse|by phone|per telefon)$|\bvain\b|\bendast\b|\bonly\b"
)
"""A denial within bounds, or of coming without: what it means for everyone else is not said."""
AGAIN: Final = re.compile(
    r"\buudelleen\b|\buudestaan\b|\bjo ilmoittautun|\baiemmin ilmoittautun|\bjos olet jo|\bpå nytt\b|\bredan anmäl|\bagain\b|\balready (?:registered|signed|enrolled|booked)"
)
EXCEPT: Final = re.compile(
    r"\bpaitsi\b|\bellei\b|\blukuun ottamatta\b|\butom\b|\bförutom\b|\bexcept\b|\bunless\b|\bryhm(?:ät|ien|iltä|ille|ä(?:vieraili)?)\b|\bgrupper\b|\bgroups\b|\bensimmäi\w+ (?:kerra|kerta)\w*|\bförsta gången\b|\bfirst time\b|\bmyös ilman\b|\balso without\b|\bäven utan\b|\botherwise\b"
)
EITHER: Final = re.compile(
    r"\btai\b|\beller\b|\bor\b|\byksittäi\w+|\bmyös ilman\b|\bäven utan\b|\balso without\b|\bryhmät\b|\bgrupper\b|\bgroups\b"
)
