"""What of a text names no participants: themes and titles of works, players watched, whom it is not for, and half compounds written out."""

from __future__ import annotations

import re
from typing import Final

_NOT_ONLY: Final = r"(?!\s*(?:vain|ainoastaan|pelkästään|bara|endast|enbart|only|just|merely)\b)"
_NOT_FOR: Final = re.compile(
    r"\b(?:ei|eivät|inte|not)\s+(?:ole\s+)?(?:sovellu|sovi|suositella|tarkoitettu|lämplig|avsedd|suitable|recommended|intended)\w*(?:\s+(?:för|for))?\s+(?:\w+\s+)?\w+"
    rf"|\b(?:inte|ej){_NOT_ONLY} (?:öppe[nt] |öppna |menad |avsett |riktar sig )?för (?:\w+ )?\w+|\bnot{_NOT_ONLY} (?:open |meant )?(?:for|to) (?:\w+ )?\w+"
    rf"|\bei{_NOT_ONLY} (?:ole )?(?:avoin |auki |alle )?(?:kouluikäisille|\w+ille)\b|\beikä (?:\w+ )?\w+ille\b|\b(?:ei|eivät) ole (?:\w+ )?avoi\w+ (?:\w+ille|kaikille)"
    r"|\b(?:ilman|vailla) lapsia|\blap(?:sia|set) ei(?:vät)?\b|\b(?:inga|utan) barn\b|\b(?:no|without) (?:children|kids|boys|girls|men|women)\b"
    r"|\bmuille kuin \w+|\bother than \w+|\bandra än \w+"
)
_MINORS_COMPANY: Final = re.compile(
    r"\balle \S+ ?-?(?:vuotiaat )?lapset\b[^.]{0,30}(?:seura|kanssa|maks|ilma)\w*|\baikuisten seurassa|\b(?:sällskap (?:av|med)|tillsammans med) vuxna|\baccompanied by (?:\w+ )?adults?"
)
_COMPANY: Final = re.compile(
    r"(?P<who>\b(?:nais|aikui|mies|mieh|senior|ikäihmi|äid|isien|isille|vanhem|women|ladies|adults|men\b|mothers|kvinn|dam|vuxn|vuxen|mammor)[^\n]{0,60}?)"
    r"\b(?:(?:syli|pikku)?(?:vauva|laps|vauvo|lapsi)\w* (?:voi|voivat|saa|saavat) (?:myös |toki )?(?:tulla|olla|ottaa|tuoda) mukaan(?:an|a)?"
    r"|(?:spädbarn|småbarn|barn|bebisar)(?:en)?(?: i famnen)? (?:får|kan) (?:också |gärna )?(?:följa med|komma med|tas med|vara med)"
    r"|(?:babies|infants|kids|children|toddlers)(?: in arms)? (?:may|can|are (?:also )?welcome to) (?:also )?(?:come along|come too|join|tag along|come with|accompany|be brought)\b)"
)
"""Who may come along with those whom it is for."""
_ABOUT: Final = re.compile(
    r"\b(?:luento\w*|luennolla|historia\w*|kirjallisuusil\w+|esitelm\w+|föreläsning\w*|föredrag\w*|lectures?)\b"
)
_OF: Final = re.compile(r"\b\w+(?:ten|den|jen|uus)\b|\bchildren\b|\bbarns\b")
"""In a lecture's title a genitive is what the lecture is about; "seniorien luento" is given up with it."""
_WORK: Final = re.compile(
    r"\b\w*(?:konsertti|keikka|levyjulk\w+|elokuva|leffa|näytelmä|kirjallisuusilta|kirjailijavieras|romaani|dokumentti|näyttely|ooppera|luento|film|utställning|föreläsning|konsert|concert|exhibition|movie|lecture|talk)\s*[:–—]\s"
)
_NAMES: Final = re.compile(
    r"\b(?:lapset|lasten|nuoret|nuorten|aikuiset|aikuisten|naiset|naisten|miehet|miesten|pojat|poikien|tytöt|tyttöjen|vanhukset|vanhusten|perheet|perheiden|äijä\w*|maahanmuuttajat|pakolaiset|barn(?:en|ens)?|kvinnor(?:nas?)?|pojkar(?:nas?)?|flickor(?:nas?)?|women|children|boys|girls|ladies|kids)\b"
)
"""Behind "konsertti:" or "film:" a bare plural is a name; "lapsille" is still for children."""
_PEOPLE: Final = r"(?:naiset|miehet|lapset|nuoret|pojat|tytöt|vanhukset|perheet)"
_PEOPLE_OF: Final = r"(?:naisten|miesten|lasten|nuorten|poikien|tyttöjen|vanhusten|perheiden)"
_PEOPLE_SV: Final = r"(?:kvinnor|män|barn|flickor|pojkar|unga|äldre|familjer|invandrare)"
_PEOPLE_EN: Final = r"(?:women|men|children|girls|boys|kids|young people|families|immigrants|refugees)"
_FIELD: Final = (
    r"(?:taite|musiik|kirjallisu|elokuv|histor|polit|tiete|so(?:da|ti)|maailm|yhteiskun|medi|arkkiteht|varjo|kuvi|kuva)"
)
_FIELD_SV: Final = (
    r"(?:konst|histor|krig|politik|litteratur|musik|film|forskning|vetenskap|värld|arkitektur|samhäll|skugg)"
)
_FIELD_EN: Final = r"(?:art|history|war|politic|literature|music|film|science|architecture|jazz|painting|cinema|myth|society|the (?:art|shadow|world|middle))"
_FAMILIAR: Final = r"(?:tutu|tuttu|vierai|vieras\b|ominai|rakka|rakas\b|tyypilli|luontai)"
_THEME: Final = re.compile(
    r"\b(?:"
    # women as artists, children in war, the young in a crisis's shadow
    rf"\b{_PEOPLE} (?:\w+ )?(?!\w*(?:päiv|viikko|ilto|aiko|vuos|kuuka|vuoro|ryhm|taina\b|jouluina))\w+in[aä]\b|\b{_PEOPLE} (?:\w+ ){{0,2}}(?:{_FIELD}\w*(?:ssa|ssä)|1[5-9]00-luvu\w+)"
    rf"|\b{_PEOPLE_SV} (?:och \w+ )?(?:i (?:\w+ )?{_FIELD_SV}\w*|som \w+(?:are|ärer|örer))\b|\b{_PEOPLE_EN} (?:and \w+ )?(?:in {_FIELD_EN}\w*|as (?:artists|painters|writers|authors|composers|leaders))\b"
    # the rights, the graveyard, the stories of somebody
    rf"|\b{_PEOPLE_OF} (?:ja \w+ )?(?:histori|asem(?:a|an|asta|aan)\b|oike(?:us|uks|ud)|elämä|elämää|elämästä|kohtalo|tarin|rooli|ään(?:i|tä|en)\b|hautausm|sairaal|klinik|kuolem|maailma|muotoku|lääketie|kuvaaj|kaltoin)\w*|\b(?:barns?|kvinnors?|barnens|kvinnornas) (?:rätt|histori|ställning|liv\b|öden|roll|rösträtt|sjukhus)\w*|\b(?:women|children|men)(?:'s|s') (?:rights?|history|suffrage|hospital|lives|clinic|literature|studies|status)\b"
    # about somebody, and what is familiar to somebody
    rf"|\b(?:about|berättelser om|berättar om|handlar om|om|portraits? of|stories of|history of) (?:\w+ )?{_PEOPLE_EN}\b|\bom (?:\w+ )?{_PEOPLE_SV}\b(?! (?:är|inte|har))"
    rf"|\b\w*(?:seniore|maahanmuuttaj|omaishoitaj|eläkeläis|kuntoutuj|pakolais|vammais|nuor|veteraane)i?st[aä]\b(?! \w+(?:een|aan|ään)\b)"
    r"|\b(?:bekanta?|typiskt?|typiska|kända?|främmande) för (?:\w+ )?\w+|\b(?:familiar|known|typical|dear) (?:to|of) (?:\w+ )?\w+"
    r"|\bentis\w+ (?:nuor|lap)\w+"
    # titles of office
    r"|\bsenior (?:lecturer|advis[eo]r|researcher|planner|curator|specialist|fellow|expert)s?\b|\b(?:lasten|nuorten|vanhusten|vammais)(?:asiain|asia)?(?:valtuutettu|neuvosto)\w*"
    r")"
)
_FOR_THEM: Final = re.compile(rf"\b\w+ille {_FAMILIAR}\w*")
_RELATIVES: Final = re.compile(r"\b\w+(?:ten|jen|den|ien|ajien)(?= (?:omai(?:s(?!hoi)|nen)|lähei(?:s|nen)))")
"""Somebody's relatives are meant, not they themselves."""
_WATCHED: Final = re.compile(
    r"\b(?:\w*(?:ottelu|liiga(?:n|ssa|a)?\b|maajoukkue|mestaruus)|[mse]m-(?:kis|sarj|ottel|liig|turnau|karsin)|landskamp|landslag|national team|world cup|championships?\b|champions league)"
)
_PLAYERS: Final = re.compile(
    r"\b(?:naiset|naisten|miehet|miesten|pojat|poikien|tytöt|tyttöjen|damer(?:nas?)?|herrar(?:nas?)?|kvinnor(?:nas?)?|(?:wo)?men's|women)\b"
)
_PARENTS: Final = re.compile(r"\b\w+(?:ten|jen|den|ien) vanhem(?:mat|mille|pien|pain)\w*")
_HEADS: Final = r"(?:kuntoutuj|toipuj|ongelmai|asiakk|potila|vammai|rajoittei|estei|perhe|ryhm|jump|kerho|kuoro|piiri|taust|klient|rehabili|skada|nedsatt|nedsättning|handikapp|hindra|grupp|famil|kvinn)\w*"
_HALF: Final = re.compile(
    rf"\b([a-zåäö]{{3,16}})-(\s*(?:,|/|&|\+|ja|sekä|tai|och|eller)\s*)([a-zåäö]{{2,14}}?)({_HEADS})"
)


def of_participants(text: str) -> str:
    """A lower-case text without what names no participants, half compounds written out.

    >>> of_participants("näkö- ja kuulovammaisille"), of_participants("film: women and girls")
    ('näkövammaisille ja kuulovammaisille', 'film:   and  ')
    """
    if "- " in text or "-/" in text or "-," in text:
        text = _HALF.sub(r"\1\4\2\3\4", text)
    if " vanhem" in text:
        text = _PARENTS.sub("perheille", text)
    if " omai" in text or " lähei" in text:
        text = _RELATIVES.sub(" ", text)
    if "ille " in text:
        text = _FOR_THEM.sub(" ", text)
    text = _COMPANY.sub(r"\g<who> ", text)
    text = _THEME.sub(" ", _MINORS_COMPANY.sub(" ", _NOT_FOR.sub(" ", text)))
    if _ABOUT.search(text):
        text = _OF.sub(" ", text)
    if _WATCHED.search(text):
        text = _PLAYERS.sub(" ", text)
    if work := _WORK.search(text):
        text = text[: work.end()] + _NAMES.sub(" ", text[work.end() :])
    return text
