"""A person's name in one piece, as a Chinese PMS has it, and in two, as the others do."""

import re

CJK = re.compile(r"[㐀-鿿豈-﫿]")
# The compound surnames that are still met; any other surname is one character.
COMPOUND = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "子车",
        "亓官",
        "司寇",
        "巫马",
        "公西",
        "颛孙",
        "壤驷",
        "公良",
        "漆雕",
        "乐正",
        "宰父",
        "谷梁",
        "拓跋",
        "夹谷",
        "轩辕",
        "令狐",
        "段干",
        "百里",
        "呼延",
        "东郭",
        "南门",
        "羊舌",
        "微生",
        "公户",
        "公玉",
        "公仪",
        "梁丘",
        "公仲",
        "公上",
        "公门",
        "公山",
        "公坚",
        "左丘",
        "公伯",
        "西门",
        "公祖",
        "第五",
        "公乘",
        "贯丘",
        "公皙",
        "南荣",
        "东里",
        "东宫",
        "仲长",
        "子书",
        "子桑",
        "即墨",
        "达奚",
        "褚师",
    ]
)


def whole(first: str, last: str) -> str:
    """First and last name as one: 四 + 李 -> 李四, John + Doe -> John Doe."""
    first, last = " ".join(first.split()), " ".join(last.split())
    if CJK.search(first + last):
        return last + first
    return f"{first} {last}".strip()


def parts(name: str) -> tuple[str, str]:
    """(first, last) of a name in one piece. A name of one word is a last name."""
    name = " ".join(name.split())
    if CJK.match(name) and " " not in name:
        cut = 2 if len(name) > 2 and name[:2] in COMPOUND else 1
        return name[cut:], name[:cut]
    first, _, last = name.rpartition(" ")
    return first, last
