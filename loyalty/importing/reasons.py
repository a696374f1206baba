"""Why a row or a file is refused: one code for each reason, a sentence and what to do, in both languages."""

from typing import NamedTuple

from kernel.errors import Refused


class Reason(NamedTuple):
    """Sentences with {placeholders}; the hint says what to do about it."""

    zh: str
    en: str
    zh_hint: str
    en_hint: str


ROWS: dict[str, Reason] = {
    "missing": Reason("缺{zh_field}", "{en_field} is missing", "补上后再传", "fill it in and send it again"),
    "total_row": Reason("合计行,不是入住单", "a total, not a stay", "不用处理", "nothing to do"),
    "note_row": Reason("说明行,不是入住单", "a note, not a stay", "不用处理", "nothing to do"),
    "repeated_header": Reason("又一行表头", "the header again", "不用处理", "nothing to do"),
    "group_row": Reason(
        "团队总行({value} 间),不是一间房的入住单",
        "a group's own line ({value} rooms), not the stay of one room",
        "各房单独一行即可导入",
        "send one row for each room",
    ),
    "bad_date": Reason(
        "{zh_field}「{value}」不是日期",
        "{en_field} “{value}” is no date",
        "写成 2026-01-05",
        "write it as 2026-01-05",
    ),
    "no_such_day": Reason(
        "{zh_field}「{value}」这一天不存在",
        "{en_field} “{value}” is a day that does not exist",
        "核对日期",
        "check the date",
    ),
    "bad_time": Reason(
        "{zh_field}「{value}」的钟点读不懂",
        "the time of day in {en_field} “{value}” cannot be read",
        "写成 14:10",
        "write it as 14:10",
    ),
    "date_ambiguous": Reason(
        "{zh_field}「{value}」分不清月和日",
        "in {en_field} “{value}” month and day cannot be told apart",
        "选日期格式:日/月/年 或 月/日/年",
        "choose the date format: DMY or MDY",
    ),
    "bad_amount": Reason(
        "{zh_field}「{value}」不是数", "{en_field} “{value}” is not an amount", "填数字", "write a number"
    ),
    "bad_number": Reason(
        "{zh_field}「{value}」不是整数",
        "{en_field} “{value}” is not a whole number",
        "填数字",
        "write a number",
    ),
    "bad_status": Reason(
        "状态「{value}」不认识",
        "the status “{value}” is not known",
        "在对应里说明它是哪种状态",
        "say in the mapping which status it is",
    ),
    "bad_yes_no": Reason(
        "{zh_field}「{value}」不是是或否",
        "{en_field} “{value}” is neither yes nor no",
        "填 是 或 否",
        "write yes or no",
    ),
    "phone_scientific": Reason(
        "手机号被表格改成科学计数",
        "the phone was turned into scientific notation by a spreadsheet",
        "手机列设为文本后重导",
        "format the phone column as text and export it again",
    ),
    "id_scientific": Reason(
        "{zh_field}被表格改成科学计数",
        "{en_field} was turned into scientific notation by a spreadsheet",
        "该列设为文本后重导",
        "format the column as text and export it again",
    ),
    "before_check_in": Reason(
        "离开早于到达", "check-out is before check-in", "核对到达与离开", "check arrival and departure"
    ),
    "too_many_cells": Reason(
        "比表头多出几格",
        "more cells than the header has",
        "备注里的分隔符要加引号",
        "quote separators inside notes",
    ),
    "row_cut": Reason("这一行没有写完", "the row is cut off", "重新导出文件", "export the file again"),
    "bad_json": Reason("这一行不是 JSON 对象", "the line is no JSON object", "核对原文件", "check the file"),
    "field_unknown": Reason(
        "字段「{value}」不认识", "the field “{value}” is not known", "改名或去掉", "rename it or leave it out"
    ),
    "too_long": Reason(
        "{zh_field}太长", "{en_field} is too long", "缩短后再传", "shorten it and send it again"
    ),
    "bad_value": Reason(
        "{zh_field}的格式不对", "{en_field} has the wrong form", "核对原单", "check the original"
    ),
    "out_of_range": Reason(
        "时间不在 1990 到 2100 年之间", "the time is not between 1990 and 2100", "核对日期", "check the date"
    ),
    "no_identity": Reason(
        "缺手机号与客人编号",
        "neither phone nor guest number",
        "补手机号,或填客人编号",
        "add the phone or a guest number",
    ),
    "bad_phone": Reason("手机号无效", "the phone number is not valid", "核对原单", "check the original"),
    "guest_unknown": Reason(
        "找不到这位客人",
        "no guest matches",
        "先导入入住单,或核对姓名、房号与日期",
        "import the stays first, or check name, room and date",
    ),
    "guests_several": Reason(
        "几位客人都可能是", "several guests fit", "从客人页填写", "write it on the guest's page"
    ),
    "bad_rating": Reason(
        "{zh_field}「{value}」不是 0 到 5 的评分",
        "{en_field} “{value}” is no rating from 0 to 5",
        "十分制请写成 9.2/10",
        "write one of ten as 9.2/10",
    ),
    "bad_price": Reason(
        "{zh_field}「{value}」不能用",
        "{en_field} “{value}” cannot be used",
        "填 0 以上的金额",
        "write an amount of 0 or more",
    ),
    "no_such_stay": Reason(
        "没有这个入住单", "there is no such stay", "先导入入住单", "import the stays first"
    ),
    "stay_of_another_guest": Reason(
        "这个入住单是别的客人的", "the stay is of another guest", "核对单号与手机号", "check number and phone"
    ),
    "in_the_future": Reason("时间晚于现在", "it is later than now", "核对日期", "check the date"),
    "says_nothing": Reason(
        "没有评分也没有内容", "neither a rating nor a text", "补上其中一项", "add one of them"
    ),
    "external_id_reused": Reason(
        "这个点评编号已有另一条内容",
        "another review stands under this number",
        "核对点评编号",
        "check the review number",
    ),
    "nickname_unread": Reason(
        "备注「{value}」读不懂:{zh_detail}",
        "the remark “{value}” cannot be read: {en_detail}",
        "按格式改好后再传",
        "write it by the format",
    ),
}


def sentences(code: str, *, zh_field: str = "", en_field: str = "", value: str = "", **facts: str) -> Reason:
    """The reason with its facts filled in. Long values are cut: the row itself is kept beside it."""
    shown = value if len(value) <= 40 else value[:39] + "…"
    facts = {"zh_field": zh_field, "en_field": en_field, "value": shown, **facts}
    return Reason(*(part.format_map(facts)[:300] for part in ROWS[code]))


class FileRefused(Refused):
    """The file as a whole cannot be imported."""

    status = 422


class FileTooLarge(FileRefused):
    code, status = "file_too_large", 413
    zh = "文件超过 {most} MB,请分成几份。"
    en = "The file is larger than {most} MB; split it."


class FileEmpty(FileRefused):
    code = "file_empty"
    zh = "文件里没有数据。"
    en = "The file holds no data."


class FileCut(FileRefused):
    code = "file_cut"
    zh = "文件不完整,可能没有传完,请重新导出再传。"
    en = "The file is cut off; export it again and send it whole."


class FileEncrypted(FileRefused):
    code = "file_encrypted"
    zh = "文件有密码,请另存为没有密码的文件。"
    en = "The file has a password; save it without one."


class FileHasMacros(FileRefused):
    code = "file_has_macros"
    zh = "文件带宏(xlsm),请另存为 xlsx。"
    en = "The file has macros (xlsm); save it as xlsx."


class FileTypeUnknown(FileRefused):
    code, status = "file_type_unknown", 415
    zh = "认不出这个文件({found}),请另存为 CSV 或 XLSX。"
    en = "This kind of file ({found}) cannot be read; save it as CSV or XLSX."


class EncodingUnknown(FileRefused):
    code = "file_encoding_unknown"
    zh = "文件的编码认不出,请另存为 UTF-8。"
    en = "The encoding of the file is not known; save it as UTF-8."


class FileBomb(FileRefused):
    code = "file_unpacks_too_large"
    zh = "文件解开后太大(上限 {most} MB,压缩比 {ratio}:1),已拒收。"
    en = "The file unpacks to too much (at most {most} MB and {ratio}:1); it was refused."


class TooManyRows(FileRefused):
    code = "file_too_many_rows"
    zh = "文件超过 {most} 行,请分成几份。"
    en = "The file has more than {most} rows; split it."


class TooManyColumns(FileRefused):
    code = "file_too_many_columns"
    zh = "文件超过 {most} 列。"
    en = "The file has more than {most} columns."


class KindRefused(FileRefused):
    code = "import_kind_unknown"
    zh = "不能导入「{kind}」,可以导入:{kinds}。"
    en = "“{kind}” cannot be imported; what can: {kinds}."


class MappingWrong(FileRefused):
    """`pointer` says where in the request the mapping is wrong."""

    code = "mapping_wrong"

    def __init__(self, pointer: str, zh_detail: str, en_detail: str) -> None:
        self.pointer, self.details = pointer, {"zh": zh_detail, "en": en_detail}
        super().__init__()

    def sentence(self, locale: str) -> str:
        if locale.startswith("zh"):
            return f"对应有误:{self.details['zh']}。"
        return f"The mapping is wrong: {self.details['en']}."


class FieldsMissing(FileRefused):
    code = "fields_missing"
    zh = "还有必需的字段没有对应:{fields}。"
    en = "These fields are needed and not mapped yet: {fields}."


class WrongState(Refused):
    code = "import_state"
    zh = "这次导入现在是「{state}」,不能这样做。"
    en = "This import is {state}; that cannot be done now."


class Stuck(Refused):
    code = "import_stuck"
    status = 500
    zh = "导入在第 {line} 行之后多次中断,已停止;之前的行已导入。我们已记录。"
    en = "The import broke off several times after row {line} and was stopped; the rows before are imported. It is logged."
