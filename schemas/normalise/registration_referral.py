"""How a referral is written of: a professional sends or enrols the client, a decision or a prescription opens the door. Words only."""

from __future__ import annotations

import re
from typing import Final

_PROF_FI: Final = (
    r"\b(?:terveyden\w*|terveys(?:asem|kesk|palvel|neuvon)\w*|sosiaali\w*|(?:\w*lääkäri|lääkär)\w*|(?:terveyden|sairaan|lähi|perus|muisti|oma|diabetes)?hoitaja\w*|hoitav\w+|hoitotaho\w*|hoitopaik\w*|hoitokontakt\w*|\w*ammattilai\w+|ammattihenkilö\w*|\w*neuvola\w*"
    r"|sairaala\w*|poliklini\w+|\w*terapeut\w+|psykiatri\w*|psykolog\w+|kuraattor\w+|koulukuraattor\w+|geronom\w+|muistikoordinaat\w+|koti(?:hoi|utus)\w+|\w*lastensuojel\w+|perhetyö\w*|vammaispalvel\w+|työllisyyspalvel\w+"
    r"|te-(?:palvel|toimisto)\w*|(?:oma|vastuu)työntekijä\w*|o(?:ma|man|malta|masi|malle|maan) \w*työntekijä\w*|(?:palvelu|asiakas)ohja(?:aj|uks)\w+|viranoma\w+|kriisikesk\w+|mielenterveys\w+|päihdepalvel\w+)"
)
_DOOR_FI: Final = r"(?:\w*(?:ryhm|kurss|toimin|palvel|neuvon|kuntosal|jump|paj|leir|kerh|valmennu|kuntoutu|piir|jaks|tapaamis|hankkee|tunn)\w*(?:aan|ään|een|iin|oon|uun|yyn|öön|lle)|mukaan)"
_CLIENT_FI: Final = r"(?:(?:asiakka|osallistuj|potila|lap|nuor|perhe|ikäihmi|ikäänty|henkilö|sinu|kuntoutuj)\w*)"
_RECIPE: Final = r"(?:liikunta|liikkumis|kulttuuri|luonto|taide|hyvinvointi|yhteisö)-?resept"
_PROF_SV: Final = r"\b(?:social|hälsov|hälsoc|hälsost|vård|läkar|klienth|rådgivningsb|sjukskö|fysioterapeut|funktionshinder|handikapp|yrkes(?:utbildad|person))\w*"
_PROF_EN: Final = r"(?:social (?:worker|service)s?|doctors?|gp|nurses?|physiotherapists?|therapists?|health(?:[ -]?care)? (?:professional|service|centre|station)s?|care team|case workers?)"
_SENDER_FI: Final = rf"(?:{_PROF_FI}|\b\w*(?:työntekijä|kuntoutu|(?:sosiaali|palvelu|kuntoutus|asiakas|perhe)ohjaaj|koordinaattor|ammattilais)\w*)"
_COMES_FI: Final = r"\b(?:pääs(?:ee|et|evät|tään)|tullaan|tulevat|tulla|hakeudutaan|haetaan|osallistutaan)\b"
_WAY_IN_EN: Final = r"\b(?:come|comes|join|access|admitt?\w*|enter|entry|get in|places?|participants|clients)\b"
_SENDER_EN: Final = r"(?:an? |the |your |our )?(?:\w+ ){0,2}?(?:professionals?|workers?|(?:social|health) services|nurses?|doctors?|gp|therapists?|counsell?ors?)\b(?! (?:instructor|teacher|coach|trainer|guide|artist|musician))"
_SENT_ON: Final = re.compile(
    # "ota yhteyttä omaan hoitajaasi, hän lähettää sinut eteenpäin"; who guides the exercise sends nobody anywhere
    rf"{_SENDER_FI}[^.]{{0,80}}\b(?:ohjaa|lähettää|ilmoittaa)(?: sinut| teidät| hänet| asiakkaan| asiakkaat)(?: \w+)? (?:eteenpäin|{_DOOR_FI}|meille|jatkoon)"
    rf"|{_COMES_FI}(?: \w+){{0,3}}? {_SENDER_FI}(?: \w+)? (?:ohjaamana|lähettämänä|ohjauksessa|ohjauksella|ohjauksesta|suosittelemana|kautta|ohjaamina)\b"
    r"|\blähettäv\w+ taho\w*|\b(?:genom|via|på|efter|med) hänvisning (?:av|från)\b|\b(?:skötar|vårdar|läkar|kontaktperson|handledar|social|hälsov)\w*[^.]{0,80}\b(?:skickar|hänvisar|slussar|lotsar|remitterar) (?:dig|er|klienten)(?: \w+)? (?:vidare|till)\b"
    rf"|{_SENDER_EN}[^.]{{0,80}}\b(?:sends?|refers?|directs?|guides?) you (?:on|onwards?|forward|further|to (?:the|this|our|us))\b"
    rf"|{_WAY_IN_EN}[^.]{{0,40}}\b(?:(?:through|via|by|on|with) (?:the )?(?:guidance|recommendation|direction|advice) of|(?:directed|sent|guided)(?: to us| there| here)? by) {_SENDER_EN}"
)
_LEADS: Final = re.compile(r"\b(?:ohjaamana|ohjaamina)\b")
_COMES: Final = re.compile(
    rf"{_COMES_FI}|\b(?:mukaan|asiak\w+|ohjau\w+|ilmoitt\w+|paikka|paikat|haku|jäseneksi|tulo|osallistuminen|tervetul\w+)\b"
)
_HINT: Final = re.compile(
    r"guid|skickar|slussar|lotsar|sends|sent by|\bvia\b|edellyt|ilmoitta|valits|resept|recept|prescri|anmäler|hoitotaho|hoitopaik|hoitokont|enrol|sign|register|through|genom|läh|ohja|päät|sitou|arvio|kautta|ehdotu|esity|aloit|todistu|lausun|assess|suosituks|perusteella|remiss|hänvis|beslut|decision|refer|doctor|direct"
)
_SENT: Final = re.compile(
    r"lähete(?:ttä)?\b|lähettee\w+|lähettei\w+|lähetekäytän|\basiakasohjau\w+|\bpalveluohjauk\w+ kautta|\bmyönteinen (?:palvelu)?päätös|\b(?:palvelu|viranomais|kuntoutus|sosiaalihuollon )päätö(?:s\b|ks|stä)\w*"
    r"|\b\w*päätö(?:ksen perusteella|ksellä|s vaaditaan|stä edellyt\w+)|\bsosiaali\w+ päätö(?:s\b|ks|stä)\w*|\bmaksusitoumu\w+|\b(?:palvelu|hoidon|tuen)\s?tarpeen arvio\w*|\bedellyt\w+(?:\s\w+){0,3}?\s\w*päätöstä\b|\bo(?:man|masi) (?:sosiaali\w*\s|terveys\w*\s|vastuu)?(?:työntekij|lääkäri|hoitaja|terapeut)\w*(?:\s\w+)?\skautta\b|\boma(?:t)? (?:sosiaali)?(?:työntekij|hoitaj|lääkär)\w* ohja(?:a|avat)\b|\bvia (?:din |en |sin |den )?(?:egen )?(?:social|hälsov|hälsoc|hälsost|vård|läkar|klienth)\w+"
    r"|(?:aan|ään|een|iin|oon|uun|yyn|öön|lle)\s+(?:sinut\s+|asiakkaat\s+|osallistujat\s+)?ohja(?:a|avat|taan|udutaan|utuvat)\b[^.]{0,40}(?:terveyden|sosiaali|lääkäri|hoitaja|ammattilai|neuvola|hoitav|sairaala|poliklini|kautta|fysioterapeut|(?:oma|sosiaali)?\s?työntekij|viranoma)"
    r"|(?:terveyden|sosiaali|lääkäri|hoitaj|ammattilai|neuvola|sairaala|poliklini|hoitopaik|hoitav|fysioterapeut|psykiatri)\w*\s+ohja(?:a|avat)\s+(?:\w+\s+){1,3}?(?!asen|oikei|liikke|tekniik|suoritu|rento|alkuun|harjoitte|harjoituks)\w+(?:aan|ään|een|iin|oon|uun|yyn|öön)\b"
    r"|(?:terveyden|sosiaali|lääkäri|hoitaj|ammattilai|neuvola|sairaala|poliklini|hoitopaik|hoitav|fysioterapeut|psykiatri|terveysasem|terveyskesk|hälsostation|kotihoi|geronomi|muistikoordinaat|lastensuojel|työllisyyspalvel)\w*(?:\s+\w+){0,2}\s+(?:kautta|ohjaamana|ohjaamille|suosituksesta|arvion perusteella|ohjauksesta)"
    r"|\b(?:läkar)?remiss\w*|\bhänvis(?:as|ning)\b[^.]{0,30}(?:vård|läkare|social|personal)|(?:vård|läkare|social)\w*(?:\s+\w+){0,2}\s+hänvis\w+|\bbiståndsbeslut|\b(?:positivt|beviljat) beslut|\bbeslut (?:krävs|behövs|(?:från|av) (?:social|hälso|vård|handikapp|kommun)\w*)"
    r"|(?<!self-)(?<!self )\breferrals?\b|\b(?:is|are|been|be) referred\b|\breferred by\b|\breferred (?:clients|customers|patients|people|persons)\b|\bdecision (?:by|from|of) (?:the )?(?:social|health|disability)\w*|\b(?:doctor|nurse|physiotherapist|social worker)s? (?:can |will |may )?refers?\b|\bdoctor's (?:note|order)|\b(?:health ?care|medical|social work) professional\w* (?:will )?(?:refer|direct)s?"
)
_ENROLLED: Final = re.compile(
    # "hoitaja ilmoittaa asiakkaan ryhmään", "ryhmään ilmoittaa sosiaalityöntekijä", "neuvola lähettää perheet kerhoon"
    rf"{_PROF_FI}(?: \w+){{0,6}}? (?:(?:ja|tai|sekä|,) )?(?:ilmoittaa|ilmoittavat|lähettää|lähettävät|ohjaa|ohjaavat)(?: {_CLIENT_FI})? {_DOOR_FI}"
    rf"|\b{_DOOR_FI} (?:ilmoittaa|ilmoittavat|lähettää|lähettävät|valitsee|valitsevat|ohjaa|ohjaavat) (?:\w+ )?{_PROF_FI}"
    rf"|\bohja(?:taan|udutaan|utuvat|utuu|utua|tut)\b(?: \w+){{0,3}}? {_DOOR_FI} (?:\w+ )?{_PROF_FI}"
    rf"|\b{_DOOR_FI} (?:ohjaudu|ohjataan|ohjautu)\w*(?: \w+){{0,2}} {_PROF_FI}|{_PROF_FI} (?:ohjaam|lähettäm)(?:ana|änä|ina|inä|ille)\b"
    rf"|{_PROF_FI} (?:suosituksella|ehdotuksesta|ehdotuksella|esityksestä|aloitteesta)|{_PROF_FI} arvio\w* (?:perusteella|vaadi|tarvi|edelly)\w*|\b(?:edellyt|vaati|vaadi|tarvi)\w*(?: \w+){{0,3}} {_PROF_FI} arvio(?:n|ta)?\b|\bpäätösperust\w+|\barvioi (?:\w+ )?palvelu(?:n )?tarpeen\b|\bbasis of (?:an? )?(?:\w+ ){{0,2}}needs assessment\b|\bneeds assessment (?:is )?(?:required|needed)\b|\brequires? an? (?:\w+ )?needs assessment\b"
    r"|\b(?:lääkärintodistu|b-lausun)\w+ (?:vaadi|tarvi|edelly)\w*|\b(?:tarvi|vaati|vaadi|edelly)\w*(?: \w+){0,2} (?:lääkärintodistu|b-lausun)\w+|\b(?:tarvitaan|vaaditaan|tarvitset|edellytetään)(?: \w+){0,2} \w*päätös\b"
    rf"|\bhoitotaho(?:si|nsa|mme|n)? kautta|\bo(?:maan|man|masi) hoito(?:taho|paikka|paika|kontakti)\w*|{_PROF_FI} kautta\b"
    rf"|{_PROF_FI} (?:\w+ )?tekee (?:\w+ )?päätöksen|päätöksen (?:\w+ ){{0,3}}tekee (?:\w+ )?{_PROF_FI}"
    rf"|\b{_RECIPE}i?llä\b|\b(?:edellyt|vaati|vaadi|tarvit)\w*(?: \w+){{0,2}} {_RECIPE}\w+|{_RECIPE}(?:i|in|iä) (?:vaadi|tarvi|edelly|lääkäri|hoitaj|oma)\w*|{_RECIPE}(?:i|in)(?: \w+){{0,3}} (?:saa|saat|saadaan|kirjoitta|anta|myöntä|laati|määrä)\w*|\b(?:saa|saat|saadaan|kirjoitta|anta|myöntä|laati|määrä)\w*(?: \w+){{0,2}} {_RECIPE}(?:i|in)\b"
    rf"|{_PROF_SV}(?: \w+){{0,5}}? (?:anmäler|hänvisar|remitterar)(?: \w+){{0,2}} till\b|\bhänvis(?:as|ning|ad|ade)\b.{{0,30}}{_PROF_SV}|\b(?:kräver|förutsätter) (?:ett )?beslut\b"
    rf"|\b(?:via|genom) (?:\w+ ){{0,2}}{_PROF_SV}|\b(?:på (?:\w+)?recept|med (?:motions|kultur)recept)\b"
    rf"|\b{_PROF_EN}(?: \w+){{0,4}}? (?:enrol|sign|register|refer|direct)s? (?:you|the client|clients|patients|participants|people|them)\b"
    rf"|\b(?:through|via) (?:\w+ )?{_PROF_EN}\b|\b{_PROF_EN},? who (?:can |will |may )?refers?\b|\b(?:on|by|with an?|social) (?:(?:exercise|activity|culture|cultural|nature) )?prescri(?:ption|bing)\b"
)
"""Somebody else enrols the client, or writes what opens the door."""


def names_referral(text: str) -> bool:
    """Whether a lower-case text says that one comes by a referral, a decision or a professional.

    >>> names_referral("hoitaja ilmoittaa asiakkaan ryhmään"), names_referral("ryhmää ohjaa fysioterapeutti")
    (True, False)
    >>> names_referral("mukaan pääsee kuntoutusohjaajan ohjaamana"), names_referral("jumppa fysioterapeutin ohjaamana")
    (True, False)
    """
    if _HINT.search(text) is None:
        return False
    if _LEADS.search(text) and not _COMES.search(text):
        text = _LEADS.sub(" ", text)
    return any(words.search(text) for words in (_SENT, _ENROLLED, _SENT_ON))


NO_REFERRAL: Final = re.compile(
    r"(?:lähetettä|päätöstä|maksusitoumusta)\s+§|(?:\s§\s\s?)(?:tai|eikä|ja|eller|or)\s+(?:lääkärin\s+)?(?:lähetettä|remiss|a?\s?referral)\b|\b(?:ei|et|ilman|eikä|etkä)\s+(?:tarvit\w+\s+|tarvi\s+|vaadi\w*\s+|edellyt\w+\s+|ole\s+)?(?:\w+(?:ta|tä)\s+(?:tai|eikä|ja)\s+)?(?:\w+n\s+){0,2}\w*(?:lähete(?:ttä)?\b|päätöstä\b|maksusitoumusta\b|lääkärintodistusta\b|lausuntoa\b)"
    r"|(?:lähetettä|lähete|lähetteitä|päätöstä|maksusitoumusta|\w*todistusta|\w*lausuntoa)\s+(?:ei|et)\s+(?:ole\s+|edellyt\w+|vaadi\w*|tarvi\w*)\s*\w*"
    r"|\b(?:ingen|utan|inga|inte)\s+(?:\w+\s+)?(?:läkar)?remiss\w*|\bremiss\s+(?:behövs|krävs)\s+(?:inte|ej)|\b(?:no|without|(?:not|\w+n't) (?:need|require|have to have))\s+(?:a |an |any )?(?:\w+\s+)?referrals?(?: is)?(?: (?:needed|required|necessary))?|\breferrals? (?:is |are )?not (?:needed|required|necessary)|\bself-?referral\w*"
)
_WITHOUT_FI: Final = r"\bilman\s+(?:\w+n\s+){0,2}\w*(?:lähetettä|päätöstä|maksusitoumusta)\b"
BARRED_UNREFERRED: Final = re.compile(
    rf"{_WITHOUT_FI}[^.,;]*\b(?:ei|emme|eivät)\s+(?:\w+\s+){{0,2}}?(?:pääs|ote|ota|voi|osallistu|hyväksy|mahdu|tul)|\b(?:ei|emme|eivät)\s+(?:\w+\s+){{0,4}}?{_WITHOUT_FI}"
    r"|\bingen\s+(?:\w+\s+){0,3}?utan\s+(?:\w+\s+)?\w*remiss|\butan\s+(?:\w+\s+)?\w*remiss\b[^.,;]*\b(?:inte|ingen|ej)\b"
    r"|\b(?:no|not|nobody|cannot|can't)\s+(?:\w+\s+){0,4}?without\s+(?:an?\s+)?(?:\w+\s+)?referral|\bwithout\s+(?:an?\s+)?(?:\w+\s+)?referral\b[^.,;]*\b(?:cannot|can't|not|no one|nobody)\b"
)
"""Two "not" that make a duty: who has no referral is not let in."""
