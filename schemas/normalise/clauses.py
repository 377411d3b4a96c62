"""Sentences and clauses of Finnish, Swedish and English prose: the reach of a "not". Cuts only; what the words mean is read elsewhere."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(
    r"\b(esim|inv|n|ks|mm|ml|ym|yms|jne|klo|puh|kpl|nro|t\.ex|bl\.a|m\.m|e\.g|i\.e|approx|ca|st|max|min)\.(?=\s)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[^\d\s][.!?])\s+|(?<=\d\.)\s+(?=[A-ZÅÄÖ])|[;\n•]+\s*")
# "1. kerros" is no end, "kerroksessa 1. Wc:ssä" is: after a digit a capital decides
_PLACEHOLDER = re.compile(r"#[12](isään|ngång|ntrance)")
_PLACEHOLDER_LETTER = {"isään": "s", "ngång": "i", "ntrance": "e"}
_STRONG = (
    r"mutta|vaan|vaikka|kun taas|kuitenkin|men|medan|trots att|även om|dock|but|although|though|however|whereas|except"
)
_CUT = re.compile(rf"\s*[,:()–—]\s*|\s+-\s+|\s+(?=(?:eikä|eivätkä)\b)|\s*\b(?:ja|sekä|och|samt|and|{_STRONG})\b\s*")
_IS_STRONG = re.compile(rf"\s*,?\s*\b(?:{_STRONG})\b\s*")
_VERB = re.compile(
    r"\b(?:on|ovat|oli|ei|eivät|eikä|eivätkä|ole|ilman|löyty(?:y|vät)|sijait(?:see|sevat)|puuttu(?:u|vat)|pääs(?:ee|evät|ette)|sovel(?:tuu|tuvat)"
    r"|sop(?:ii|ivat)|toimi(?:i|vat)|joht(?:aa|avat)|vaatii|voi|voidaan|voivat|saa|pitää|tulee|mahtu(?:u|vat)|aukeaa|avautuu|onnistuu|kannattaa|käy"
    r"|finns|är|har|hade|saknas|saknar|ligger|kan|går|passar|lämpar|leder|krävs|kräver|kommer|nås|var|inte|ej|ingen|inga|inget|utan|rymmer"
    r"|is|are|was|were|has|have|had|there's|can|cannot|can't|isn't|aren't|doesn't|does|do|don't|lacks?|leads?|requires?|provides?|features?|offers?|no|not|without)\b"
)


def sentences_in(text: str) -> list[str]:
    """The sentences of a text, in lower case, ordinals and abbreviations kept together.

    >>> sentences_in("Inva-wc löytyy 1. kerroksesta. Hissi on.")
    ['inva-wc löytyy 1. kerroksesta.', 'hissi on.']
    """
    if "#" in text:
        # the accessibility register's own templates: "#1isäänkäynnissä#3"
        text = _PLACEHOLDER.sub(lambda m: _PLACEHOLDER_LETTER[m[1]] + m[1], text).replace("#3", "")
    text = _ABBREVIATION.sub(r"\1", text.replace("\u00a0", " ").replace("’", "'"))
    return [piece.strip().lower() for piece in _SENTENCE.split(text) if piece.strip()]


def clauses_in(sentence: str) -> list[str]:
    """The clauses of one lower-case sentence, cut where both sides have a verb of their own; a list stays with its verb.

    >>> clauses_in("rakennuksessa ei ole hissiä, mutta siellä on inva-wc")
    ['rakennuksessa ei ole hissiä', 'siellä on inva-wc']
    >>> clauses_in("hissiä ja inva-wc:tä ei ole")
    ['hissiä ja inva-wc:tä ei ole']
    """
    clauses: list[str] = []
    start, previous_end, left_has_verb = 0, 0, False
    cuts = [*_CUT.finditer(sentence)]
    ends = [cut.start() for cut in cuts] + [len(sentence)]
    for index, end in enumerate(ends):
        piece = sentence[previous_end:end]
        has_verb = bool(_VERB.search(piece))
        cut = cuts[index - 1] if index else None
        if cut is not None and ((left_has_verb and has_verb) or (left_has_verb and _IS_STRONG.fullmatch(cut.group()))):
            clauses.append(sentence[start : cut.start()])
            start, left_has_verb = previous_end, has_verb
        else:
            left_has_verb = left_has_verb or has_verb
        previous_end = cuts[index].end() if index < len(cuts) else end
    clauses.append(sentence[start:])
    return [clause.strip(" .,") for clause in clauses if clause.strip(" .,")]
