"""How a guest is spoken to: surname and title, only as far as they are known. Knows no database."""

import re
import unicodedata
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

from loyalty.desk.saying import latin_names
from loyalty.desk.saying.known import Both, Fact, line
from loyalty.messaging.filling import DOUBLE

# What is no surname leads no greeting: 散客, 携程客人.
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤"
    "滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮储靳段富巫乌焦巴弓"
    "牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申"
    "扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越夔隆师巩厍聂晁"
    "勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴商佘牟佴伯赏墨哈谯笪年爱阳佟言福肖闫付邸覃涂占兰原栗迟鹿粟付"
)
# Read otherwise as a surname.
READ_AS = {
    "单": "shan",
    "曾": "zeng",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "盖": "ge",
    "任": "ren",
    "翟": "zhai",
    "尉": "yu",
}
_ELSEWHERE = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
OTHERWISE = frozenset("乐覃区")  # nobody can tell from the sign how its bearer reads it
OF_GENDER = {
    "male": Both("先生", "Mr"), "m": Both("先生", "Mr"), "男": Both("先生", "Mr"),
    "female": Both("女士", "Ms"), "f": Both("女士", "Ms"), "女": Both("女士", "Ms"),
}  # fmt: skip
# What stands behind the name itself, as desks type it.
TYPED = (
    ("先生", Both("先生", "Mr")),
    ("女士", Both("女士", "Ms")),
    ("小姐", Both("女士", "Ms")),
    ("太太", Both("女士", "Ms")),
)
# What a guest does, and the title that goes with it.
OF_WORK = (
    (re.compile(r"总经理|总裁|董事长|总监|老板|CEO|创始人|企业主", re.IGNORECASE), "总"),
    (re.compile(r"教授"), "教授"), (re.compile(r"教师|老师|讲师"), "老师"), (re.compile(r"医生|医师|大夫"), "医生"),
    (re.compile(r"律师"), "律师"), (re.compile(r"主任"), "主任"), (re.compile(r"校长"), "校长"), (re.compile(r"院长"), "院长"),
)  # fmt: skip
CALLED = ("总", "董", "教授", "老师", "医生", "律师", "主任", "校长", "院长", "工")
NAME, GENDER = Both("姓名", "the name"), Both("性别", "gender")
WORK, NOTED = Both("职业", "occupation"), Both("备注和标签", "remark and tags")
HOUSE = Both("门店对协议客人的称呼", "the house's title for corporate guests")


@dataclass(frozen=True, slots=True)
class Bearer:
    """What a title can follow from."""

    name: str
    gender: str = ""
    occupation: str = ""
    noted: str = ""  # description, notes and tags, as one text
    channel: str = ""
    minor: bool = False


def of(bearer: Bearer, corporate: Both | None = None) -> dict[str, Fact]:
    """`surname` and `title`, each only when known; `corporate`: how this house calls guests of companies."""
    surname = _surname(bearer.name)
    if surname is None:
        return {}
    found = {"surname": Fact(surname, NAME)}
    title = None if bearer.minor else _title(bearer, surname.zh, corporate)
    if title is not None:
        found["title"] = title
    return found


def _title(bearer: Bearer, surname: str, corporate: Both | None) -> Fact | None:
    """What people call him goes before what he does, and both before the house's habit and the gender."""
    male_or_female = OF_GENDER.get(bearer.gender.strip().casefold())
    # In English a trade is no title: Mr and Ms, where that is known.
    en = male_or_female.en if male_or_female else ""
    for word in CALLED:
        if f"{surname}{word}" in bearer.noted and word != "工":
            return Fact(Both(word, en), NOTED)
    for pattern, word in OF_WORK:
        if pattern.search(bearer.occupation):
            return Fact(Both(word, en), WORK)
    for ending, both in TYPED:
        if bearer.name.rstrip().endswith(ending):
            return Fact(both, NAME)
    if bearer.channel == "corporate" and corporate is not None and (corporate.zh or corporate.en):
        return Fact(Both(corporate.zh, en), HOUSE)
    return Fact(male_or_female, GENDER) if male_or_female else None


def _surname(name: str) -> Both | None:
    plain = line(unicodedata.normalize("NFKC", name))
    # A Japanese family is not told by its first sign: 田中さくら is no 田.
    if _ELSEWHERE.search(plain):
        return None
    if plain[:1] > "\u2e80":
        surname = plain[:2] if plain[:2] in DOUBLE else plain[:1]
        if surname not in DOUBLE and surname not in SURNAMES:
            return None
        return Both(surname, _read(surname))
    # Li Si 先生: the title is said once.
    bare = next((plain.removesuffix(ending) for ending, _ in TYPED if plain.endswith(ending)), plain)
    family = latin_names.family(bare)
    return Both(family, family) if family else None


def _read(surname: str) -> str:
    if surname in OTHERWISE:
        return ""
    if surname in READ_AS:
        return READ_AS[surname].capitalize()
    return "".join(lazy_pinyin(surname, style=Style.NORMAL)).capitalize()
