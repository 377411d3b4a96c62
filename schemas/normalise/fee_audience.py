"""For whom a group is meant: what is free for all whom it is meant for is free. "Työttömille tarkoitettu ryhmä on maksuton".

Members are no such audience, for membership costs; and "eläkeläisille maksuton" says nothing of the others.
"""

from __future__ import annotations

import re
from typing import Final

_GROUP_FI: Final = (
    r"[^\W\d_]*(?:ryhmä|ryhmät|kerho|kerhot|kurssi|kurssit|piiri|tapaaminen|tapaamiset|klubi|kuoro|paja|iltapäivä)"
)
_MEANT: Final = re.compile(
    rf"(?:[^\W\d_]+ ){{0,1}}(?:[^\W\d_]+(?:ille|jalle|lle),? (?:ja |sekä |tai ))?[^\W\d_]+(?:ille|jalle|jälle|selle|lle) (?:tarkoite\w+|suunna\w+|räätälöi\w+|järjeste\w+|kohdenne\w+|kohdiste\w+)"
    rf"|(?:tarkoitettu|suunnattu|kohdennettu) (?:(?!maksu|ilmai)[^\W\d_]+,? ){{0,3}}[^\W\d_]+(?:ille|lle)(?: (?:ja|sekä|tai) [^\W\d_]+ille)?"
    rf"|[^\W\d_]+(?:ten|ien|jen|den) (?:oma )?(?={_GROUP_FI} (?:on|ovat)\b)"
    rf"|{_GROUP_FI} [^\W\d_]+(?:ille|lle)(?: (?:ja|sekä) [^\W\d_]+ille)? (?=(?:on|ovat)\b)"
    r"|(?:avsedd|avsett|avsedda|riktad|riktat|riktade|riktar sig|tänkt|tänkta) (?:för|till) (?:[^\W\d_]+ (?:och|eller) )?[^\W\d_]+"
    r"|(?:intended|aimed|meant|designed|tailored|set up|organised) (?:for|at) (?:[^\W\d_]+ (?:and|or) )?(?:unemployed people|older people|young people|[^\W\d_]+)"
    r"|(?P<noun_sv>[^\W\d_]*(?:grupp|klubb|kurs|cirkel|träff|kör|verksamhet)[a-z]{0,4}) för (?:[^\W\d_]+ och )?[^\W\d_]+ (?=är\b)"
    r"|(?P<noun_en>\b(?:group|club|course|circle|class|choir|meet-?up|workshop)(?:e?s)?) for (?:the )?(?:[^\W\d_]+ and )?(?:unemployed people|older people|young people|[^\W\d_]+) (?=(?:is|are)\b)",
    re.IGNORECASE,
)
_MEMBERS: Final = re.compile(
    r"jäsen|medlem|member|lipu|biljett|ticket|inträde|pääsy|sisään|entry|admission|asiakk|ostan", re.IGNORECASE
)
_CARD_NEEDED: Final = re.compile(
    r"\b(?:tarvitset|tarvitaan|tarvitsee|vaaditaan|edellyttää|edellytetään|vaatii|ota|näytä|näyttämällä|hanki|lunasta)\b[^.;\n]{0,40}palvelukeskus-?kort|palvelukeskus-?kort\w+ (?:vaaditaan|tarvitaan|tulee|pitää|on oltava|mukaan)|\b(?:behöver|kräver|krävs|förutsätter|ta med)\b[^.;\n]{0,40}servicecentral\w*kort|\b(?:need|requires?|required|bring)\b[^.;\n]{0,40}service cent(?:re|er) card",
    re.IGNORECASE,
)
_OF_THE_CARD: Final = re.compile(
    r"\b(?:helsinkiläisille )?(?:ikäihmisille|eläkeläisille|senioreille|ikääntyneille|työttömille)(?: (?:ja|sekä) (?:ikäihmisille|eläkeläisille|senioreille|työttömille))?\s"
    r"|\bför (?:pensionärer|seniorer|äldre|arbetslösa)(?: och (?:pensionärer|seniorer|arbetslösa))?\b|\bfor (?:pensioners|seniors|older people|unemployed people|the unemployed)(?: and (?:pensioners|seniors|the unemployed|unemployed people))?\b",
    re.IGNORECASE,
)
"""Those to whom a service centre's card is given."""


def without_audience(clause: str) -> str:
    """A clause without the words that say for whom its group is meant.

    >>> without_audience("työttömille tarkoitettu ryhmä on "), without_audience("eläkeläisille on ")
    ('  ryhmä on ', 'eläkeläisille on ')
    """
    return _MEANT.sub(
        lambda found: found[0] if _MEMBERS.search(found[0]) else f"{found['noun_sv'] or found['noun_en'] or ''} ",
        clause,
    )


_MARKET: Final = re.compile(
    r"kirppu|kirppis|kirppar|myyjä|myyntipöy|markkin|loppis|loppmarknad|marknad|flea market|\bmarket\b|\bsellers?\b",
    re.IGNORECASE,
)
_BUYERS: Final = re.compile(
    r"\b(?:ostajille|ostajilta|ostajat|shoppailijoille|shoppailijoilta)\b|\b(?:köpare|köparna)\b|\b(?:buyers|shoppers)\b",
    re.IGNORECASE,
)


def for_everybody(sentence: str, text: str) -> str:
    """A sentence without those of whom taking part consists in its text: who gets the service centre card that it asks for, a market's buyers.

    >>> for_everybody("Ostajille kirpputori on maksuton.", "").strip()
    'kirpputori on maksuton.'
    """
    if _MARKET.search(text or sentence):
        sentence = _BUYERS.sub("", sentence)
    return _OF_THE_CARD.sub(" ", sentence) if _CARD_NEEDED.search(text) else sentence
