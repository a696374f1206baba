"""The standard kinds of messages that guests write, and the words by which each is known.

In a phrase `…` stands for a few signs in between and `#` for a number; words in Latin letters are whole words.
`but_not`: where these stand, the phrase within does not count.
"""

from typing import NamedTuple


class Standard(NamedTuple):
    """A kind of message. `weight`: what only says *how* something is asked gives way to what it is about."""

    code: str
    name: str
    name_en: str
    phrases: str
    but_not: str = ""
    weight: float = 1.0


def split(words: str) -> list[str]:
    """Phrases as the table has them: parted by commas."""
    return [word.strip() for word in words.split(",") if word.strip()]


# The order is that of the settings page, and decides between two that fit equally well.
STANDARD = (
    Standard(
        "complaint", "投诉", "Complaint",
        "声音太大, 声音大, 声音很大, 污渍, 难吃, 真不行, 太不行, 流水, 打呼噜, 太烫, 太冷, 太热, 太硬, 太软, 不亮, 不通, 没打扫, 没收拾, 没人收拾, 转圈, 卡得, 推卸, 摔, 滴水, 没法睡, 没法住, 股味道, 有味道, 有股味, 一股, 不敲门, 没反应, 太烂, 很烂, 垃圾, 断断续续, 太旧, 太破, 不好用, 不灵, 卡住, 不出水, 出不来水, 没水, 没电, 无语, 恶心, 过分, 受不了, 不舒服, 不隔音, 漏风, 反味, 发霉, 潮, 太潮, unhappy, worst, bad service, poor service, not happy, not clean, filthy, leak, leaking, leaks, no water, too hot, too cold, horrible, stained, unfriendly, 投诉, 差评, 太吵, 很吵, 吵死, 吵醒, 吵得, 睡不着, 没睡好, 噪音, 隔音差, 烟味, 异味, 臭, 霉味, 味道大, 坏了, 故障, 不热, 没热水, 没有热水, "
        "忽冷忽热, 不凉, 不制冷, 不制热, 堵了, 漏水, 渗水, 太差, 差劲, 很差, 态度, 脏, 不干净, 有头发, 有虫, 虫子, 蟑螂, 蚊子, 没换, 没打扫, "
        "没人打扫, 凉的, 凉了, 说好的, 答应的, 没给, 失望, 生气, 退钱, 赔偿, 赔我, 骗人, 骗子, 欺骗, 不满意, 恶劣, 没人管, 没人理, 没人接, 没人来, "
        "等了…小时, 等了半天, 打不开, 开不了, 用不了, 不能用, 太慢, 停水, 停电, 多收, 乱收费, 扣错, 跟图片不, 和图片不, "
        "dirty, noisy, noise, broken, not working, doesn t work, does not work, complaint, complain, terrible, awful, "
        "disappointed, disappointing, rude, smell, smelly, smells, stinks, cold water, no hot water, cockroach, bug, "
        "overcharged, unacceptable",
        "吵吗, 吵不吵, 不吵, 会吵, 怕吵, 脏吗, 臭豆腐, 没给钱, 坏了怎么, 态度很好, 态度好, 态度不错, 太慢了吧我",
    ),
    Standard(
        "availability", "问房", "Room wanted",
        "安排一间, 安排#间, 安排个房, 还能入住, 地方住, #间房, 上回那个房, 上次那个房, 上回的房, 上次的房, 那个房间, 住宿吗, a suite, stay tomorrow, stay tonight, rooms for, room on the, any space, 房间紧张, 去住, 留…床, 房满, 满没, 剩房, 剩几间, 空的房, 空着的房, 开…房间, anything free, double room, single room, twin room, family room, free on, looking for a room, book a, booking for, stay with you, a double, a twin, a single, 有房, 有没有房, 有空房, 空房, 有房间, 有…房间吗, 订房, 订一间, 订#间, 订间, 订个, 订到房, 定房, 定一间, 定间, 留一间, 留#间, 留间房, 留个房, "
        "想住, 想订, 想定, 预订, 预定, 过来住, 来住, 满房, 客满, 满了吗, 有大床, 有没有大床, 大床有, 有双床, 双床有, 双床吗, 有标间, "
        "标间有, 有套房, 套房有, 有家庭房, 有单间, 老地方, 那间还在, 那间房还, 有人住吗, 有位置住, 开间房, 开个房, 能住吗, "
        "any room, any rooms, room available, rooms available, availability, vacancy, vacancies, book a room, have a room, "
        "a room for, room for tonight, reserve a room, a room tonight, rooms left, need a room, fully booked",
        "没带…能住吗, 预订成功, 预定成功, 续住, 再住, 多住, 晚多少, 天多少, 下次再来住, 再来住, have a room on a high",
    ),
    Standard(
        "price", "问价", "Price",
        "多钱, 包月, 月租, 怎么算, charge, 卖多少, 怎么卖, 要多少, 多少, 一晚上, 多少钱, 什么价, 啥价, 房价, 房费多少, 房费一样, 房费, 价格, 报个价, 报价, 价位, 价钱, 涨价, 怎么收费, 收费标准, 晚多少, 天多少, 间多少, "
        "一晚几, 还是#吗, 还是#元, 还是#块, 贵吗, 贵不贵, how much, rate for, room rate, the rate, price, prices, per night, cost",
        "房价抵, 抵房费, 抵房价", 0.5,
    ),
    Standard(
        "discount", "问优惠", "Discount",
        "美团券, 抖音券, 券吗, 长住价, 合作价, 友情价, 活动, 少收, 早鸟, 学生价, 特价, 再低, 低一点, 便宜, 优惠, 打折, 打个折, 折扣, 几折, 有活动, 活动吗, 什么活动, 搞活动, 会员价, 用券, 优惠券, 代金券, 有券, 张券, 券能, 团购, 少点, 少一点, "
        "老客户价, 内部价, 协议价, discount, deal, promotion, promo, coupon, voucher, cheaper, special offer, special rate",
    ),
    Standard(
        "invoice", "发票", "Invoice",
        "开个票, 开…票, 的票, 票据, 要票, 那张票, 用票, 小票, 发票, 专票, 普票, 开票, 抬头, 税号, 增值税, 报销, 水单, invoice, receipt, fapiao, tax number",
    ),
    Standard(
        "early_check_in", "提前入住", "Early check-in",
        "早些入住, 点才到, 点钟到, 早些进, 早一些入住, 多早能, 到店时间, 到得早, 到得晚, 先入住, 先住, 几点能好, 几点…好, 早一点办, 提前进, 提前…进, 住进去, 住进来, 落地, 办理入住, 办入住, 先办, 早一点进, 早一点入住, 几点能入住, 几点入住, 几点可以入住, 几点办入住, 几点能办, 最早…入住, 早点入住, 提前入住, 提前…入住, 早点…入住, 早点到, 早点进, 早点办, "
        "能进房, 可以进房, 能进房间, #点能进, #点到, #点前到, #点多到, #点半到, 早到, 早上到, 上午到, 凌晨到, 半夜到, 很晚到, 晚点到, 入住时间, "
        "check in, checkin, early arrival, arrive early, arriving early, arrive late",
        "入住时间改, check in online",
    ),
    Standard(
        "late_check_out", "延迟退房", "Late check-out",
        "住到下午, 住到#点, 住到中午, 晚一个小时退, 晚…小时退, 之前…退, 才走, 晚#小时, 赖床, 晚些离店, 离店, 晚一点走, 晚点走, 晚些走, 几点…走, 下午…退, 再退, 推后, 退房, leave the room, leave at, late departure, later departure, stay until noon, 几点退, 几点前退, 几点要退, 退房时间, 退房是几点, 晚点退, 晚一点退, 晚些退, 晚退, 延迟退, 延迟…退房, 延时退, 延到…退, 推迟…退, 退…推迟, "
        "#点退, #点再退, #点半退, 最晚…退, 多待, 待到, 多睡会, 钟点, check out, checkout, leave late",
        "押金…退",
    ),
    Standard(
        "extend", "续住", "Stay longer",
        "加订, 还住, 加一天, 续订, 延期住, 不退了, 延…天, 延一, 能续, 续吗, 续一, 再待, 再呆, 多呆, 继续住, 接着住, stay till, stay until, stay another, stay on, staying longer, stay a few more, stay an extra, 续住, 续房, 续#晚, 续#天, 再续, 再住, 多住, 不走了, 延住, 加住, 加一晚, 多留一, 延长, "
        "one more night, another night, more nights, extra night, extend, stay longer",
        "下次再住, 下次再来, 再来住, 再住一次, 以后再住, 再住你们", 1.5,
    ),
    Standard(
        "change", "改订单", "Change a booking",
        "预定…推, 预订…推, 订单…推, 写错, 填错, 选错, 改双床, 改大床, 改…床, 人数变, 多一个人, 加一个人, 少一个人, 换个时间, 换个日子, 换成, 挪到, 挪一, 订错, 定错, 改#间, 换双床, 换大床, 换…床, 换人, 换…名, 换…入住人, 想改, 要改, 帮改, 改为, 换个大, 换个安静, move our, move my, change our, switch to, 改到, 改日期, 改期, 改成, 改时间, 改一下, 改下, 改个, 改房型, 改名, 改签, 改订单, 换成, 换到, 换个日, 换房型, 换个房, 换间房, 换一间, 行程变, "
        "计划变, 变更, 推迟一天, 推迟到, 延后, 延期, 提前一天, change my booking, change my reservation, change the date, "
        "change the booking, change the reservation, reschedule, modify, different date, move my booking, change room, "
        "postpone",
        "退…推迟",
    ),
    Standard(
        "cancel", "取消", "Cancel",
        "退款, 退钱吗, 房退了, 把房退, 退单, refund my booking, 取消, 退订, 不来了, 去不了, 来不了, 不去了, 不住了, 退掉, 不要了, 退房费, cancel, cancellation, call off, can t come, can t make it",
        weight=1.5,
    ),
    Standard(
        "breakfast", "早餐", "Breakfast",
        "早餐券, 开餐, 早点有, 早点吃, 早上吃, 早上…餐, 自助餐, 早餐, 早饭, 含早, 双早, 单早, 早茶, 早点卖, 吃早, breakfast",
    ),
    Standard(
        "parking", "停车", "Parking",
        "车子停, 车…停, 车停, 停大巴, 停大车, 停货车, 电动车, 电车, 充电, 新能源, 停车, 车位, 充电桩, 充电站, 停…车, 车库, 泊车, 停在哪, 地下车, 开车来, 开车过来, parking, park my car, park the car, "
        "park our car, car park, garage, ev charging, charge my car, charging station",
    ),
    Standard(
        "route", "路线", "How to get there",
        "过来多久, 过去多久, 多久能到, 多久…到, 接一下, 来接, 能接, 坐车, 坐什么车, 从…过来, 从…过去, 开车…多久, 打的, 怎么过去, 怎么过来, 怎么走, 怎么来, 怎么去, 怎么坐, 怎么到, 地铁, 地址, 位置, 定位, 高铁站, 火车站, 汽车站, 机场, 接站, 接机, 接送, 接我, "
        "打车, 导航, 在哪, 哪个区, 哪条路, 离…远, 远吗, 远不远, 多远, 几路, 公交, 走路, 路线, "
        "where are you, where is the hotel, where is your, address, location, located, directions, get there, get to, far from, "
        "how far, airport, train station, railway station, subway, metro, shuttle, pick up, pick me up, taxi to",
    ),
    Standard(
        "wifi", "无线网", "Wifi",
        "网怎么, 网密码, 网络密码, 连不了网, 有没有网, 无线, 连网, 连接网, online, connect to the, wifi, wi fi, 无线网, 无线密码, 网速, 有网, 没网, 连不上, 上不了网, 上网, 网络, 网卡, 网不好, internet",
    ),
    Standard(
        "bedding", "床品和用品", "Bedding and supplies",
        "瓶水, 枕芯, 送水, 送两瓶, 纸巾, 牙膏, 沐浴露, 洗发水, 针线, 充电头, 充电器借, 雨伞, 熨衣板, 浴帽, tissues, shampoo, umbrella, 枕头, 枕, 加床, 被子, 婴儿床, 宝宝床, 儿童床, 毯子, 毛毯, 床垫, 拼床, 床…拼, 合并床, 浴巾, 毛巾, 拖鞋, 牙刷, 洗漱, 吹风机, 充电线, 矿泉水, "
        "浴袍, 衣架, 转换插头, 加湿器, 热水壶, pillow, extra bed, crib, cot, blanket, duvet, quilt, towel, slipper, toothbrush, hair dryer, "
        "adapter, baby bed, bottled water",
    ),
    Standard(
        "room_wish", "对房间的要求", "Wishes for the room",
        "不抽烟, 不吸烟, 大一点的窗, 窗, 景房, 楼层高点, 清静, 静一点, 在一起, 楼层, 安排靠, 采光, 靠窗, 靠马路, 临街, 靠街, 有景, 朝里, 湖边, 海边, 大床…大, 私密, 安静, 高楼层, 低楼层, 楼层高, 楼层低, 高一点的楼, 高层, 低层, 电梯, 无烟, 禁烟, 吸烟房, 带窗, 有窗, 窗户, 浴缸, 河景, 湖景, 江景, 海景, 街景, "
        "景观, 看到, 朝南, 朝阳, 朝向, 挨着, 挨一起, 相邻, 隔壁房, 连通, 同一层, 同层, 一层楼, 腿脚, 轮椅, 无障碍, 空调…开, 开空调, 空调提前, 阳台, 大一点的房, "
        "靠里, 靠边, 怕吵, quiet, high floor, higher floor, low floor, lower floor, elevator, lift, non smoking, smoking room, window, bathtub, "
        "balcony, view, connecting room, adjoining, next to each other, wheelchair, same floor, air conditioning on",
        "空调坏, 电梯坏",
    ),
    Standard("pets", "宠物", "Pets", "狗, 猫, 宠物, 毛孩子, 泰迪, 金毛, pet, dog, cat, puppy, pet friendly", "狗不理"),
    Standard("deposit", "押金", "Deposit", "押金, 免押, 预授权, 押多少, deposit", weight=1.5),
    Standard(
        "points", "积分", "Points",
        "积分…换, 积分, 多少分, 分数换, 积分换, 积分能, 积分…用, 兑换, points, redeem",
    ),
    Standard(
        "tier", "会员等级", "Membership",
        "升级, 还差多少, 差几晚, 差几次, 打几折…会员, reach gold, reach silver, become gold, loyalty, 什么会员, 会员等级, 什么等级, 哪个等级, 等级, 金卡, 银卡, 黑卡, 普卡, 白金, 钻石卡, 会员卡, 会员怎么, 怎么升级, 升级房型, 升级…次, 会员权益, "
        "会员有什么, 成为会员, 办会员, 入会, 保级, 降级, membership, member level, my level, my status, tier, upgrade, gold card, become a member",
        "会员价",
    ),
    Standard(
        "wallet", "储值", "Stored value",
        "充的钱, 卡里的钱, 会员卡余额, 预存, 储值, 余额, 充值, 充#, 充…送, 卡里, 卡上还, 办卡充, balance, top up, stored value, prepaid",
        "充电", 1.2,
    ),
    Standard(
        "lost", "失物", "Lost and found",
        "忘房间, 忘带, 掉了一, 掉了个, 找找, 找一下我, 不见了, 没带回, 落房间, 落在, 落你, 落下, 落了, 忘在, 忘拿, 忘带走, 没拿, 没带走, 丢你们, 丢了, 丢在, 东西丢, 捡到, 遗失, 遗落, 遗留, 掉在, 掉房间, "
        "left my, left something, left a, left the, lost my, lost and found, forgot my, left behind, forgotten",
        "", 2.0,
    ),
    Standard(
        "luggage", "行李寄存", "Luggage",
        "顺丰, 快递, 寄件, 寄快递, 行李, 存你们, 存在你们, 放前台, 存前台, 包放, 包先放, 箱子, bags, bag, luggage storage, 寄存, 存行李, 存一下行李, 存包, 放行李, 放下行李, 放一下行李, 行李…放, 箱子…放, 收快递, 快递…收, 快递…寄, 包裹, 代收, "
        "luggage, baggage, suitcase, leave my bag, keep my bag, parcel, package",
    ),
    Standard(
        "laundry", "洗衣", "Laundry",
        "洗衣机, 洗…衣, 洗…裤, wash my, wash clothes, washer, 洗衣, 衣服…洗, 洗衣服, 洗一下衣, 烘干, 干衣, 熨, 干洗, laundry, dry cleaning, washing machine, iron, dryer",
        "hair dryer",
    ),
    Standard(
        "documents", "证件与登记", "Documents",
        "台胞证, 驾驶证, 驾驶, 军官证, 社保卡, driving licence, driver s license, 实名, 外国人, 外宾, 港澳, 没有证, 带证, 身份证, 护照, 登记, 证件, 驾照, 户口本, 访客, 通行证, 回乡证, 未成年, 刷脸, passport, id card, identification, register, visitor, visa",
    ),
    Standard(
        "booking", "查订单", "Check a booking",
        "我的订单, 订单确认, 确认订单, 预订成功, 预定成功, 订上了, 订好了吗, 订单…在吗, 查…订单, 订单收到, 订单号, 有没有收到…订单, 我订的, 我定的, "
        "my booking, my reservation, booking confirmed, confirm my, confirmation",
        weight=0.4,
    ),
    Standard(
        "other", "其他", "Something else",
        "附近, 旁边, 周边, 天气, 叫…车, 药店, 超市, 便利店, 招人, 招聘, 连锁, 老板, 外卖, 好吃, 好玩, 推荐, 景点, 医院, 健身, 游泳, 会议室, 会议, "
        "nearby, restaurant, weather, recommend, pharmacy, supermarket, taxi, gym, pool, meeting room",
        weight=0.6,
    ),
    Standard(
        "thanks", "感谢", "Thanks",
        "很棒, 真棒, 太棒, 周到, 点赞, 挺好, 舒服, 很喜欢, 谢谢, 谢啦, 谢了, 多谢, 感谢, 辛苦, 住得很好, 住的很好, 很满意, 满意, 下次还来, 还会来, 赞, 好评, 不错, 很舒服, 👍, 🌹, 🙏, "
        "thank you, thanks, thank, great stay, loved, wonderful, excellent, appreciate",
        "不满意",
    ),
    Standard(
        "greeting", "打招呼", "Greeting",
        "在吗, 在不, 在么, 你好, 您好, 有人吗, 有人在, 早上好, 下午好, 晚上好, 中午好, 哈喽, 哈啰, 嗨, 早安, hello, hi, hey, good morning, good evening, "
        "good afternoon, anyone there",
        "还在吗",
    ),
)  # fmt: skip
# Said by the house when the PMS holds a booking; nobody asks for it in these words.
BOOKED = Standard("booked", "预订已在", "The booking stands", "")
# What is said beside something else says less than it.
COURTESY = frozenset({"thanks", "greeting"})
