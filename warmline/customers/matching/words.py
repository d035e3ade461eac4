"""The word lists that tell names, titles and places from noise."""

from __future__ import annotations


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


NOTHING = _listed(
    "nan null none n/a na nil - -- ? . unknown unk missing not_known #n/a <na> nat undefined xxx"
) | {"not known", "not available", "not provided"}
# Anh and Chi are forms of address in Vietnamese too, but more often given names; they stay.
TITLES = _listed(
    "mr mrs ms miss mx dr prof sir dame rev fr herr frau sr sra srta jr snr md phd bsc msc dds dvm"
)
THAI_TITLES = ("นางสาว", "นาง", "นาย", "ด.ช.", "ด.ญ.", "เด็กชาย", "เด็กหญิง", "น.ส.")
PARTICLES = _listed("de la del dela delos los las san van von der den da do dos di du le el al bin binti ibn")
# Two-character family names that would otherwise be cut after the first character.
COMPOUND_SURNAMES = _listed(
    "欧阳 太史 上官 司马 东方 独孤 南宫 夏侯 诸葛 尉迟 皇甫 公孙 慕容 令狐 司徒 司空 歐陽 司馬 諸葛"
)
STREET_WORDS = {
    "street": "st", "road": "rd", "avenue": "ave", "av": "ave", "drive": "dr", "lane": "ln", "place": "pl",
    "court": "ct", "crescent": "cres", "boulevard": "blvd", "terrace": "tce", "ter": "tce", "parade": "pde",
    "highway": "hwy", "close": "cl", "square": "sq", "circuit": "cct", "apartment": "apt", "north": "n",
    "south": "s", "east": "e", "west": "w", "strasse": "str", "calle": "c", "number": "no", "nr": "no",
}  # fmt: skip
GENDERS = _listed(
    "m f male female man woman w d u x 1 2 0 mann frau 男 女 nam nu ชาย หญิง hombre mujer h homme femme"
)
COMMON_SURNAMES = _listed(
    "smith jones williams brown taylor davies wilson johnson miller davis garcia martinez rodriguez lopez "
    "hernandez gonzalez nguyen tran le pham hoang wang li zhang chen liu yang huang santos reyes cruz "
    "bautista muller schmidt schneider fischer meyer martin bernard dubois rossi russo ferrari silva souza "
    "kim lee park tanaka sato"
)
