"""In what form one takes part: in a group, alone with a guide, on one's own, or by just dropping in. Only as stated; two at once are unknown.

A group that performs, that books or for which something is meant says nothing of the form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from schemas.normalise.memo import read_once
from schemas.normalise.statements import is_denied, speaking
from schemas.service import Form, Lang

_HINTS: Final = tuple(
    "ryhm|yksilö|yksityist|henkilökoht|kahdenkesk|itsenäis|harjoittel|liiku|treenaa|kuntoil|omatoim|itsenäi|drop|tulla|tule |liittyä|piipaht|piipahd|poike|poikke|grupp|indiv|enskil|personlig|privat|självst|på egen|när du vill|komma|dyka upp|group|one-|1:1|self|personal|independ|unguided|walk|private|anytime|any time|turn up|show up".split(
        "|"
    )
)
_NO_GROUP: Final = (
    r"(?!(?:ikä|työ|kohde|väestö|kansalais|asiakas|arvo|tuote|aihe|veri|henkilö|johto|ohjaus|teatteri|nukketeatteri|tanssiteatteri|esiintyjä|soitin|bändi|lauluyhtye|ammatti|ukulele|saari|tähti|vuori|puu|kivi"
    r"|istuin|ruokailu|sohva|kaluste|pöytä|tuoli|rakennus|talo|kortteli|patsas|veistos|allas|ilma|laji|konserni|media)ryhm|ryhmämuotoi)"
)
_GROUP_IN_A_TITLE: Final = re.compile(
    rf"\b{_NO_GROUP}\w*-?\s?ryhmä(?:t|ssä|än|mme)?\b|\b\w*(?:samtals|motions|diskussions|stöd|gymnastik|lek|promenad|läse|hobby)?grupp(?:en)?\b|\b(?:support|discussion|exercise|walking|peer|conversation|hobby|reading|small|instructed|guided|open|men's|women's|yoga|art|craft|crafts|language|music|dance|memory|parents?|seniors?)(?:'s?)?[ -]group\b"
)
_GROUP: Final = re.compile(
    r"\bryhmä(?:liikun|jumpp|treen|tunti|tunnil|tunte|toimin|muotoi(?!nen (?:ammatti)?teatt|s\w+ teatt)|ohjau|uin|harjoittelu|kävely|valmennu|keskustelu)\w*(?!\w*til(?:a|at|oja|an)\b)"
    r"|\b(?:keskustelu|vertais|vertaistuki|tuki|liikunta|jumppa|kävely|uinti|vesijumppa|peli|luku|runo|käsityö|kuvataide|taide|askartelu|musiikki|laulu|muisti|kieli|harrastus|toiminta|senior|seniori|nais|naisten|mies|miesten|nuorten|lasten|pien|jooga|tasapaino|kirjoittaja|perhe|äiti|sävy|tanssi)ryhm(?:ä|än|ässä|ään|ämme)\b"
    r"|\b(?:ohjattu|avoin|oma|säännöllinen) (?:\w+ )?\w*ryhmä\b|\bryhmä (?:kokoontuu|tapaa|on (?:tarkoitettu|avoin|suunnattu))|\bryhmässä (?:\w+mme|\w+taan|\w+tään|\w+daan|pääs\w+|voi\w*|saa\w*|on)\b|\bryhmään (?:voi|pääsee|mahtuu|otetaan|kuuluu|ilmoit)\w*|\btule (?:mukaan )?(?:\w+ )?\w*ryhmään\b|\b\w+vassa ryhmässä\b"
    r"|\bgrupp(?:träning|gymnastik|motion|verksamhet|pass|samtal|lektion|undervisning)\w*|\b(?:samtals|motions|diskussions|stöd|gymnastik|lek|promenad|läse|hobby)grupp(?:en)?\b|\bi grupp\b|\bgruppen (?:träffas|samlas|möts|är (?:öppen|avsedd))\b"
    r"|\b(?:support|discussion|exercise|walking|peer|conversation|hobby|reading|small|instructed|guided|open|women's|men's)[ -]groups?\b|\bgroup (?:exercise|training|classes|class|session|lesson|activity|activities|meets)\w*|\b(?:the|this) group (?:meets|gathers|is (?:open|intended|meant))\b"
)
_INDIVIDUAL: Final = re.compile(
    r"\b(?:yksilö(?:ohjau|valmennu|tun|opetu|neuvon|käyn|tapaam|lii)\w*|yksityistun\w*|yksilöllinen (?:ohjaus|neuvonta|opetus)\w*|henkilökohtai\w+ (?:\w+ )?(?:ohjau|neuvon|opastu|valmennu|tapaami|opetu|liikuntaneuvon)\w*|kahdenkeski\w+ (?:ohjau|neuvon|keskust|tapaami|opetu|valmennu|aika)\w*)"
    r"|\b(?:individuell\w*|enskild\w*|personlig\w*) (?:handledning|rådgivning|undervisning|träning|vägledning|coachning|lektion\w*)|\bprivatlektion\w*"
    r"|\bone-?(?:to|on)-?one\b|\b1:1\b|\b(?:individual|personal|private) (?:guidance|training|lessons?|coaching|instruction|counselling|sessions?|appointments?)"
)
_PAIRED: Final = re.compile(
    r"\byksilö- (?:ja|tai|että|sekä) ryhmä|\bryhmä- (?:ja|tai|että|sekä) yksilö|\bindividuellt (?:och|eller) i grupp|\bi grupp (?:och|eller) individuellt|\bindividual(?:ly)? (?:and|or) (?:in )?group|\bgroup (?:and|or) individual"
)
_SELF_GUIDED: Final = re.compile(
    r"\bomatoimi(?!(?:aika|aiko|kirjasto|palaut|lain|palvelu|asioin))(?:sta|sen|nen|sesti|seen|set|sia)?[ -]?(?!kirjasto|aika|aukio|käyttö)(?:\w*harjoit|\w*treeni|\w*liiku|\w*kuntoil|\w*uin|\w*reit|\w*retk|\w*ulkoil|\w*kuntosal|\w*tutustu|\w*kier|\w*opastu|\w*työpaj|\w*peli|\w*tehtäv)\w*"
    r"|\bitsenäi(?:nen|stä|sen|sesti) (?:\w*harjoit|\w*treeni|\w*liiku|\w*kuntoil|\w*uin|\w*tutustu|\w*kuntosal)\w*|\b(?:harjoittel|liiku|treenaa|kuntoil)\w* (?:itsenäisesti|omatoimisesti)"
    r"|\bsjälvständig(?:t)? (?:träning|motion|simning|övning)\w*|\bpå egen hand\b|\bsjälvguida\w+|\bself-?guided\b|\bindependent (?:training|exercise|swimming|gym)\w*|\bunguided (?:training|exercise|route|walk)\w*"
)
_DROP_IN: Final = re.compile(
    r"\bdrop[ -]?in\b|\b(?:voi(?:t|tte)?\s+)?(?:tulla|tule|liittyä|poiketa|piipahtaa|piipahda|poikkea)\s+(?:mukaan\s+)?(?:milloin|koska)\s+(?:vain|tahansa|haluat|sinulle)|\b(?:voi(?:t|tte)?\s+)?(?:tulla|tule)\s+(?:vain\s+|vaan\s+)?suoraan\s+paikalle"
    r"|\bkom (?:med )?när du vill\b|\bdet är bara att (?:komma|dyka upp)|\bdrop by any ?time\b|\bcome any ?time\b|\bwalk-?ins? (?:are )?welcome\b|\bjust (?:show|turn) up\b"
)
_PERFORMS: Final = re.compile(
    r"\b(?:esit|esiint|konsert|näytel|ensi-ilta|teos|uppträd|framför|perform|premier|concert|play by)\w*"
)
_READERS: Final = ((_DROP_IN, Form.DROP_IN), (_INDIVIDUAL, Form.INDIVIDUAL), (_SELF_GUIDED, Form.SELF_GUIDED))


@read_once
def form_in(titles: Mapping[Lang, str], texts: Mapping[Lang, str]) -> tuple[Form, str | None]:
    """The form that the titles, else the texts, state, and the sentence that states it. Dropping in at a group is dropping in.

    >>> form_in({"fi": "Miesten ryhmä"}, {})[0], form_in({}, {"fi": "Omatoimista harjoittelua kuntosalissa."})[0]
    (<Form.GROUP: 'group'>, <Form.SELF_GUIDED: 'self_guided'>)
    >>> form_in({}, {"fi": "Yksilö- ja ryhmäohjausta"})[0]
    <Form.UNKNOWN: 'unknown'>
    """
    said = _said(texts, _GROUP)
    named = _said(titles, _GROUP_IN_A_TITLE)
    if set(named) == {Form.GROUP} and Form.DROP_IN in said:
        return Form.DROP_IN, said[Form.DROP_IN]
    found = named or said
    if set(found) == {Form.GROUP, Form.DROP_IN}:
        return Form.DROP_IN, found[Form.DROP_IN]
    return next(iter(found.items())) if len(found) == 1 and Form.UNKNOWN not in found else (Form.UNKNOWN, None)


def _said(texts: Mapping[Lang, str], group: re.Pattern[str]) -> dict[Form, str]:
    """The forms that the texts say, each with its sentence; UNKNOWN stands for several offered side by side."""
    found: dict[Form, str] = {}
    for sentence, lower in speaking(texts, _HINTS):
        for form in _forms(lower, group):
            found.setdefault(form, sentence)
    return found


def _forms(lower: str, group: re.Pattern[str]) -> list[Form]:
    if _PAIRED.search(lower):
        return [Form.UNKNOWN]
    readers = _READERS if _PERFORMS.search(lower) else (*_READERS, (group, Form.GROUP))
    return [
        form
        for pattern, form in readers
        if (match := pattern.search(lower)) is not None and not is_denied(lower, match.start())
    ]
