"""The rules every house begins with: what guests complain of, in Chinese and English, and how praise sounds.

A house changes them, switches them off, or adds its own (loyalty.touches.rules).
"""

from loyalty.guests.interactions import TOPICS
from loyalty.touches.keywords import Rule

NOISE = Rule(
    "noise", "complaint", *TOPICS["noise"],
    ("吵", "噪音", "噪声", "隔音差", "隔音太差", "隔音不好", "不隔音", "没有隔音", "隔音…差", "隔音…不行", "隔壁…声音", "楼上…声音", "睡不着",
     "没睡好", "一晚上没睡", "半夜…施工", "装修声", "noisy", "noise", "too loud", "loud", "could not sleep", "couldn't sleep",
     "can't sleep", "thin walls", "kept me awake", "kept us awake"),
    ("怕吵", "吵醒我", "吵到别人", "吵到您", "吵到你们", "打扰", "争吵", "吵架", "不要太吵", "别太吵", "不吵", "安静点", "会不会吵", "吵不吵",
     "隔音好", "隔音不错", "隔音怎么样", "quiet room", "no noise", "not noisy", "noise-free", "like noise", "hate noise", "away from noise", "street noise is fine"),
    "front_desk", 4, position=10,
)  # fmt: skip
CLEANLINESS = Rule(
    "cleanliness", "complaint", *TOPICS["cleanliness"],
    ("脏", "头发", "异味", "霉味", "发霉", "臭味", "臭", "烟味", "有味道", "一股味", "不干净", "不太干净", "不够干净", "不是很干净", "没打扫", "没有打扫", "没换床单", "没有换床单",
     "床单…没换", "污渍", "污垢", "蟑螂", "虫子", "有虫", "蚊子", "血迹", "灰尘", "卫生差", "卫生太差", "卫生不好", "卫生…差", "dirty", "filthy",
     "unclean", "not clean", "wasn't clean", "isn't clean", "hair…bed", "hair…bathroom", "smell", "smells", "smelly", "stinks",
     "mold", "mould", "cockroach", "cockroaches", "bugs", "bed bugs", "stain", "stains", "stained", "dusty"),
    ("不脏", "心脏", "内脏", "脏衣服", "脏衣", "吹头发", "洗头发", "剪头发", "理发", "没有异味", "没异味", "无异味", "没有烟味", "怕烟味", "臭豆腐",
     "smell good", "smells good", "smells nice", "smell nice"),
    "housekeeping", 2, position=20,
)  # fmt: skip
EQUIPMENT = Rule(
    "equipment", "complaint", *TOPICS["equipment"],
    ("坏了", "坏的", "坏掉", "不热", "没热水", "没有热水", "热水…没有", "热水…不", "水不热", "水太小", "水压小", "水压低", "水压太", "水压…不足", "不制冷", "不制热", "空调…不",
     "空调…响", "漏水", "漏电", "漏雨", "跳闸", "停电", "停水", "没电", "没水", "不出水", "下水慢", "堵了", "堵住", "打不开", "关不上", "锁不上",
     "开不了", "连不上", "没信号", "没有信号", "没网", "网速慢", "网太慢", "wifi…慢", "电视…没", "故障", "no hot water", "hot water…not",
     "cold shower", "broken", "not working", "doesn't work", "didn't work", "does not work", "did not work", "not work",
     "out of order", "leak", "leaking", "leaks", "clogged", "blocked drain", "wifi…slow", "slow wifi", "no wifi", "air conditioning…not",
     "ac…not", "heater…not"),
    ("没坏", "没有坏", "坏了吗", "不热吧", "天气不热", "今天不热", "不热不", "外面不热", "没问题", "没水果", "没有水果", "空调不用", "空调不要",
     "空调不开", "热水不用", "no problem"),
    "engineering", 2, position=30,
)  # fmt: skip
SERVICE = Rule(
    "service", "complaint", *TOPICS["service"],
    ("态度差", "态度恶劣", "态度不好", "态度很差", "态度…差", "态度…不好", "服务差", "服务太差", "服务很差", "服务不好", "服务…差", "没人管", "没人理",
     "没人接", "爱答不理", "爱理不理", "不耐烦", "没礼貌", "不礼貌", "推卸", "推来推去", "等了半天", "等太久", "等了很久", "等了一个", "等了半个",
     "rude", "unfriendly", "unhelpful", "bad service", "poor service", "terrible service", "waited…hour", "waited too long",
     "ignored", "nobody answered", "attitude"),
    ("服务态度好", "态度很好", "态度好", "态度不错", "态度挺好", "服务不错", "服务很好", "good attitude", "great attitude", "time difference"),
    "management", 4, position=40,
)  # fmt: skip
BREAKFAST = Rule(
    "breakfast", "complaint", *TOPICS["breakfast"],
    ("早餐…难吃", "早餐…差", "早餐…凉", "早餐…冷的", "早餐…不新鲜", "早餐…没了", "早餐…不好吃", "早餐…太少", "早餐…品种少", "早餐…种类少", "早餐…一般",
     "早餐…不行", "饭…难吃", "吃坏肚子", "拉肚子", "breakfast…bad", "breakfast…poor", "breakfast…cold", "breakfast…terrible",
     "breakfast…awful", "breakfast…disappoint", "breakfast…disappointing", "breakfast…ran out", "food poisoning"),
    ("早餐一般几点", "一般几点", "一般在", "差不多", "早餐不差", "打包"),
    "fnb", 4, position=50,
)  # fmt: skip
BILLING = Rule(
    "billing", "complaint", *TOPICS["billing"],
    ("多收", "乱收费", "收错", "算错", "扣错", "多扣", "重复扣", "扣了两次", "押金…没退", "押金…不退", "押金…没到账", "没退押金", "房费…不对",
     "账单…不对", "价格…不一样", "价格…不符", "涨价…离谱", "坑人", "宰客", "太坑", "骗钱", "不值这个价", "overcharged", "charged twice",
     "double charged", "wrong bill", "wrong charge", "deposit…not", "refund…not", "rip off", "ripoff", "rip-off", "overpriced"),
    ("没多收", "没有多收", "会不会多收", "不坑"),
    "front_desk", 8, position=60,
)  # fmt: skip
PROMISE = Rule(
    "promise", "complaint", *TOPICS["promise"],
    ("说好", "答应", "承诺…没", "之前说…没", "备注了…没", "要求了…没", "订的…不是", "预订的…不是", "订的是…给", "和图片不一样", "与图片不符", "图片…不符",
     "描述不符", "货不对板", "没有安排", "没给安排", "you promised", "promised…not", "promised…but", "was promised", "not as described",
     "not what i booked", "not the room", "nothing like the pictures", "as promised…not"),
    ("说好的没问题", "没答应", "答应得很", "都做到", "as promised"),
    "management", 8, position=70,
)  # fmt: skip
GENERAL = Rule(
    "complaint", "complaint", *TOPICS["complaint"],
    ("投诉", "差评", "举报", "12315", "12345", "曝光", "退款", "退房费", "赔偿", "很失望", "太失望", "失望", "再也不来", "不会再来", "不会再住", "太差了",
     "太差劲", "很差", "糟糕", "垃圾酒店", "受不了", "忍无可忍", "气死", "不满意", "很不满", "complaint", "complain", "refund", "disappointed",
     "disappointing", "never again", "never come back", "terrible", "awful", "horrible", "unacceptable", "worst"),
    ("不失望", "没让我失望", "没有失望", "从未失望", "没有不满意", "没什么不满意", "无投诉", "怎么退款", "能退款", "可以退款", "能不能退款", "免费取消",
     "退款政策", "refund policy", "not disappointed", "垃圾桶", "垃圾袋"),
    "management", 4, position=80,
)  # fmt: skip
PRAISE = Rule(
    "praise", "praise", *TOPICS["praise"],
    ("表扬", "好评", "很满意", "非常满意", "特别满意", "服务很好", "服务不错", "服务周到", "服务态度好", "态度很好", "很热情", "特别热情", "很贴心", "太贴心",
     "很干净", "非常干净", "住得很舒服", "很舒服", "值得推荐", "下次还来", "下次还住", "还会再来", "excellent", "wonderful", "great stay", "lovely stay",
     "very clean", "very helpful", "very friendly", "loved it", "highly recommend", "will come back", "perfect stay"),
    (),
    "front_desk", 72, position=200,
)  # fmt: skip
STANDARD = (NOISE, CLEANLINESS, EQUIPMENT, SERVICE, BREAKFAST, BILLING, PROMISE, GENERAL, PRAISE)
BY_CODE = {rule.code: rule for rule in STANDARD}
