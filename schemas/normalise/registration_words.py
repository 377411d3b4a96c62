"""How Finnish, Swedish and English staff write of registering, booking, referrals and just coming. Words only; the verdict is made elsewhere."""

from __future__ import annotations

import re
from typing import Final

SIGN_FI: Final = (
    r"(?:ennakko|etukäteis|pakko|osallistumis|sähköinen\s|ryhmä|kurssi)?-?ilmoittautumi(?:nen|sta|sia|seen|sen|set|sella|selle|sin|ssa)\b"
    r"|ajanvarau\w+\b|\b(?:ennakko|etukäteis|paikka|asiakas)?varau(?:sta|ksia|ksella|ksesta|ksetta|kselle)\b|\bennakko[ -]?varau\w+|\bilmoa\b|\bennakkoilmoa\b"
)
"""What one makes in advance, as a noun; "ilmoittautumismaksu" (a fee) and "ilmoitustaulu" (a board) are none."""
SIGN_SV: Final = r"(?:för(?:hands)?|på förhand\s)?-?anmäl(?:an|ning|ningar|ningen)\b|(?:förhands|tids|plats)?boknin\w+|tidsbeställning\w*|förhandsbokning\w*"
SIGN_EN: Final = r"(?:pre-?|advance |prior |separate )*(?:registrations?|registering|bookings?|reservations?|appointments?|enrol?lments?|sign[ -]?ups?|signing[ -]up|rsvp)\b(?! fee)"
_TO_SIGN_FI: Final = r"(?:ilmoittautua|ilmoittaa (?:itseään|lasta|osallistumis\w*)|varata (?:ennakkoon |etukäteen )?(?:aikaa|paikkaa|vuoroa)|tehdä varausta)"
_TO_SIGN_SV: Final = r"(?:förhandsanmäla (?:dig|sig|er)|anmäla (?:dig|sig|er)|föranmäla (?:dig|sig|er)|boka(?: (?:tid|plats|in))?|reservera plats)"
_TO_SIGN_EN: Final = r"(?:pre-?)?(?:register|book|sign up|enrol+|make an appointment|reserve|rsvp|apply)\b"
_BY_A_WAY: Final = r"(?!\s+(?:of\b|\d|whatsap|facebook|sähköposti|tekstiviesti|verko|netis|paikan ?päällä|paikalla|ove(?:lla|lta)|puhelim(?:itse|ella)|soittamalla|lomakkeella|kirjeitse|per telefon|per post|via e|på plats|vid dörren|by (?:phone|e-?mail)|at the door|on site|onsite|online))"
"""Where a way of signing up is negated ("ei ilmoittautumisia puhelimitse"), signing up itself is not."""
_NO_NEED_FI: Final = r"(?:tarvita|tarvitse|tarvi|vaadita|edellytetä|edellytä|vaadi|ole (?:tarpeen|tarvetta|pakoll\w+|välttämät\w+|pakko|tarpeellis\w+)|kaivata)\b"
_GAP: Final = (
    r"(?:(?!vain\b|maksaa\b|lähettää\b|täyttää\b|odottaa\b|ostaa\b|vielä\b|enää\b|kuin\b|unohta|jos\b)\w+\s+){0,3}?"
)
"""What may stand between a denied need and what is not needed: "ei tarvitse tehdä kurssille ennakkoilmoittautumista"."""
_HEADED_NO: Final = r"(?:ei(?: (?:ole|tarvi|pakollinen|pakollista|välttämätön|välttämätöntä|tarvetta|tarvita|tarvitse|vaadita|edellytetä|tarpeen))?|ei ole tarpeen|nej|ingen|inte|(?:behövs|krävs) (?:inte|ej)|no|none|not (?:required|needed|necessary))"
_ADVERBS: Final = r"(?:(?:erikseen|etukäteen|ennakkoon|erillistä|erillisiä|ennalta|mitään|minkäänlaista|siis|lainkaan|tällä kertaa|myöskään|(?:eikä|tai|ja) \w+)\s+){0,2}"

_NEEDED_FI: Final = r"(?:(?:ennakko|etukäteis|pakko|osallistumis|sähköinen\s|ryhmä|kurssi)?-?ilmoittautumi(?:nen|sta|sia|set|selle)|ajanvarau(?:s|sta|ksia|kset|kselle)|(?:ennakko|etukäteis|paikka|asiakas)?[ -]?varau(?:s|sta|ksia|kset|kselle))\b"
"""The cases of what is not needed; "ilmoittautumiseen ei tarvita tunnuksia" denies the user names."""
_OF_ITSELF: Final = r"(?<!(?:.edellytä|....vaadi)(?=\s\w))(?!\s+(?!tehdä\b|enää\b)\w+(?:[aeiouyäö][dt][aä]|ll[aä]|nn[aä]|rr[aä]|st[aä]|[eiouyaäö]a|[eiouyäö]ä)\b)"
"""Not what registering asks ("ilmoittautuminen ei vaadi tunnuksia") nor what is done with it ("ilmoittautumista ei tarvitse tulostaa")."""
NONE: Final = re.compile(
    "|".join(
        (
            rf"\b(?:ei|eikä|et|etkä|eivät)\s+(?:{_NO_NEED_FI[:-2]}\s+|ole\s+)?{_ADVERBS}(?:\w+(?:ttä|tta|sta|stä|ta|tä)\s+(?:tai|eikä|ja)\s+)?(?:{_NEEDED_FI}){_BY_A_WAY}(?!\s+(?:ole\s+)?(?:voi|oteta|avat|pysty|saa|vielä|alka))",
            rf"\b(?:ei|et|eikä|etkä)\s+(?:ole\s+)?(?:siihen\s+|sinne\s+|tapahtumaan\s+|mukaan\s+|kurssille\s+)?(?:tarvitse|tarvi|tarvetta|pakko|ole pakko|ole tarvetta|ole tarpeen)\s+{_ADVERBS}{_TO_SIGN_FI}",
            rf"\b(?:ei|eikä)\s+(?:ole\s+)?tarvetta\s+{_GAP}(?:{SIGN_FI}|{_TO_SIGN_FI})",
            rf"\b(?:ei|eikä|et|etkä|eivät)\s+(?:\w+\s+)?{_NO_NEED_FI}\s+{_GAP}(?:(?:{_NEEDED_FI}){_BY_A_WAY}|{_TO_SIGN_FI}{_BY_A_WAY})",
            r"\b(?:ei|et|eikä|etkä)\s+(?:tarvitse|tarvita|tarvi)\s+(?:ennalta |etukäteen )?varattua\s+\w*(?:aikaa|paikkaa|vuoroa)\b",
            rf"\b(?:aikaa|aikoja|paikkaa|paikkoja|vuoroa|käyntiä|vierailua|tapaamista)\s+(?:\w+\s+)?(?:ei|et)\s+(?:\w+\s+)?(?:tarvitse|tarvi|ole pakko|ole tarvetta|ole tarpeen)\s+{_GAP}varata\b{_BY_A_WAY}",
            rf"(?:{_NEEDED_FI}|{SIGN_SV}|{SIGN_EN})\s*(?::|\s[–-])\s*{_HEADED_NO}(?:\s+(?:{_NEEDED_FI}|{SIGN_SV}|{SIGN_EN}))?\s*(?=[.!,;)]|$)",
            r"\b(?:(?:ennakko|etukäteis|paikka)?varauksia|ajanvarauksia)\s+ei\s+(?:oteta|tehdä)(?:\s+vastaan)?\s*(?=[.!,;)]|$)",
            rf"(?:{SIGN_EN})\s+(?:is|are)(?: not|n't)\s+(?:accepted|taken)\s*(?=[.!,;)]|$)",
            rf"\b(?:no|without(?: an?)?)\s+(?:prior |doctor's )?[a-z'-]+\s+(?:or|and|nor)\s+(?:an?\s+)?(?:{SIGN_EN}){_BY_A_WAY}",
            r"\bwithout (?:having to|needing to) (?:register|book|sign up|enrol+|reserve)\b|\bno (?:requirement|obligation) to (?:register|book|sign up|enrol+|reserve)\b",
            rf"\b(?:ingen|inga|utan)\s+\w+\s+(?:eller|och)\s+(?:{SIGN_SV})\s*(?:(?:behövs|krävs)\s*)?(?=[.!,;)]|$)",
            r"\butan att ha (?:anmält sig|bokat)\w*|\bvarken\s+\w+\s+eller\s+(?:förhands)?(?:anmälan|tidsbokning|bokning)\b|\bvarken\s+(?:förhands)?(?:anmälan|tidsbokning|bokning)\s+eller\b",
            rf"(?:{_NEEDED_FI}|\b{_TO_SIGN_FI})\s+(?:etukäteen\s+|ennakkoon\s+|kurssille\s+)?(?:ei(?:kä)?|et)\s+(?:\w+\s+)?{_NO_NEED_FI}{_OF_ITSELF}",
            rf"(?:{_NEEDED_FI})\s+(?:tai|eikä)\s+\w+(?:ta|tä|ua|yä)\s+ei\s+(?:ole|{_NO_NEED_FI[:-2]})\b",
            rf"(?:{_NEEDED_FI})\s+ei(?:\s+ole)?\s*(?=[.!,;)]|$)",
            rf"\b(?:ilman|ei)\s+{_ADVERBS}(?:\w+(?:ttä|tta|ta|tä)\s+(?:tai|ja)\s+)?(?:{_NEEDED_FI}){_BY_A_WAY}(?!\s+(?:ei\b|et\b|emme\b))",
            r"\bilmoittautumatta(?:kin)?\b(?!\s+jä)|\bajanvarauksetta\b|\bvarauksetta\b",
            rf"\b(?:ei|eikä)\s+{_ADVERBS}ilmoittauduta\b{_BY_A_WAY}",
            rf"\b(?:ingen|inga|utan|inget behov av|kräver (?:inte|ej|ingen))\s+(?:separat |särskild |skild )?(?:{SIGN_SV}){_BY_A_WAY}",
            rf"(?:{SIGN_SV})\s+(?:(?:på förhand|i förväg)\s+)?(?:(?:behövs|krävs|fordras)\s+(?:inte|ej)|är\s+(?:inte|ej)\s+(?:nödvändig\w*|obligatorisk\w*|ett (?:krav|måste)|tvång\w*))",
            rf"\butan att\s+{_TO_SIGN_SV}",
            rf"\b(?:behöver|måste)\s+(?:du\s+|man\s+|ni\s+)?(?:inte|ej)\s+{_TO_SIGN_SV}",
            rf"\b(?:no|without)(?:\s+(?:need (?:for|of)|any|need to))?\s+(?:an?\s+)?(?:{SIGN_EN}|{_TO_SIGN_EN}){_BY_A_WAY}",
            rf"(?:{SIGN_EN})\s+(?:in advance\s+)?(?:is|are)(?: not|n't)\s+(?:\w+\s+)?(?:required|needed|necessary|mandatory|compulsory|obligatory)",
            rf"(?:{SIGN_EN})\s+(?:is|are)\s+unnecessary|(?:{SIGN_SV})\s+(?:är\s+)?onödig\w*|(?:{_NEEDED_FI})\s+on\s+(?:tarpeetonta|tarpeeton|turhaa)\b",
            rf"(?:{SIGN_EN})\s+not\s+(?:required|needed|necessary|mandatory)",
            rf"\b(?:(?:do not|don't|does not|doesn't|need not|needn't)\s+(?:need to |have to |need (?:an? )?|require (?:an? )?)|(?:need not|needn't) |not (?:necessary|required) to )(?:{SIGN_EN}|{_TO_SIGN_EN})",
        )
    )
)
DROP_IN: Final = re.compile(
    r"(?<!ei )(?<!ej )(?<!ingen )(?<!no )\bdrop[ -]?in\b(?! (?:ei|inte|not))|\bwalk-?ins? (?:are )?welcome|\bjust (?:show|turn|drop|come) (?:up|in|by|along)"
    r"|\b(?:tulla|tule|liittyä|osallistua|poiketa|poikkea)\s+(?:mukaan\s+)?(?:milloin|koska)\s+(?:vain|tahansa|haluat)"
    r"|\b(?:tulla|tule)\s+(?:(?:vain\s+|vaan\s+)?suoraan|vain|vaan)\s+paikalle|\bdet är bara att (?:komma|dyka upp)|\bkom (?:med )?när du vill|\bkom som du är"
    r"|\bdrop by any ?time|\bcome any ?time|\bavoin ryhmä,? (?:johon|mukaan) voi tulla"
)
REQUIRED_STRONG: Final = re.compile(
    r"\bpakolli\w+|\b(?:vaati|edellyttä|vaadi|edellyte)\w+|\bvaaditaan|\btarvitaan\b|\bsitov\w+|\bviimeistään\b|\bmennessä\b|\btäytyy\b|\bpitää\b|\bon (?:\w+ )?(?:\w+uduttava|varattava|haettava|sovittava|täytettävä|ilmoitettava)\b|\bmuista\b|\btulee\b|\bvain\b"
    r"|\bkrävs\b|\bkräver\b|\bobligatorisk\w*|\bbindande\b|\bsenast\b|\bmåste\b|\bska\b|\bendast\b|\brequired\b|\brequires\b|\bmandatory\b|\bcompulsory\b|\bmust\b|\bonly\b|\bby \w+ \d|\bno later than\b|\bdeadline\b"
)
OPTIONAL: Final = re.compile(
    r"\b(?:lönar sig|är (?:bra|klokt|en god idé)|kan vara bra) att (?:boka|anmäla|reservera)\b|\b(?:good idea|best|worth|wise|sensible) to (?:book|register|sign up|reserve|enrol)\w*|\b(?:booking|registering|signing up)\b[^.]{0,30}\b(?:is a good idea|is wise|pays off)\b|\bif you can\b|\bjos mahdollista\b|\bom möjligt\b|\bif possible\b|\bvi uppskattar\b|\bwe appreciate\b|\barvostamme\b|\bhyvä idea\b|\bolisi (?:hyvä|mukavaa|kiva|toivottavaa)\b|\bpyrithän\b|\bmahdollisuuksien mukaan\b|\bhelst\b|\bmielellä\w+\b|\bilmoittautumatto(?:mat|mia) (?:ovat|mahtu|pääse)\w*|\boanmälda\b.{0,15}\bvälkomna\b|\bmieluiten (?:etukäteen|ennakkoon)\b|\bom (?:du|man|ni) vill\b(?! (?:delta|vara med|komma|gå))|\b(?:can|may) be (?:booked|reserved)\b(?!.*\bonly\b)|\beduksi\b|\bjoutu(?:u|vat|vatkin) (?:odottamaan|jonottamaan)\b|\bfår vänta\b|\bauttaa (?:meitä|järjestely|varautu|tarjoilu|suunnittel)\w*|\bhjälper oss\b|\bvoluntary\b|\bhelpotta\w+|\bunderlättar\b|\bönskvär\w+|\bönskas\b|\bvi önskar\b|\bmöjligt att (?:boka|anmäla)\b|\bmahdollista (?:varata|ilmoittautua)\b|\bpossible to (?:book|register|sign up)\b|\bvi hoppas\b|\bfeel free to\b|\bwe hope\b|\bvoi(?:t|tte)? myös (?:\w+ )?varata\b|\buppskattas\b|\bdesirable\b|\bhelps us\b|\bsuotav(?:a|aa)\b|\b(?:on hyvä|kannattaa|olisi hyvä) (?:\w+ )?(?:varata|ilmoittautua)|\bilmoittautune\w+[^.]{0,30}\bmuut\b|\bsuosit(?:el|tel)\w+|\bsuosittelemme\b|\btoivo(?:mme|taan|isimme|ttav\w+|taisiin|tavaa)\b|\bmielellään\b|\bhalutess\w+|\bvapaaehtois\w+|\bvoi(?:t|tte|vat|daan)?\s+(?:myös\s+|halutessaan\s+|halutessasi\s+)?(?:ilmoittautua(?! vara| jono)|varata (?:paikan|paikkasi|etukäteen|ennakkoon|ennalta))"
    r"|\betusija\w*|\brekommendera\w*|\bgärna\b|\bfrivillig\w*|\bvalfri\w*|\b(?:kan|får) (?:också |även )?(?:du |man |ni )?(?:också |även )?(?:anmäla|boka)|\brecommend\w*|\boptional\b|\bencouraged?\b|\bpreferred\b|\badvis(?:ed|able)\b|\b(?:can|may) (?:also )?(?:register|book|sign up)|\bif you (?:wish|like|want)\b(?! to (?:join|take part|attend|participate|come))|\bappreciated\b"
)
_PLACE_FI: Final = r"\w*(?:(?:paik(?:ka|an|at|kaa|koja|kaan)|aika|aja[nt]|aikaa|aikoja|vuoro(?:n|t|a|ja)?)(?:si|nsa|mme|nne)?|käyn(?:ti|nin|nit)|kierro(?:s|ksen|kset)|opastu(?:s|ksen|kset)|vierailu(?:n|t|aika|ajan)?|tapaami(?:nen|sen|set)|tun(?:ti|nin|nit)|osallistumi\w+)"
_RESERVE_FI: Final = r"vara(?:a|ta|taan|at|avat|ttava|amaan|amalla|athan|attehan|nneet|sit|aminen|amista|amisen)\b"
_IN_ADVANCE: Final = r"(?:etukäteen|ennakkoon|ennalta)"
_BY_WHICH: Final = r"(?:viimeistään|mennessä|etukäteen|ennakkoon|sähköpost|puhelim|puh\b|numero|netis|verko|osoitte|tarvitaan|vaadi|pakolli|suota|suosit|toivo)"
_SIGNS: Final = (
    SIGN_FI,
    r"\bennakkoilmoitu(?:s|ksella|ksen|ksesta|sta)\b|\bilm\.?:?\s+(?=\d|viim|menn|puh|osoit|sähköp|nett|netis|ohjaaj|info|kirjast)|\bedellyttää (?:\w+ )?\w*haastattelu\w*|\bilmoitetaan (?:mukaan|ryhmään|kurssille|leirille|kerhoon|ohjaajalle)\b|\bpyyde(?:tään|mme) ilmoittamaan\b[^.]{0,30}\b(?:ennakkoon|etukäteen|tulos|osallistumis)\w*",
    r"ilmoittaudu|ilmoittautu\w|\b(?:ennakko)?ilmo(?:t|on|ja|a)?\b|\bilmoita(?:than|kaa)? (?:lapse\w*|osallistumis\w*|itse\w*|tulo\w*|nime\w*|mukaan)",
    r"varau(?:ksen|sta) (?:teh(?:neet|neille|dään)|tekeville)\b|\b(?:ole )?varan(?:nut|neet) (?:\w+ )?(?:aikaa|paikkaa)\b|\b(?:ennalta|etukäteen|ennakkoon) varat\w+ (?:aika|paik|vuoro)\w*|\bhaastattelun (?:kautta|perusteella)\b",
    rf"\bvarau(?:s|kset)\b(?=[^.]{{0,60}}\b{_BY_WHICH})|\bvarauksen kautta\b|\bvaraukset?(?=\s*(?::|p\.|puh|tel|gsm|\+358|0\d)| (?:ja|sekä) (?:tiedustelut|lisätiedot|kysymykset))|\b(?:tiedustelut|lisätiedot) (?:ja|sekä) varaukset\b|\b(?:ajan|paikan|vuoron|etukäteen|ennakkoon) varan(?:nut|neet|neille)\b|\bvaratu(?:lla|in) (?:ajalla|ajoin)\b",
    r"\b(?:vahvista|ilmoit(?:a|athan|takaa)) (?:osallistumi|tulo)\w+|\b(?!kokoontumis|harjoitus|treeni)\w*(?:aika|ajat|ajan|ajasta|ajoista|ajankohta|ajankohda[nt]|ajankohdasta|tapaami\w+|käyn(?:ti|nit|nin|nistä|neistä)|vierailu|vierailut|vierailuista|opastus|opastukset|opastuksista)\b[^.]{0,15}\bsovi(?:taan|ttava)?\b(?!(?: \w+)? (?:yhdessä|porukalla|ryhmässä|kurssilla|ensimmäis\w+))|\bsovitaan (?:\w+ )?(?:aika|tapaaminen|käynti)\b(?! (?:yhdessä|porukalla))|\bsovi(?:than|kaa)? (?:oma |ensin )?\w*(?:aika|ajasta|tapaaminen|tapaamisesta|käynti|käynnistä)\b|\btilaa aika\b|\blunasta paikka\w*|\btäyt(?:ä|äthän|ämällä) (?:\w+ )?(?:\w*lomake|\w*hakemus|\w*lomakke\w+)",
    r"\bhakuaika\w*|\bhakulomak\w+|\bhakemu\w+|\bhaku(?:\s\w+){0,4}\s(?:alkaa|päättyy|on\s(?:auki|käynnissä|päättynyt))|\bjatkuva haku\b|(?:lle|aan|ään|een|iin|oon|uun|yyn|öön)\s+haku\b(?! (?:konee|tulo))|\bhaku(?:\s\w+){0,2}\s\d{1,2}\.|\bhaku(?:\s\w+){0,3}\son\sjatkuva|\bhae (?:kurssi|mukaan|paikka|ryhmä|leiri)\w*|(?:lle|aan|ään|een|iin|oon|uun|yyn|öön|oppilaaksi|opiskelijaksi|asiakkaaksi|jäseneksi)\s+(?:voi\s+)?(?:haetaan|hakeudutaan|hakea)\b|\bpaikkaa haetaan|\bosallistujat\b[^.]{0,30}\b(?:hakijoi|haastattelu)\w*|\b(?:kirjoita|laita|lisää|merkitse|jätä)(?:than|kaa)? (?:\w+ )?nime(?:si|t|nne) (?:\w+ ){0,2}?(?:lista|nimilista|osallistujalista|vihko|jonoon)\w*|\bkirjoittamassa nime\w+|\b(?:käynti|käynnit|vierailu|vierailut|tapaaminen|tapaamiset|vastaanotto|neuvonta) (?:aina |vain )?(?:sopimuksen mukaan|sopimuksesta)\b",
    r"\b(?:jonotus(?:lista|paik)|varasij|peruutuspaik|kölista|reservplats|waiting list|väntelista)\w*",
    r"(?<!fel)\b(?:för(?:hands)?)?anmäl(?:an|ning(?!stavl|särend|splikt)\w*|er|s|as|da(?= (?:får|deltagar|person|har|ska)))?\b(?! (?:om )?(?:fel|brist|miss|klotter|skad))|\bför(?:hands)?anmäl\w+|\boanmäld\w+|\b(?:kurs|grupp|läger|deltagar|lag)anmäl(?:an|ning)\w*|\banmält (?:sig|dig|er)\b|\bbokat (?:en )?(?:tid|plats)\b|\b(?:inte|ej) (?:har )?(?:för(?:hands)?)?bokat\b|\bbokad tid\b|\bförhandsbok\w+|\banmäla (?:dig|sig|er|mig|ditt|sitt)|\b(?:förhands|tids|plats)?bok(?:a|as|ar|ning(?:en|ar)?)\b(?! (?:inte )?(?:bort|av|om)\b)|\btidsbeställning\w*|\bbeställ(?:a)? (?:en )?tid\b|\bansök(?:an|ning\w*|er)?\b",
    r"\b(?:plats\w*|tid(?:en|er|erna)?|besök\w*|kurs\w*)\b[^.]{0,20}\breserver(?:as|a|ar)\b|\breserver(?:a|as|ar)\b[^.]{0,20}\b(?:plats\w*|tid|på förhand|i förväg|per telefon|via|senast)\b|\bregistrera (?:dig|er)\b|\bskriv (?:upp|in) dig\b|\btid(?:en)? enligt överenskommelse|\bskriv (?:ditt |upp ditt )?namn på lista\w*|\b(?:besök|mottagning|träff|rådgivning)\w* enligt (?:överenskommelse|avtal)\b|\b(?:till|om) \w*(?:kurs|grupp|läg|utbildning|verksamhet|plats)\w* (?:söker (?:du|man|ni)|söks|ansöker)|\bkom överens om (?:en )?tid\b|\b\w*(?:tid(?:en|er|erna)?|besök(?:et|en)?|träff(?:en|ar)?|möte[tn]?) (?:avtalas|avtalar|överenskoms|kommer (?:vi|man|du|ni) överens om)\b(?! tillsammans| i gruppen)|\bavtala (?:om )?(?:en )?\w*tid\b|\bo\.?s\.?a\.? senast|\bsöks? till (?:kurs|grupp)\w*|\bfyll i (?:\w+ )?(?:blankett|formulär)\w*",
    r"(?<!cash )(?<!accessibility )(?<!the )(?:\b(?:pre-?)?regist(?:ration|ering|rations)\b|(?:^|[.!?,;:–(-]\s?|\b(?:to|please|must|should|can|may|and|or|you|not|kindly|then|also|who|participants|everyone|pre-?)\s?)register\b|\bregister (?:by|for|at|via|online|here|now|early|with|through|before|beforehand|in advance|on|your)\b)(?! (?:office|desk|book)| of (?:accessib|trade|assoc))|\b(?:have|has|are|be|been|not|already) (?:pre-?)?registered\b(?! (?:as|trade))|\bpre-?registered\b|\bregistered (?:participants|attendees|in advance|beforehand)|\bsign(?:ing)?[ -]?ups?\b|(?:\b(?:not|has|hasn't|haven't|having)|n't) (?:yet |already )?(?:signed up|booked|reserved|pre-?registered|registered|enrolled)\b|\b(?:times?|visits?|slots?|appointments?|sessions?|meetings?) (?:is|are|must be|should be) (?:always |only )?(?:agreed|arranged|scheduled)\b(?: on| upon)?(?=[^.]{0,25}\b(?:by (?:tele)?phone|by e-?mail|in advance|beforehand|separately)\b)|\b(?:agree|settle) (?:on |upon )?an? (?:\w+ )?(?:time|visit|appointment|meeting|slot)\b|\b(?:pick|choose|select) an? (?:\w+ )?(?:time ?slot|slot|appointment)\b|\b(?:times?|visits?|slots?|sessions?|meetings?) (?:is|are) agreed (?:on |upon )?with (?:the|your|our|us|a)\b|\b(?:reserve|book|schedule) (?:(?:an?|your|one|of (?:the|our)|\d+|two|three|four|\w+-(?:minute|hour|min)|half|hour|half-hour|minutes?|free|personal|individual|own) ){1,5}(?:slots?|appointments?|sessions?|times?)\b|\benrol(?!l?ed\b)\w*|\b(?:be|been|are|have|get|already) enrolled\b|\bappointments?\b|\brsvp\b|\b(?:to|must|please|should|can|may|we) book\b|\bbook (?:a|an|your|in|now|online|ahead|by|at|through|via)\b|\bbookings?\b(?!\.com| fee| office| desk)|\breservations?(?=:| (?:by|via|through|at|are|is|required|needed|recommended|must)\b)|\b(?:must|should|needs? to|has to|have to) (?:only )?be (?:booked|reserved)\b|\b(?:seats?|places?|spots?|slots?|appointments?) (?:can|may) (?:only )?be (?:booked|reserved)\b|\bhave (?:booked|reserved)\b|\bpre-?book\w*|\breserve (?:(?:a|your) (?:place|spot|seat|time)|yours|one (?:in advance|online|by))|\b(?:add|put|write|leave) your name (?:down|to|on|in)\b|\barrange an? (?:time|visit|appointment|meeting)\b|\bunregistered\b|\bhave signed up\b|\bhaving (?:registered|booked|signed up)\b|\bno (?:walk|drop)-?ins\b|\b(?:just|simply) register\b|\bbook yours\b|\b(?:prior|by) arrangement\b|\bconfirm your (?:attendance|participation|place)|\b(?:secure|claim) your (?:spot|place|seat)|\bfill (?:in|out) (?:the|this|a|our) (?:\w+ )?form\b|\bappl(?:y|ications?) (?:to|for|by|online|now|through|via|with|must|period|opens?|closes?|are|deadline|form)\b",
)
SIGN: Final = re.compile("|".join(_SIGNS))
_OCCASION: Final = re.compile(
    rf"\b{_RESERVE_FI}(?! (?:(?:reilu|runsaa|riittävä)sti |tarpeeksi |hyvin |kunnolla )?aikaa)(?:\s\w+){{0,3}}?\s{_PLACE_FI}\b|\b{_PLACE_FI}(?:\s\w+){{0,3}}?\s{_RESERVE_FI}"
    rf"|\b{_IN_ADVANCE}\s(?:\w+\s)?vara(?:ta\b|taan\b|ttava|tu(?:t|ille|illa|lla|n)\b)|\b{_RESERVE_FI}[^.]{{0,30}}\b{_IN_ADVANCE}\b"
)
"""An occasion that one reserves: "varaa paikkasi", "kurssipaikan voi varata", "ennakkoon varatulla kierroksella"."""


def names_signing(text: str) -> bool:
    """Whether a lower-case text names registering, booking or applying at all."""
    return SIGN.search(text) is not None or ("vara" in text and _OCCASION.search(text) is not None)


OTHER_BOOKING: Final = re.compile(
    r"\b\w*(?:lokal|sal|bana|plan|utrymme|rum|bastu|hall)(?:en|an|et|n|ar|arna|erna)?\s(?:\w+\s)?(?:kan |får )?bokas\b|\b(?:rooms?|halls?|courts?|spaces?|venues?|premises) (?:can|may) be (?:booked|reserved)\b|\b(?:tennis|sulkapallo|squash|padel|pesula|pyykki|sauna|kenttä|sali|keila)vuoro\w*\s(?:\w+\s){0,2}?(?:varataan|varata|varaa|varattavissa)\b|\b(?:tilat?|tilan|kentät?|kentän|salit?|salin|sauna\w*|huone(?:et|en)|\w+tila[nt]?|pesula\w*|välinee\w+|radat|radan|kodan|laavun)(?:\s\w+){0,2}?\svara(?:ta|taan|ttava|at)\b|\bvarau\w+\b[^.]{0,20}\bnou(?:to|de|ta)\w*|\b(?:tila|kenttä|sali|huone|sauna|kokous|väline|lippu|rata|laite|tennis|keila)-?\s?varau\w*|\bvaraa (?:tila|kenttä|sali|huone|sauna|lippu|liput|mukaa)\w*"
    r"|\b(?:lokal|ban|biljett|sal|rums|bastu)bokning\w*|\bbok(?:ning|a|as) (?:av )?\w*(?:utrymmen?\w*|lokal\w*|planer|rum|bastu\w*|sal(?:en|ar|arna)?)\b|\bboka (?:biljett|lokal|bana)\w*|\b(?:book|reserve) (?:your |a )?(?:tickets?|room|court|venue)\w*|\b(?:ticket|room|court|venue) (?:booking|reservation)s?"
    r"|\bilmoittautumismaksu\w*|\bregistration fee|\bbooking fee|\banmälningsavgift\w*|\bfelanmälan\w*|\bjälki-?ilmoittautumi\w+"
)
"""Rooms, courts and tickets are booked by others than those who take part; a fee is no registration."""
BARRED: Final = re.compile(
    r"\b(?:ei|emme|eivät|et|en|ette)\b(?:\s+\w+){0,2}\s*\bmahdu\b|\bpoistu(?:maan|a)\b|\bkielletty\b|\bethän\b|\bryms\b[^.]{0,20}\binte\b|\bgår (?:inte|ej) att\b|\bnot be (?:let|admitted|allowed|served)\b|\b(?:ei|emme|eivät|et|en|ette)\b(?:\s+\w+){0,2}\s*\b(?:pääse|voi|ota\b|oteta|palvel|osallistu|taata|takaa|mahdoll|sallit|onnistu|pysty|saa\b|kannata\b)|\bsläpps ingen\b|\bkommer ingen in\b|\b(?:nobody|no one) (?:is|will be|gets|can)\b|\b(?:kan|får|tas|garanterar|släpps|tar)\b[^.]{0,30}\b(?:inte|ej)\b|\b(?:cannot|can't|can not|not (?:be )?(?:admitted|possible|allowed|guarantee\w*|able)|no (?:entry|entrance|admission)|unable|won't)\b"
)
"""Beside "ilman ilmoittautumista": one does not get in."""
CLAUSE_END: Final = re.compile(
    r"\s*[,;:–(]\s*|\s-\s|\s+(?=(?:mutta|eikä|eivätkä|ja|vaan|joten|niin|sillä|koska|men|och|utan att|eftersom|så|but|and|so|because|nor)\b)"
)
WITHOUT: Final = re.compile(
    rf"\b(?:ilman|utan|without)\b[^.]{{0,40}}(?:{SIGN_FI}|{SIGN_SV}|{SIGN_EN})|\bilmoittautumatta\b|\b(?:ajan)?varauksetta\b"
)
DENIES: Final = re.compile(
    r"\b(?:ei|eivät|et|en|emme|ette|ethän|ettehän|ketään|kukaan|kielletty|turha|inte|ej|ingen|inget|inga|aldrig|förbjudet|not|no|nobody|none|never|cannot|unable)\b|n't\b"
)
NO_DUTY: Final = re.compile(
    r"\b(?:pakolli\w+|pakko|välttämätön\w*|tarpeellista|edellytys|vaatimus)\s+(?:(?:se|sitä|tämä|tosin|ilmoittautuminen|varaaminen|varaus|ajanvaraus)\s+)?ei\s+(?:\w+\s+)?ole\b|\bei (?:ole )?(?:mikään )?pakko\b|\b(?:obligatoriskt?|nödvändigt|tvunget|ett krav|krav|tvång)\s+(?:är\s+(?:det|anmälan|bokningen?)\s+)(?:dock\s+)?(?:inte|ej)\b|\b(?:är\s+)?(?:inget|inte något) (?:tvång|krav|måste)\b"
    r"|\b(?:mandatory|compulsory|obligatory|required|necessary) (?:it|this|registration|booking) (?:is not|isn't)\b|\b(?:don't|do not|needn't|need not) (?:have|need) to(?= *(?:[.!,;]|$))"
    r"|\b(?:ei|inte|ej|not|eikä|isn't)\s+(?:ole\s+)?(?:kuitenkaan\s+)?(?:pakolli\w+|välttämät\w+|sitov\w+|obligator\w+|nödvändig\w*|required|mandatory|compulsory|obligatory|necessary|krävs|ett krav)|\b(?:krävs|behövs|fordras) (?:inte|ej)\b"
)
IS_DUTY: Final = re.compile(r"\bpakolli(?:nen|sta)\b|\bobligatoriskt?\b|\bmandatory\b|\bcompulsory\b|\bobligatory\b")
"""Beside "it is not binding": one has to all the same."""
NEGATION: Final = re.compile(
    r"\b(?:ei|eikä|et|etkä|eivät|ilman|ingen|inga|utan|inte|ej|inget|no|without|not|never|need not|needn't|unnecessary|none|nej|onödigt?|tarpeetonta|tarpeeton|turhaa)\b|n't|matta\b|ksetta\b"
)
LIMITED: Final = re.compile(
    r"\b(?:after|before|until|efter|före|ennen|innan) \d|\b(?:ilmoittautumis|varauks)\w+ ennen\b|\bilmoittautua itse\b|\bitse ilmoittautua\b|\banmäla sig själv\b|\bregister (?:themselves|yourself)\b|\bjos\b|\benää\b|\bmuu\w* (?:\w+ )?kuin\b|\bjälkeen\b|\btällä hetkellä\b|\bjäseni|\bif\b|(?<!uppskattar )\bom du\b(?! vill)|\bälä\b|\bälkää\b|\b(?:do not|don't) (?!need|have|require)|\bnot without\b"
    r"|\b(?:inte|ej|ei|eikä) (?:utan|ilman)\b|\bei \w+ ilman\b|\b(?:netissä|verkossa|puhelimitse|by phone|per telefon)$|(?<!tule )(?<!tulla )(?<!voit )(?<!milloin )(?<!koska )(?<!kuka )(?<!ihan )(?<!tulkaa )(?<!saavu )(?<!astu )(?<!kävele )\bvain\b|\bendast\b|\bonly\b"
)
"""A denial within bounds, or of coming without: what it means for everyone else is not said."""
NOT_WITHOUT: Final = re.compile(
    r"\bälä(?:kää)? tul\w+ ilman\b|\bkom inte utan\b|\b(?:do not|don't) come without\b|\b(?:ei|eikä)\s+(?:(?:mukaan|sisään|pääsyä|sisäänpääsyä|osallistumista|paikkaa|palvelua|vastaanottoa|asiakkaita|ketään|kukaan)\s+){0,2}ilman\b"
    r"|\b(?:inte|ej)\s+utan\b|\b(?:ingen|inget|inga)\s+(?:slipper|släpps|kommer|får|kan|inträde|tillträde|plats|deltagande|deltagare|mottagning|service)\b[^.,]{0,25}\butan\b"
    r"|\bnot\s+without\b|\b(?:no|nobody|no one)\s+(?:(?:entry|entrance|admission|admittance|access|participation|places?|seats?|service|gets in|is admitted|can)\b[^.,]{0,20})\bwithout\b"
)
"""Two denials: one has to."""
NOT_PROMISED: Final = re.compile(
    r"[\s,;–-]*\b(?:mutta|joskin|tosin|vaikka|men|fast|dock|but|though|although|however)\b[^.]*\b(?:(?:emme|ei|et)\b[^.]{0,25}\b(?:taata|takaa|luvata|lupaa|varmistaa|varmaa|mahdu|riitä|riittä)\w*|kan\b[^.]{0,25}\binte\b[^.]{0,12}\b(?:garanter|lova)\w*|(?:cannot|can't|can not|not)\s+(?:\w+\s)?(?:guarantee|promise)\w*|no guarantee)\b[^.]*"
)
"""Behind a denied duty: no place is promised. It bars nobody."""
WITHOUT_IT: Final = re.compile(
    r"\bilman (?:sitä|tätä|ilmoittautumista|varausta|ajanvarausta)\b|\butan (?:den|det|anmälan|bokning|förhandsanmälan)\b|\bwithout (?:it|one|registration|booking|an appointment)\b|\bmuuten\b|\bannars\b|\botherwise\b|\bmuussa tapauksessa\b|\bilmoittautumat\w+|\boanmäld\w+"
)
"""What is not promised is a place for those who did not register."""
QUEUE_JOINED: Final = re.compile(
    r"\bnime\w* (?:\w+ )?(?:jonoon|jonotuslista\w*|varasija\w*)|\bjonoon (?:voi|pääsee|ilmoitt)|\bställa? (?:dig|sig|er) i kö|\bställa? (?:dig|sig|er) på (?:kö|vänte|reserv)|\bjoin the (?:queue|wait(?:ing)?[ -]?list)|\bkölista\w*|\bväntelista\w*|\bjonota(?:a|t|tte)? (?:peruutus|vapautu)\w*"
)
"""Of what is full: places are taken beforehand, the next ones by a queue."""
NOT_TAKEN: Final = re.compile(
    r"(?:ilmoittautumisia|varauksia)\b[^.]{0,20}\b(?:ei|emme)\b|\b(?:ei|emme)\s+(?:oteta|ota)\b|\bnot (?:taken|accepted)\b|\bno (?:more )?(?:bookings|registrations|reservations)\b|\binga (?:fler )?(?:anmälningar|bokningar)\b"
)
ANSWER: Final = re.compile(r"(?P<no>ei|nej|no|nope)\b(?:,? (?:\w+'?t? ?){1,3})?[.!]*|(?P<yes>kyllä|joo|ja|yes)\b[^?]*")
"""What follows a question on registering: "Pitääkö ilmoittautua? Ei tarvitse!"."""
AGAIN: Final = re.compile(
    r"\buudelleen\b|\buudestaan\b|\bjo ilmoittautun|\baiemmin ilmoittautun|\bjos olet jo|\bpå nytt\b|\bredan anmäl|\bagain\b|\balready (?:registered|signed|enrolled|booked)"
)
OTHERS_COME: Final = re.compile(
    r"\b(?:(?:kaikki )?muut|muille|perheet|kaikille muille|yksittäis\w+|yksin tulevat|omatoimi\w+|perheille) (?:\w+ ){0,4}?(?:ilman(?:kin)?\b|ilmoittautumatta|varauksetta|vapaa pääsy|vapaasti)|\b(?:(?:alla )?andra|övriga|familjer|enskilda (?:\w+ )?) ?(?:\w+ ){0,3}?(?:utan|bara komma|fritt)\b|\b(?:everyone else|everybody else|all others|(?:all )?other visitors|families|individuals|individual visitors|others)\b[^.]{0,30}\b(?:simply|just|without|turn up|drop(?:ping)? (?:in|by)|walk in)\b"
    r"|\b(?:muut|övriga|andra|others) (?:\w+ )?(?:ilman|utan|without)\b|\b(?:muut|yksittäi\w+|yksityis\w+|övriga|andra|enskilda|others|individuals)\b[^.]{0,40}\b(?:suoraan|vapaasti|tulla|mahtuvat|pääsevät|komma|direkt|fritt|walk in|just|freely|can come)\b"
)
"""Some must, the others may just come."""
EXCEPT: Final = re.compile(
    r"\bmuuten\b|\bmuulloin\b|\bmuina aikoina\b|\bannars\b|\bövriga tider\b|\bat other times\b|\bpaitsi\b|\bellei\b|\blukuun ottamatta\b|\butom\b|\bförutom\b|\bexcept\b|\bunless\b|\bryhm(?:ien|iltä|ille)\b|\bryhmät\b(?!\s+(?:kokoontu|ovat|toimi|pyöri|jatku|alka))|\bryhmä(?:vieraili|käyn)\w+|\bgrupper\b|\bgroups\b|\bensimmäi\w+ (?:kerra|kerta)\w*|\bförsta gången\b|\bfirst time\b|\bmyös ilman\b|\balso without\b|\bäven utan\b|\botherwise\b"
)
POSSIBLE: Final = re.compile(
    r"\b(?:mutta|joskin|vaan|men|but|though)(?: (?:se|det|it|on|är|is|kyllä|toki|kuitenkin|silti|täysin|myös|dock|ändå|fullt|still|also|ilmoittautuminen|varaaminen|etukäteen|ennakkoon|anmälan|booking|registration))* (?:mahdollista|mahdollinen|möjligt?|possible)\b"
)
"""Behind a denied duty: one may all the same."""
EITHER: Final = re.compile(
    r"\bsekä (?:ilman|ennakko\w+ että)\b|\bbåde med och utan\b|\bboth with and without\b|\btai\b|\beller\b|\bor\b|\byksittäi\w+|\bmyös ilman\b|\bäven utan\b|\balso without\b|\bryhmät\b|\bgrupper\b|\bgroups\b"
)

WITH_OR_WITHOUT: Final = re.compile(
    r"\b\w{0,20}(?:varau|ilmoittautu|ajalla)\w{0,12}\s(?:tai|sekä|että|ja) ilman\b|\b(?:tai|sekä|että) ilman (?:sitä|ajan|enn|ilmoitt|varau)|\b(?:med|både med) (?:eller|och) utan\b|\bwith (?:or|and) without\b|\beller utan\b|\bor without\b"
)
COME_TOO: Final = re.compile(
    r"\bajanvarauksella tai (?:jonott|tulemalla|suoraan|vapaasti)\w*|\bvoi(?:t|tte)? (?:tosin )?myös (?:\w+ )?(?:poiketa|tulla|piipahtaa|pistäytyä|saapua|kävellä)\b|\b(?:also|even|still)\b[^.]{0,40}(?:\bnot|n't) (?:signed up|booked|registered)\b|(?:\bnot|n't) (?:signed up|booked|registered) (?:are|may|can) (?:also |still )?(?:welcome|come|join)\b|\b(?:also|but) (?:also )?(?:welcome walk-?ins|walk-?ins (?:are )?(?:also )?welcome)\b|\b(?:tule|tulkaa|tulla|tulet|poikkea|poiketa|poikkeat|pistäydy|pistäytyä|piipahda|piipahtaa|astu|kävele|saavu|saapua)(?: (?:suoraan|rohkeasti|vain|vaan|vapaasti|paikalle|paikan päälle|sisään|käymään|mukaan|tapaamaan|piipahtamaan|ilman ajanvarausta)){0,3} tai (?:(?!tule|käy)\w+ (?:ja )?){0,3}?(?:varaa|varata|ilmoittaudu|ilmoittautua|sovi|sopia)\b(?! (?:siellä|paikalla))"
    r"|\b(?:kom|komma|droppa|titta|stig|slink|dyk|kliv)(?: (?:in|förbi|direkt|bara|med|upp|på drop-in)){0,3} eller (?:\w+ (?:och )?){0,2}?(?:boka|anmäl|anmäla|reservera)\b"
    r"|\b(?:come|drop|walk|turn|show|pop|stop|swing|visit)(?: (?:in|by|along|up|us|straight|directly|over|just|without an appointment)){0,3} or (?:\w+ (?:and )?){0,2}?(?:book|register|reserve|sign up|make an appointment)\b"
    r"|\b(?:tai|eller|or)\s+(?:(?:vain|vaan|sitten|myös|bara|kan du|just|you can|simply)\s+)?(?:tulla|tulet|tule|saapua|käydä|poiketa|poikkea|pistäytyä|piipahtaa|jonottaa|komma|kom|titta in|droppa|drop|walk|come|turn up|show up|pop in)\b"
)
"""Booking or coming: one may choose."""
MAY_BOOK: Final = re.compile(
    r"\bvoi(?:t|tte|vat|daan)?\s+(?:myös\s+)?varata\s+(?:itse\s+)?(?:ajan|aikoja)\b|\b(?:kan|får) (?:du |man |ni )?boka (?:en )?tid\b|\b(?:can|may) (?:book|register|sign up|enrol)\b|\bvoi(?:t|tte|daan)? (?:itse )?ilmoittautua\b|\b(?:kan|får) (?:du |man |ni )?(?:själv )?(?:anmäla|boka)\b"
)
"""Beside "without a referral", one's own booking is the way in, no choice."""
QUEUE: Final = re.compile(r"\bjono(?:on|tus\w*)\b|\bvarasij\w*|\bkölista\w*|\breservplats\w*|\bwaiting list\b")
"""One may ask for a cancelled place: places are taken by registering."""
NARRATED: Final = re.compile(
    r"\bilmoittautunei(?:ta|den)\b[^.]{0,20}\b(?:oli|olivat|on ollut|kertyi|saatiin)\b|\bviime (?:vuonna|vuoden|syksynä|keväänä|kesänä|talvena)\b|\blast year\b|\bförra året\b|\bi fjol\b"
)
"""Told of an earlier time: it says nothing of this one."""
