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
# The usual family names of people who write them before the given name, by the letters they are written in.
IDEOGRAPHIC_SURNAMES = (
    COMPOUND_SURNAMES
    | frozenset(
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
        "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蔣葉蘇魏"
        "呂盧鍾譚陸鄒"
        "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공"
        "현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국"
    )
    | _listed(
        "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邉 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 "
        "井上 木村 斎藤 斉藤 清水 山崎 阿部 森 池田 橋本 山下 石川  中島 前田 藤田 後藤 小川 "
        "岡田 村上 長谷川 近藤 石井 坂本 遠藤 藤井 青木 福田 三浦 西村 藤原 太田 松田 原田 "
        "岡本 中野 中川 小野 田村  竹内 金子 中山 和田 石田 工藤 上田 原 横山 酒井 柴田 宮崎 "
        "宮本 内田 高木 谷口 安藤 大野 丸山 今井 高田 藤本 武田 村田 上野 杉山 増田 菅原 平野 "
        "久保 小島 千葉 松井 岩崎 桜井 野口 松尾 木下 菊地 菊池 野村 新井 佐野 大塚 "
    )
)
