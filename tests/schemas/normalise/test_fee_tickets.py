"""What is free for one who has a ticket is not free; a ticket that is free or not needed bars nobody."""

from __future__ import annotations

import pytest

from schemas.normalise.cost import cost_of_text

FOR_TICKET_HOLDERS = """
Opastus on maksuton pääsylipun lunastaneille.
Opastus ei maksa mitään pääsylipun ostaneille.
Opastus on ilmainen, mutta edellyttää pääsylippua.
Työpaja on maksuton museolipun haltijoille.
Opastukseen voi osallistua maksutta, kun on lunastanut pääsylipun.
Opastus on ilmainen sisäänpääsyn maksaneille.
Opastettu kierros on maksuton päivän pääsylipulla.
Kierros on maksuton, mutta museolippu tarvitaan.
Paja on ilmainen niille, joilla on pääsylippu.
Opastettu kierros sisältyy pääsylippuun eikä siitä peritä maksua.
Vesijumppa on maksuton uimahallin asiakkaille.
Visningen är avgiftsfri för dem som betalat inträde.
Guidningen är gratis mot uppvisande av inträdesbiljett.
Verkstaden är gratis men kräver inträdesbiljett.
Verkstaden är gratis när du har löst inträde.
Visningen är gratis för betalande besökare.
Visningen ingår i inträdet, ingen avgift tas ut.
Sagostunden är gratis men museets inträdesavgift gäller.
Vattengympan är gratis för simhallens kunder.
The tour is free for ticket holders.
The tour is free once you have paid admission.
Workshops are free with paid admission.
The talk is free but requires a museum ticket.
The talk is free for paying visitors.
The tour costs nothing if you have an entrance ticket.
The concert is free, museum admission applies.
Guidningarna är avgiftsfria, men du behöver en inträdesbiljett.
"""
NO_TICKET_TO_BUY = """
Konserttiin on vapaa pääsy, liput noudettava ennakkoon.
Maksuton, ei vaadi lippua.
Tapahtuma on maksuton, mutta tarvitset ilmaislipun.
Esitykseen jaetaan ilmaisliput puoli tuntia ennen esitystä.
Gratis, biljett behövs inte.
Free admission, no ticket required.
Föreningen betalar inträdesbiljetterna, utflykten är gratis.
"""


def _lines(block: str) -> list[str]:
    return block.strip().splitlines()


@pytest.mark.parametrize("text", _lines(FOR_TICKET_HOLDERS))
def test_free_for_who_has_a_ticket_is_not_free(text: str) -> None:
    assert cost_of_text(text).cost_class in {"unknown", "paid"}


@pytest.mark.parametrize("text", _lines(NO_TICKET_TO_BUY))
def test_free_with_no_ticket_to_buy_stays_free(text: str) -> None:
    assert cost_of_text(text).cost_class == "free"
