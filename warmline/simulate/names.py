"""Common names in the six languages of the sample business, in their own script and in Latin letters."""

from typing import NamedTuple


class Name(NamedTuple):
    """A name as it is written at home, and as it stands on a form in Latin letters."""

    native: str
    latin: str


class Names(NamedTuple):
    """First and last names of one language; `family_first` is the order in which they are said."""

    first: tuple[Name, ...]
    last: tuple[Name, ...]
    family_first: bool = False
    space: str = " "


def _latin(text: str) -> tuple[Name, ...]:
    return tuple(Name(word.replace("_", " "), word.replace("_", " ")) for word in text.split())


def _pairs(text: str) -> tuple[Name, ...]:
    return tuple(Name(*pair.split("=")) for pair in text.split())


FILIPINO = Names(
    _latin(
        "Maria Jose Juan Ana Mark Grace Angelo Rosa Paolo Jasmine Ramon Liza Carlo Divina Noel Cristina"
        " Rey Maricel Jun Aileen Arnel Joy Dennis Luz Rodel Imelda Jericho Tess Benjie Corazon Nico Bea"
    ),
    _latin(
        "Santos Reyes Cruz Bautista Garcia Mendoza Torres Flores Ramos Aquino Navarro Castillo Villanueva"
        " Domingo Salazar Mercado Dela_Cruz Pascual Soriano Manalo Dizon Lim Tolentino Magno Abad Rosales"
    ),
)
ENGLISH = Names(
    _latin(
        "James Emma Peter Sarah David Helen Michael Julia Thomas Alice Simon Karen Robert Nina Kevin Laura"
    ),
    _latin("Smith Walker Brown Taylor Wilson Clarke Evans Hughes Wright Green Hall Turner Baker Cooper Ward"),
)
THAI = Names(
    _pairs(
        "สมชาย=Somchai สมหญิง=Somying อนันต์=Anan มาลี=Malee ประเสริฐ=Prasert นิดา=Nida วิชัย=Wichai"
        " กนกวรรณ=Kanokwan ธนา=Thana ปราณี=Pranee สุชาติ=Suchat อรุณ=Arun พิมพ์=Phim ชัยวัฒน์=Chaiwat"
        " ดวงใจ=Duangjai กิตติ=Kitti"
    ),
    _pairs(
        "ประเสริฐ=Prasert ใจดี=Jaidee ศรีสุข=Srisuk วงศ์ทอง=Wongthong แสงจันทร์=Saengchan บุญมี=Boonmee"
        " ทองคำ=Thongkham รักไทย=Rakthai สุขใจ=Sukjai พรหมมา=Phromma มั่นคง=Mankong จันทร์แก้ว=Chankaew"
    ),
)
VIETNAMESE = Names(
    _pairs(
        "Anh=Anh Bình=Binh Châu=Chau Dũng=Dung Hà=Ha Hương=Huong Khánh=Khanh Lan=Lan Minh=Minh Nga=Nga"
        " Phúc=Phuc Quân=Quan Thảo=Thao Trung=Trung Tuấn=Tuan Yến=Yen Đức=Duc Hiền=Hien"
    ),
    _pairs(
        "Nguyễn=Nguyen Trần=Tran Lê=Le Phạm=Pham Hoàng=Hoang Vũ=Vu Đặng=Dang Bùi=Bui Đỗ=Do Hồ=Ho Ngô=Ngo"
        " Dương=Duong Lý=Ly"
    ),
    family_first=True,
)
CHINESE = Names(
    _pairs(
        "伟=Wei 芳=Fang 娜=Na 秀英=Xiuying 敏=Min 静=Jing 强=Qiang 磊=Lei 洋=Yang 艳=Yan 勇=Yong 杰=Jie"
        " 涛=Tao 明=Ming 丽华=Lihua 建国=Jianguo 欣怡=Xinyi 浩然=Haoran"
    ),
    _pairs(
        "李=Li 王=Wang 张=Zhang 刘=Liu 陈=Chen 杨=Yang 赵=Zhao 黄=Huang 周=Zhou 吴=Wu 徐=Xu 孙=Sun 马=Ma"
        " 朱=Zhu 林=Lin 何=He"
    ),
    family_first=True,
    space="",
)
CANTONESE = Names(
    _pairs(
        "志明=Chi-ming 家欣=Ka-yan 偉文=Wai-man 美玲=Mei-ling 子軒=Tsz-hin 詠詩=Wing-sze 國強=Kwok-keung"
        " 麗珍=Lai-chun 俊傑=Chun-kit 淑儀=Suk-yee 嘉敏=Ka-man 浩賢=Ho-yin"
    ),
    _pairs(
        "陳=Chan 李=Lee 黃=Wong 張=Cheung 梁=Leung 何=Ho 劉=Lau 吳=Ng 鄭=Cheng 林=Lam 葉=Yip 鄧=Tang 蔡=Choi"
    ),
    family_first=True,
    space="",
)
