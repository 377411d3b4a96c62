"""What to bring or what is lent, in the source's own sentences. A friend, a card or good spirits are no equipment; nothing is inferred."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from schemas.normalise.memo import read_once
from schemas.normalise.statements import speaking
from schemas.service import LANGS, Lang, Text

LONGEST: Final = 3
"""Sentences in a language; a page of rules is no packing list."""

_HINTS: Final = tuple(
    "mukaan|mukana|lain|vuokra|väline|varust|tarvi|materiaal|oma|omia|ta med|tag med|ta gärna med|medtag|har med|inga egna|egen|till låns|redskap|utrust|hyra|hyrs|låna|bring|equipment|borrow|rent|lent|hire|remember|tools|supplies|mats|loan|material|gear".split(
        "|"
    )
)
_THING: Final = (
    r"\b(?:\w*(?:mato[nt]|matt(?:o|oa|oja)|alusta|varustee|varusteit|varuste|väline|tarvikk|tarvikke|vaattee|vaatte|vaatteit|vaatetu|kengä|kengi|kenkiä|jalkine|pyyh(?:e|kee|ett|keit)|uimapuku|uimapuv|uimahous|vesipullo|juomapullo|mailo|suks[ie]|sauvat|sauvoj|luistim|kypär|muistiinpanoväli|soittim"
    r"|kuminauh|käsipaino|polkupyör|kahvakuul|lumikeng|potkukelk|kajak|kanoot|pelivälin|melontavarust)\w*|(?:maila|mailan|mailat|eväs|eväät|evää|kynä|paperi|esiliin|vihko|pulkk|pallon|pallot|keppi|huopa|viltti|tyyny|juomavesi|juomaa|otsalamp|istuinalust|työkalu|laitte|nuotit|kännyk|tietokon)\w*)"
    r"|\b(?:\w*(?:matta|mattor|underlag|handduk|badkläder|baddräkt|kläder|racket|skidor|stavar|skridsko|hjälm|vattenflaska|matsäck|redskap|utrustning)\w*|(?:skor|penna|pennor|papper|material|cykel|filt|flaska)\w*)"
    r"|\b(?:mats?|equipment|gear|towels?|swimsuits?|swimwear|shoes|clothes|clothing|rackets?|skis?|poles?|skates|helmets?|water|bottles?|packed lunch|snacks?|pens?|paper|materials?|supplies|tools?|instruments?|bikes?|bicycles?|blankets?|balls?|laptop|kayaks?)\b"
)
_BEING: Final = (
    r"ystäv|kaver|lapse|lapsi|perhe|koira|puoliso|vanhem|avustaj|tukihenkil|naapur|tuttu|tutut|porukka|seura|isovanh|mieli|mielen|mieltä|ilo\b|iloa|asenne|uteliai|avoin|kortti|kortin|korttisi|todistu|henkilöt|passi|lippu|lemmik|kysymy|ajatu|idea|liput|lippu"
    r"|\bvän|kompis|\bbarn|famil|hund|\bhumör|nyfiken|kort\b|legitimation|granne|friend|child|kids|dog|partner|\bcard|\bid\b|mood|smile|question|parent|ticket"
)
_BRING: Final = re.compile(
    r"\b(?:ota|otathan|ottakaa|varaa|varaathan|varatkaa|pakkaa|tuothan|tuokaa)\b[^.!?]{0,60}\bmukaa[ns]\w*|\btuo (?:mukanasi|mukana|mukaan|oma)\b|\b(?:ota|otathan|tuo)\s+(?:omat|omia|oman)\s+\w+"
    r"|\b(?:voi|voit|saa|kannattaa|pitää|tulee|suositellaan|pyydämme|muista|muistathan)\s+(?:\w+\s+){0,3}(?:ottaa|tuoda|ottamaan|tuomaan|varata)\b[^.!?]{0,60}\bmukaa\w+|\b(?:ottaa|tuoda) mukaan"
    r"|\b(?:omat|oma|omia|omaa)\s+(?:[^\s,.]+,?\s+){1,5}mukaan(?=\s*(?:$|[.!,;)]))|\bmukaan\s+(?:oma|omat|tarvitset|tarvitaan|kannattaa)\b|\bmukana\s+(?:tulee|pitää)\s+olla\b|\b(?:tarvitset|tarvitaan|tarvitsette)\s+(?:\w+\s+){0,3}?(?:oma[nt]?|omia|sisä|joustav|lämpi|säänm)\w*"
    r"|\b(?:ta|tag)\s+(?:gärna\s+)?med\b(?!\s+(?:dig\s+)?(?:i|på|till)\b)|\bmedtag\b|\bhar med dig\b|\bbring\b|\bremember to (?:bring|take)\b"
)
_OWN: Final = re.compile(
    r"\b(?:ota|otathan|ottakaa|varaa|varaathan|tuo|tuothan)\b[^.!?]{0,30}\boma(?:t|n|a)?\b|\bomi?a(?:t)?\b[^.!?]{0,40}\bmukaan\b|\begen\b|\begna\b|\byour own\b"
)
"""One's own thing is equipment, whatever it is called."""
_LEND: Final = r"\b(?:lainaksi|lainaan|lainattav\w+|lainata|lainaa|lainassa|vuokrata|vuokrataan|vuokrattav\w*|vuokraa|vuokralle|låna|lånas|hyra|hyras|hyrs|uthyrs|till låns|borrow|borrowed|rent|rented|hired|lent|on loan|for hire|for rent|rental)\b"
_LENT: Final = re.compile(
    rf"{_LEND}[^.!?]{{0,40}}?(?:{_THING})|(?:{_THING})[^.!?]{{0,25}}?{_LEND}"
    r"|\b(?:\w*väline\w*|\w*varustee\w*|\w*tarvikk\w+|materiaal\w+)\b[^.!?]{0,40}\b(?:sisälty\w+|kuulu\w+ (?:hinta|kurssi)\w*|talon puolesta|järjestäjän puolesta|paikan ?päältä|paikan ?päällä|saa|saat|löyty\w+|on tarjolla)"
    r"|\b(?:sisältää|sisältävät|hintaan kuulu\w+)\b[^.!?]{0,60}\b\w*(?:välinee|varustee|tarvikke)\w*|\blaina(?:välinee|varustee|maila|matto|mato|suks|luistim)\w*"
    r"|\b(?:et|ei|ette)\s+(?:tarvit\w+|tarvi)\s+(?:\w+\s+)?(?:omia|omaa|mitään)\s+(?:väline|varust|tarvik|maila|mato|laitt)\w*|\bomia\s+(?:väline|varust|tarvik|laitt)\w+\s+(?:ei|et)\s+tarvit\w+"
    r"|\b(?:redskap|utrustning|material)\w*\s+(?:ingår|tillhandahålls|står till)|\bbehöver\s+(?:\w+\s+)?inga\s+egna\s+\w+|\bbehöver\s+inte\s+(?:ha\s+)?egen\s+\w+"
    r"|\b(?:equipment|materials?|gear|tools|supplies|mats)\s+(?:\w+\s+)?(?:is|are)\s+(?:provided|included|supplied|available)|\bno (?:own )?equipment (?:is )?(?:needed|required|necessary)"
)
_THINGS: Final = re.compile(_THING)
_BEINGS: Final = re.compile(_BEING)


@read_once
def equipment_in(texts: Mapping[Lang, str]) -> Text:
    """The sentences of what to bring or what is lent, by language, as they stand.

    >>> equipment_in({"fi": "Tervetuloa! Ota mukaan oma jumppamatto."})
    {'fi': 'Ota mukaan oma jumppamatto.'}
    >>> equipment_in({"fi": "Ota ystävä mukaan!"})
    {}
    """
    found: Text = {}
    for lang in LANGS:
        said = [sentence for sentence, lower in speaking({lang: texts.get(lang) or ""}, _HINTS) if _says(lower)]
        if said:
            found[lang] = " ".join(dict.fromkeys(said[:LONGEST]))
    return found


def _says(lower: str) -> bool:
    """Whether one lower-case sentence says what to bring, or what is lent there."""
    if _LENT.search(lower):
        return True
    if _BRING.search(lower) is None:
        return False
    return _THINGS.search(lower) is not None or (_OWN.search(lower) is not None and _BEINGS.search(lower) is None)
