"""What is free only for one who has a ticket or has paid: "maksuton pääsylipun lunastaneille". The ticket itself costs.

A ticket that is free itself, or that nobody needs, presupposes nothing.
"""

from __future__ import annotations

import re
from typing import Final

_WITH: Final = re.compile(
    r"\b(?:\w+-)?\w*lip(?:ulla|un (?:hinna|osta|lunast|hank)\w*|puun|uilla)\b|\b(?:pääsy|sisäänpääsy|osallistumis)maksulla\b|\bostan\w+|\bmed (?:inträdes|museums?|musei)?biljett\w*|\bwith (?:a |an |the )?(?:\w+ )?(?:tickets?|admission|entry|purchase)\b|\bpääsymaksun maksane\w*",
    re.IGNORECASE,
)
"""In the clause of the free word."""
_TICKET_FI: Final = r"(?:[^\W\d_]*(?<!ilmais)lip(?:un|ut|ukkeen)|[^\W\d_]*(?:maksun|rannekkeen)|sisäänpääsyn|pääsyn)"
_TICKET_SV: Final = r"(?:[^\W\d_]*(?<!gratis)(?<!fri)biljett(?:en|er|erna)?|(?:inträdes|entré)(?:avgift)(?:en)?|inträde(?:t)?|entré(?:n|avgift\w*)?)"
_TICKET_EN: Final = (
    r"(?:(?<!free )(?:tickets?|wristbands?|passes)|admission|entrance|entry|(?:entry|entrance|admission) fee)"
)
_HOLDERS: Final = re.compile(
    rf"\bosta(?:nee|nut|neille|jille)\w*|\bostat\b|\b(?:lunasta|hankki)ne(?:ille|elle|iden|et|ilta)\b|\blunastanut|\bmaksane(?:ille|elle|iden|et|ilta|n)\b|\b{_TICKET_FI} (?:jo )?(?:osta|lunasta|hankki|maksa|omaa|omista|haltij|näyttä|esittä)\w*|\blip(?:un|pu)[ -]?(?:haltij|osta|lunasta|omista|asiak)\w*"
    r"|\bmaksav(?:ille|at|ien|alle)\b(?! mukaan)|\b(?:joilla|jolla|sinulla|kun|teillä) on (?:jo )?(?:voimassa oleva |voimassaoleva |ostettu )?(?:\w+ )?[^\W\d_]*(?<!ilmais)(?:lippu|liput|ranneke)\b|\b(?:voimassa ?olev\w+|päivän|saman päivän) [^\W\d_]*lip(?:ulla|pua|un|ulle)\b"
    rf"|\b(?:edellyttää|vaatii|vaaditaan|tarvitaan|tarvitset|edellytetään|edellyttävät|vaativat) (?:kuitenkin |silti |voimassa olevan |voimassa olevaa |ostettua )?[^\W\d_]*(?<!ilmais)(?:(?<!ilmais)lip(?:un|pua)|pääsymaksu[na]?|pääsymaksua)|\b(?:pääsylip|museolip|näyttelylip|pääsymaks)[^\W\d_]* (?:vaaditaan|tarvitaan|edellytetään|lisäksi|tulee lunastaa|tulee ostaa|on lunastettava|on ostettava|pitää lunastaa|pitää ostaa)"
    r"|\b(?:pääsylipun|museolipun|näyttelylipun|pääsymaksun|sisäänpääsymaksun|sisäänpääsyn|pääsyn) (?:lisäksi|jälkeen|päälle)\b|\bnormaali(?:n|lla|t) pääsyma\w+"
    rf"|\b(?:(?:löst|betalat|betalt|köpt|skaffat)|(?:som|du|ni|man|när du|om du) (?:löser|löste|betalar|betalade|köper|köpte|innehar)) (?:en |ett |sin |din |giltig |redan )*{_TICKET_SV}\b|\bsom (?:redan )?(?:har )?(?:köpt|löst|betalat|betalt|betalar)\b|\b(?:som |du |ni |man )har (?:en |giltig |köpt )*{_TICKET_SV}\b|\bbiljett-?(?:innehavar|köpar|ägar)\w*|\binnehavare av {_TICKET_SV}\b|\bmot (?:uppvisande av )?(?:en |giltig )*{_TICKET_SV}\b|\bmed (?:en |ett |giltig |giltigt |köpt )*{_TICKET_SV}\b|\b(?:kräver|förutsätter|fordrar|behöver|behövs) (?:du |ni |man |dock |ändå |en |giltig )*{_TICKET_SV}\b|\bbetalande (?:besökare|gäster|kunder|publik|deltagare)\b|\b(?:inträdesbiljett|inträdesavgift|biljett)(?:en)? (?:krävs|behövs|förutsätts|tillkommer|måste)\b(?! (?:inte|ej))|\butöver {_TICKET_SV}\b"
    r"|\b(?:ingår|sisälty\w*|included)\b(?! inte| ei)[^.;]{0,30}?(?:inträde|biljett|[^\W\d_]*lippuun|[^\W\d_]*maksuun|[^\W\d_]*lipun|admission|ticket|entry|entrance)|\b(?:museum|normal|regular|standard|general) (?:admission|entry|ticket)s? (?:fees? |prices? |charges? )?(?:appl|is charged|required|needed)|\b(?:inträdesavgift|inträde)\w* gäller|\b(?:uimahallin|hallin|museon|kylpylän|kuntosalin|hotellin|laivan|huvipuiston|ravintolan) (?:asiakkaille|asiakkailta|vieraille)|\b(?:pool|gym|hotel|museum|spa) (?:customers|guests|visitors)|\b(?:simhallens|gymmets|hotellets|museets) (?:kunder|gäster|besökare)"
    rf"|\b(?:who |that |you |you've |anyone |have |has |having |those |visitors )*(?:who (?:have )?(?:bought|buy|paid|pay|purchased)|have (?:already )?(?:paid|bought|purchased)|having (?:paid|bought|purchased)|after (?:paying|buying|purchasing)|once you(?:'ve| have)? (?:paid|pay|bought)|upon (?:paying|purchase))\b|\bticket[- ]?(?:holders?|buyers?)\b|\b(?:holders?|holding|possession|presentation|purchase) (?:of )?(?:an? |the |valid |any |your )*(?:\w+ )?{_TICKET_EN}\b|\bpaying (?:visitors?|guests?|customers?|public|participants|members)\b|\bwith (?:an? |the |your |valid |paid |any |same-day |regular |general )*{_TICKET_EN}\b|\b(?:requires?|needs?|need) (?:an? |the |valid )*(?:(?:museum|admission|entrance|entry|exhibition) )?{_TICKET_EN}\b(?! (?:to|into))|\b(?:museum|admission|entrance|entry|exhibition) (?:ticket|fee) (?:is )?(?:required|needed|applies)\b|\bin addition to (?:the )?{_TICKET_EN}\b",
    re.IGNORECASE,
)
"""Anywhere in the sentence."""
_NOT_BEFORE: Final = re.compile(
    r"(?:\b(?:ei|eikä|ilman|inte|ej|utan|ingen|inga|no|not|without|never)|n't)\s(?:ha |have |having |be )?\Z",
    re.IGNORECASE,
)
_FREE_TICKET: Final = re.compile(
    r"\b(?:ilmai(?:sen|nen|set|sta)|maksut(?:on|toman|tomat|onta))[ -](?:[^\W\d_]*)lip(?:pu|pua|un|ut)\b|\bilmaislip\w+|\bgratis ?biljett\w*|\bfri(?:a)? ?biljett\w*|\b(?:avgifts|kostnads)fri(?:a)? biljett\w*|\bfree (?:(?!for|with|of|if|to|by|when|on)[^\W\d_]+ )?tickets?\b(?![ -]?holder)",
    re.IGNORECASE,
)


def presupposes_ticket(sentence: str, clause: str) -> bool:
    """Whether what a sentence calls free in its `clause` is for holders of a ticket or people who have paid.

    >>> presupposes_ticket("Pääsymaksun maksaneille opastus on maksuton", ""), presupposes_ticket("Maksuton, ei vaadi lippua", "")
    (True, False)
    """
    if _WITH.search(clause):
        return True
    if _FREE_TICKET.search(sentence):
        return bool(re.search(r"\bosta|\bköp|\bbought\b|\bbuy\b", _FREE_TICKET.sub("", sentence), re.IGNORECASE))
    return any(not _NOT_BEFORE.search(sentence[: found.start()]) for found in _HOLDERS.finditer(sentence))
