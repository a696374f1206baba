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
        "声音太大, 声音大, 污渍, 难吃, 真不行, 流水, 打呼噜, 太烫, 太冷, 太热, 太硬, 太软, 不亮, 不通, 没收拾, 摔, 滴水, 有味道, 不敲门, 没反应, 太烂, 很烂, 垃圾, "
        "断断续续, 太旧, 不出水, 没水, 恶心, 过分, 受不了, 不舒服, 不隔音, 反味, 潮, 投诉, 差评, 睡不着, 没睡好, 噪音, 隔音差, 烟味, 异味, 臭, 霉味, 味道大, 坏了, "
        "故障, 不热, 没热水, 没有热水, 忽冷忽热, 不凉, 不制冷, 不制热, 堵了, 漏水, 太差, 差劲, 很差, 态度, 脏, 不干净, 有头发, 有虫, 虫子, 蟑螂, 蚊子, 没换, "
        "没人打扫, 凉的, 凉了, 说好的, 答应的, 没给, 失望, 生气, 退钱, 赔偿, 赔我, 骗人, 不满意, 没人管, 没人接, 没人来, 等了…小时, 等了半天, 打不开, 开不了, 用不了, "
        "不能用, 太慢, 停水, 停电, 多收, 乱收费, 扣错, 老鼠, 下水道, 过敏, 吵, 烦死, 气死, 没送, 凭什么, 多扣, 乱扣, 催了, 叫了…没, 等了…分钟, 半夜, 热死, 滴答, "
        "刷不开, 发黄, 卫生不, 坑人, 和网上…不一样, 跟网上…不一样, 水小, 关不上, 太黑, 黑心, 床硬, 灯暗, 闷, 房间小, 网慢, 发霉, 卫生…不行, 卫生…差, 没法, 一闪一闪, "
        "施工, 爱答不理, 爱理不理, 冲不下, 冲不掉, 服了, 凉透, 了一晚上, 一晚没睡, 一夜没, 扔了, 味道重, 图片不, 有股, "
        "unhappy, worst, bad service, not clean, filthy, leak, leaking, no water, too hot, too cold, horrible, stained, "
        "unfriendly, dirty, noisy, noise, broken, not working, doesn t work, does not work, complaint, complain, terrible, "
        "awful, disappointed, rude, smell, smelly, stinks, cold water, no hot water, bug, overcharged, unacceptable, mold, "
        "mosquito, loud, clogged, blocked, charged twice, no one came, still waiting, been waiting, disgusting, not cold, "
        "doesn t turn, won t turn, won t open, won t flush, can t sleep, couldn t sleep, kept me awake",
        but_not="吵吗, 吵不吵, 不吵, 会吵, 怕吵, 脏吗, 臭豆腐, 没给钱, 坏了怎么, 态度很好, 态度好, 态度不错, 太慢了吧我, 衣服脏, 衣服弄脏, 衣服…脏, 鞋脏, 分没给, 分没有给, "
        "没给我加, 电梯等, 半夜到, 半夜…到, 弄脏了, 摔了一跤, 摔倒, 摔一跤, 摔伤, 吵架, 不是投诉, 不投诉, 不算投诉, 不想投诉",
    ),
    Standard(
        "availability", "问房", "Room wanted",
        "安排一间, 安排#间, 安排个房, 还能入住, 地方住, #间房, 上回那个房, 上次那个房, 上回的房, 上次的房, 那个房间, 住宿吗, 房间紧张, 去住, 留…床, 房满, 满没, 剩房, "
        "剩几间, 空的房, 空着的房, 开…房间, 有房, 有没有房, 有空房, 空房, 有房间, 有…房间吗, 订房, 订一间, 订#间, 订间, 订个, 订到房, 定房, 定一间, 定间, 留一间, "
        "留#间, 留间房, 留个房, 想住, 想订, 想定, 预订, 预定, 过来住, 来住, 满房, 客满, 满了吗, 有大床, 有没有大床, 大床有, 有双床, 双床有, 双床吗, 有标间, 标间有, "
        "有套房, 套房有, 有家庭房, 有单间, 老地方, 那间还在, 那间房还, 有人住吗, 有位置住, 开间房, 开个房, 能住吗, 能订到, 订得到, 订到不, #间标间, #间双床, #间大床, "
        "间标间, 还有房, 还有空房, 还有…房, 能住不, 能住么, 空余, 余房, 剩的房, 有…标间, 有…大床, 有…双床, 有…单间, 留房, 排房, 临时住, 开一间, 开#间, 有空的, "
        "能安排, 还能安排, 满了没, 住满, 订满, 有…空的, 家庭间, 连住, 有#间, 有没有…间, 空余的房, 房子住, 有没有…房, 适合…住的房, 收客, 接客吗, 要#间, #间单间, "
        "#间套房, 预留, 预留一间, 留出, 开房, 开到房, 占个房, 占房, 房型吗, 房…剩, 的房还有, 房还有, 家四口, 合适的房, "
        "a suite, stay tomorrow, stay tonight, rooms for, room on the, any space, anything free, double room, single room, "
        "twin room, family room, free on, looking for a room, book a, booking for, stay with you, a double, a twin, a single, "
        "any room, any rooms, room available, rooms available, availability, vacancy, vacancies, book a room, have a room, "
        "a room for, room for tonight, reserve a room, a room tonight, rooms left, need a room, fully booked, a room on, "
        "room for, any beds, rooms free, room free, do you have space, still have rooms, place to stay, got anything, "
        "anything for, any availability, room for # nights, one room for, two rooms for, to book for, possible to book, "
        "i want to book, like to book, want to reserve, like to reserve, accommodation, lodging",
        but_not="没带…能住吗, 预订成功, 预定成功, 续住, 再住, 多住, 晚多少, 天多少, 下次再来住, 再来住, 外国人…住, 老外…住, 外籍…住, 外国…能住, 护照…住, 证…能住, 我的预订, "
        "我的预定, 布置…房间, 岁…住, 定成, 订成, 怎么开房卡, 开房门, 打开房, "
        "have a room on a high",
    ),
    Standard(
        "price", "问价", "Price",
        "多钱, 包月, 月租, 怎么算, 卖多少, 怎么卖, 要多少, 多少, 一晚上, 多少钱, 什么价, 啥价, 房价, 房费多少, 房费一样, 房费, 价格, 报个价, 报价, 价位, 价钱, 涨价, "
        "怎么收费, 收费标准, 晚多少, 天多少, 间多少, 一晚几, 还是#吗, 还是#元, 还是#块, 贵吗, 贵不贵, #间房多少, #间房要多少, #间房多少钱, 房要多少, 多贵, 最低价, "
        "费用, 收多少, 几块, 几百, 价钱多少, 啥价钱, 什么价格, 什么价位, 怎么收, 一共要付, 一共多少, 总共多少, 总价, 几多, 加价, 加多少, 补多少钱, "
        "charge, how much, rate for, room rate, the rate, price, prices, per night, cost, how much for, what is your rate, "
        "your rates, rates, what does it cost, nightly rate",
        but_not="房价抵, 抵房费, 抵房价, 了一晚上, 一晚上没, 一晚上都",
        weight=0.5,
    ),
    Standard(
        "discount", "问优惠", "Discount",
        "美团券, 抖音券, 券吗, 长住价, 合作价, 友情价, 活动, 少收, 早鸟, 学生价, 特价, 再低, 低一点, 便宜, 优惠, 打折, 打个折, 折扣, 几折, 有活动, 活动吗, 什么活动, "
        "搞活动, 会员价, 用券, 优惠券, 代金券, 有券, 张券, 券能, 团购, 少点, 少一点, 老客户价, 内部价, 协议价, 降点, 降价, 砍价, 抹零, 抹个零, 算便宜, 再便宜, 有折, "
        "打几折, 折上折, 满减, 立减, 返现, 优待, 老客价, 熟客, 军人, 教师, 促销, 能少, 少点儿, 新客, 新人, 首单, 团队价, 团价, 团体价, 打包价, 生日…优惠, "
        "discount, deal, promotion, promo, coupon, voucher, cheaper, special offer, special rate, best price, lower price, "
        "reduced rate, bargain, off season, student price",
    ),
    Standard(
        "invoice", "发票", "Invoice",
        "开个票, 开…票, 的票, 票据, 要票, 那张票, 用票, 小票, 发票, 专票, 普票, 开票, 抬头, 税号, 增值税, 报销, 水单, 开…发票, 电子票, 电子发票, 纸质发票, "
        "发票抬头, 公司抬头, 报账, 入账, 凭证, 收据, 开收据, 账单明细, 消费明细, 开具, 把票, 给…票, 票给, 票开, 交财务, 财务, "
        "invoice, receipt, fapiao, tax number, vat, bill by email, expense report, itemized bill, with our tax, tax id",
    ),
    Standard(
        "early_check_in", "提前入住", "Early check-in",
        "早些入住, 点才到, 点钟到, 早些进, 早一些入住, 多早能, 到店时间, 到得早, 到得晚, 先入住, 先住, 几点能好, 几点…好, 早一点办, 提前进, 提前…进, 住进去, 住进来, "
        "落地, 办理入住, 办入住, 先办, 早一点进, 早一点入住, 几点能入住, 几点入住, 几点可以入住, 几点办入住, 几点能办, 最早…入住, 早点入住, 提前入住, 提前…入住, 早点…入住, "
        "早点到, 早点进, 早点办, 能进房, 可以进房, 能进房间, #点能进, #点到, #点前到, #点多到, #点半到, 早到, 早上到, 上午到, 凌晨到, 半夜到, 很晚到, 晚点到, "
        "入住时间, 收拾出来, 收拾好了, 打扫出来, 打扫好了, 房间好了没, 房间好了吗, #点左右到, #点钟左右到, 大概#点到, #点来钟到, 早点+入住, 早点+住, 提前+入住, 提早, "
        "提早入住, 早入住, 提前办, 提前到, 提前住, 早一些到, 中午到, 中午前到, 下午到, 到得太早, 啥时候能进, 什么时候能进, 什么时候能住, 几点能进, 房间…能进, 歇会, 歇一会, "
        "休息会, 先休息, 先歇, 先进房, 进房休息, #点半能到, #点能到, 能入住不, #点能入住, #点…入住, 点…能入住, 能不能入住早, 早到店, 办理入驻, 入驻, 拿房, 拿到房, "
        "拿房卡, 有人值班, 值班, 腾出来, 到早了, 来早了, 最快什么时候, 最快几点, "
        "check in, checkin, early arrival, arrive early, arriving early, arrive late, room early, early+room, room ready, "
        "land at, we land, early check, arrive at, arriving at, get in early, before check in, drop in early, gets in at, "
        "get in at, flight lands",
        but_not="入住时间改, "
        "check in online",
    ),
    Standard(
        "late_check_out", "延迟退房", "Late check-out",
        "住到下午, 住到#点, 住到中午, 晚一个小时退, 晚…小时退, 之前…退, 才走, 晚#小时, 赖床, 晚些离店, 离店, 晚一点走, 晚点走, 晚些走, 几点…走, 下午…退, 再退, 推后, "
        "退房, 几点退, 几点前退, 几点要退, 退房时间, 退房是几点, 晚点退, 晚一点退, 晚些退, 晚退, 延迟退, 延迟…退房, 延时退, 延到…退, 推迟…退, 退…推迟, #点退, #点再退, "
        "#点半退, 最晚…退, 多待, 待到, 多睡会, 钟点, 晚点+退房, 晚一点+退房, 退房+晚, 退房+延, 延迟+退, 延后退, 延后…退房, 几点必须走, 必须走, 最晚几点, 几点前走, "
        "晚一会走, 晚会走, 晚走, 睡个懒觉, 睡懒觉, 中午以后走, 中午走, 多休息会, 宽限, 睡到, #点…退, 最迟…退, #点再走, 再走, 待久一点, 多待会, 退房…延到, 延到下午, "
        "延到中午, 延到#点, 延到晚上, 交房, 退房…拖, 拖到, 晚…钟头退, 晚…钟退, "
        "leave the room, leave at, late departure, later departure, stay until noon, check out, checkout, leave late, "
        "late check, leave later, a bit later, check out time, latest check out, late+check out, leave the room later, "
        "stay until, later checkout, later check out, room until, keep the room until, checkout at, check out at",
        but_not="押金…退, 退房后, 退房以后, 退房之后, 退房的时候, 已经退房, 退房那天, 退了以后, 退了之后, 退完房, 退了房, 退房完, "
        "after check out, after i check out, after we check out, when we check out, not late",
    ),
    Standard(
        "extend", "续住", "Stay longer",
        "加订, 还住, 加一天, 续订, 延期住, 不退了, 延…天, 延一, 能续, 续吗, 续一, 再待, 再呆, 多呆, 继续住, 接着住, 续住, 续房, 续#晚, 续#天, 再续, 再住, 多住, "
        "不走了, 延住, 加住, 加一晚, 多留一, 延长, 加#晚, 加#天, 多住#晚, 多住#天, 再多住, 再住#晚, 再住#天, 续个, 续到, 续多, 延长#天, 住久, 住长, 接着续, "
        "开一天, 开#天, 再开一晚, 还要住, 要住到, 加一日, 明天还要, 后天还要, 多#天, add…day, add…night, 延到周, 延到星期, 延到…号, 延到下, 延到明, 延到后, "
        "再留一晚, 多留一晚, 再留#晚, 留一晚吗, 多玩一天, 多玩#天, 再玩#天, 续一下, 续下, "
        "stay till, stay until, stay another, stay on, staying longer, stay a few more, stay an extra, one more night, "
        "another night, more nights, extra night, extend, stay longer, keep the room, keep my room, additional night, "
        "# more nights, # more night, stay # more, one more day, two more nights, another day",
        but_not="下次再住, 下次再来, 再来住, 再住一次, 以后再住, 再住你们",
        weight=1.5,
    ),
    Standard(
        "change", "改订单", "Change a booking",
        "预定…推, 预订…推, 订单…推, 写错, 填错, 选错, 改双床, 改大床, 改…床, 人数变, 多一个人, 加一个人, 少一个人, 换个时间, 换个日子, 换成, 挪到, 挪一, 订错, 定错, "
        "改#间, 换双床, 换大床, 换…床, 换人, 换…名, 换…入住人, 想改, 要改, 帮改, 改为, 换个大, 换个安静, 改到, 改日期, 改期, 改成, 改时间, 改一下, 改下, 改个, "
        "改房型, 改名, 改签, 改订单, 换到, 换个日, 换房型, 换个房, 换间房, 换一间, 行程变, 计划变, 变更, 推迟一天, 推迟到, 延后, 延期, 提前一天, 日期错, 弄错日期, "
        "搞错日期, 换日期, 换个日期, 换时间, 改到…号, 改成…号, 改#号, 调到, 调整, 更改, 修改, 更换, 改人名, 改名字, 换个人住, 推到, 往后推, 往前提, 提前到#号, 改订, "
        "改约, 弄错, 搞错, 日子错, 改过来, 调成, 换标间, 换套房, 换家庭房, 换单间, 换…间, 补差价, 补多少, 写成, shift…date, shift…booking, "
        "shift…reservation, 挪后, 往后挪, 往前挪, 挪#天, 入住时间挪, 入住时间…改, 日期…挪, 定成, 订成, 改…名字, 帮改成, switch…room, "
        "change…room, 其实只住, "
        "move our, move my, change our, switch to, change my booking, change my reservation, change the date, "
        "change the booking, change the reservation, reschedule, modify, different date, move my booking, change room, "
        "postpone, wrong date, wrong day, wrong dates, wrong name, wrong room type, change to, change the name, different day, "
        "another day, another date, move it to, push back, bring forward, amend, swap",
        but_not="退…推迟, 换房间…床单, "
        "another day",
    ),
    Standard(
        "cancel", "取消", "Cancel",
        "退款, 退钱吗, 房退了, 把房退, 退单, 取消, 退订, 不来了, 去不了, 来不了, 不去了, 不住了, 退掉, 不要了, 退房费, 退了吧, 退掉房, 不订了, 不定了, 撤单, 撤销, "
        "作废, 退我钱, 能退不, 可以退吗, 能退吗, 能退款, 免费取消, 取消政策, 来不成, 去不成, 不想来, 不想住, 全额退, 全退, 撤了, 单撤, 单退, 退+全额, 黄了, 泡汤, "
        "反悔, 后悔了, 可以退不, 能不能退, cancel…booking, cancel…reservation, "
        "refund my booking, cancel, cancellation, call off, can t come, can t make it, refund, refundable, won t be coming, "
        "not coming, won t come, won t make it, can t make, plans changed, plan changed, change of plans, no longer coming, "
        "call it off, charged if, cancelled, canceled, get my money back, cancel booking, cancel my booking, cancel the room",
        but_not="押金…能退吗, 押金…退, 余额能退, 余额…退, 储值…退, 卡…能退, 提前退, 差价, "
        "deposit refund, refund my deposit, deposit",
        weight=1.5,
    ),
    Standard(
        "breakfast", "早餐", "Breakfast",
        "早餐券, 开餐, 早点有, 早点吃, 早上吃, 早上…餐, 自助餐, 早餐, 早饭, 含早, 双早, 单早, 早茶, 早点卖, 吃早, 吃早餐, 餐厅几点, 早晨吃, 豆浆, 油条, 包子, "
        "早点几点, 早点在, 包早, 带早, 有早吗, 早餐厅, 用餐时间, 用餐, 稀饭, 粥, 牛奶, 鸡蛋, 面条, 开饭, 用早, 早点吃什么, 早午餐, 份早, 几份早, 带…份早, 含…早, "
        "早餐厅在, 早餐券找不到, 早餐票, "
        "breakfast, breakfasts, buffet, morning meal, eat in the morning",
    ),
    Standard(
        "parking", "停车", "Parking",
        "车子停, 车…停, 车停, 停大巴, 停大车, 停货车, 电动车, 电车, 充电, 新能源, 停车, 车位, 充电桩, 充电站, 停…车, 车库, 泊车, 停在哪, 地下车, 开车来, 开车过来, "
        "车牌, 车牌号, 登记车, 停得下, 停不停得, 停放, 车能进, 车开进, 车进, 免费停, 停摩托, 摩托车, 房车, 限高, 道闸, 抬杆, 车场, 泊位, 代客泊车, 好停, 地库, "
        "停不停, 高…米, 车高, 能停不, 能停吗, 能停么, 停一晚, 停一夜, 停几天, 停#天, 停得, "
        "parking, park my car, park the car, park our car, car park, garage, ev charging, charge my car, charging station, ev, "
        "ev charger, electric car, tesla, where to park, park, valet",
    ),
    Standard(
        "route", "路线", "How to get there",
        "过来多久, 过去多久, 多久能到, 多久…到, 接一下, 来接, 能接, 坐车, 坐什么车, 从…过来, 从…过去, 开车…多久, 打的, 怎么过去, 怎么过来, 怎么走, 怎么来, 怎么去, "
        "怎么坐, 怎么到, 地铁, 地址, 位置, 定位, 高铁站, 火车站, 汽车站, 机场, 接站, 接机, 接送, 接我, 打车, 导航, 在哪, 哪个区, 哪条路, 离…远, 远吗, 远不远, "
        "多远, 几路, 公交, 走路, 路线, 找不到你们, 找不到酒店, 找不到店, 找不到路, 找不到门, 找不到地方, 找不着, 走到哪, 什么路, 路怎么, 门牌, 几号线, 哪一站, 哪站下, "
        "下车, 出口, 多少公里, 几公里, 离得近吗, 近吗, 近不近, 转车, 换乘, 大巴, 轮渡, 码头, 怎样去, 咋走, 咋去, 咋过去, 咋来, 咋坐, 咋到, 接驳, 班车, 要多久, "
        "走…多久, 走路多久, 走过去, 走过来, "
        "where are you, where is the hotel, where is your, address, location, located, directions, get there, get to, "
        "far from, how far, airport, train station, railway station, subway, metro, shuttle, pick up, pick me up, taxi to, "
        "how to get, how can i get, way to the hotel, walking distance, near the, map, which exit, bus stop, lost on the way",
        but_not="押金…多久, 退款…多久, 押金…到, 退…多久到, 离马路, 离电梯, 离大路, 填的…地址, 收货地址, 快递地址, 寄…地址",
    ),
    Standard(
        "wifi", "无线网", "Wifi",
        "网怎么, 网密码, 网络密码, 连不了网, 有没有网, 无线, 连网, 连接网, 无线网, 无线密码, 网速, 有网, 没网, 连不上, 上不了网, 上网, 网络, 网卡, 网不好, 网叫, "
        "网的名字, 网名, 的网, 无线网络, 宽带, 上网密码, 网线, 网慢, 网好慢, 网太慢, 信号, 热点, 路由器, 联网, 密码, 搜不到, 连不了, 连不到, 连接不, 网太, 网很, "
        "网好, 网特别, 网老, 没信号, 网一直, 掉线, 断网, 老断, 账号密码, "
        "online, connect to the, wifi, wi fi, internet, wlan, wireless, network, hotspot",
        but_not="门锁密码, 门密码, 门…密码, 保险箱密码, 登录密码, 支付密码, 房门密码",
    ),
    Standard(
        "bedding", "床品和用品", "Bedding and supplies",
        "瓶水, 枕芯, 送水, 送两瓶, 纸巾, 牙膏, 沐浴露, 洗发水, 针线, 充电头, 充电器借, 雨伞, 熨衣板, 浴帽, 枕头, 枕, 加床, 被子, 婴儿床, 宝宝床, 儿童床, 毯子, "
        "毛毯, 床垫, 拼床, 床…拼, 合并床, 浴巾, 毛巾, 拖鞋, 牙刷, 洗漱, 吹风机, 充电线, 矿泉水, 浴袍, 衣架, 转换插头, 加湿器, 热水壶, 牙线, 棉签, 剃须刀, 刮胡刀, "
        "梳子, 针线包, 耳塞, 眼罩, 插座, 插线板, 排插, 接线板, 数据线, 杯子, 水杯, 茶叶, 茶包, 咖啡, 遥控器, 体温计, 冰块, 垃圾袋, 卫生纸, 抽纸, 卷纸, 洗面奶, "
        "护发素, 香皂, 肥皂, 身体乳, 创可贴, 被套, 褥子, 床单, 凉席, 蚊香, 电蚊香, 暖水袋, 取暖器, 电热毯, 风扇, 熨衣, 剪刀, 开瓶器, 指甲刀, 奶瓶, 消毒, 浴盆, "
        "洗漱包, 一次性, 洗漱用品, 床上用品, 水上来, 加个床, 多加一床, 加一床, 支付个, 充电器, 充电宝, 被薄, 被太薄, 薄被, 厚被, 厚…被, 厚点的, "
        "tissues, shampoo, umbrella, pillow, extra bed, crib, cot, blanket, duvet, quilt, towel, slipper, toothbrush, "
        "hair dryer, adapter, baby bed, bottled water, bottles of water, water bottle, water please, toilet paper, soap, "
        "toothpaste, razor, comb, sheets, extension cord, cable, kettle, cup, slippers, shower gel, bathrobe, mattress, "
        "cutlery, hairdryer, hairdryers, hangers, spare blanket",
        but_not="床单…头发, 咖啡厅, 咖啡馆",
    ),
    Standard(
        "room_wish", "对房间的要求", "Wishes for the room",
        "不抽烟, 不吸烟, 大一点的窗, 窗, 景房, 楼层高点, 清静, 静一点, 在一起, 楼层, 安排靠, 采光, 靠窗, 靠马路, 临街, 靠街, 有景, 朝里, 湖边, 海边, 大床…大, 私密, "
        "安静, 高楼层, 低楼层, 楼层高, 楼层低, 高一点的楼, 高层, 低层, 电梯, 无烟, 禁烟, 吸烟房, 带窗, 有窗, 窗户, 浴缸, 河景, 湖景, 江景, 海景, 街景, 景观, 朝南, "
        "朝阳, 朝向, 挨着, 挨一起, 相邻, 隔壁房, 连通, 同一层, 同层, 一层楼, 腿脚, 轮椅, 无障碍, 空调…开, 开空调, 空调提前, 阳台, 大一点的房, 靠里, 靠边, 怕吵, "
        "不要烟味, 没烟味, 没有烟味, 别有烟味, 无烟味, 靠近电梯, 远离, 离电梯远, 别靠, 不靠, 不挨, 不临, 楼层别, 高楼, 低楼, 高一点, 低一点, 大点的房, 大房, 新装修, "
        "朝阳面, 阳面, 有阳光, 光线, 通风, 落地窗, 飘窗, 露台, 院子, 榻榻米, 智能马桶, 两张床, 隔壁房间, 邻近, 对面房间, 房间挨, 房间靠, 邻着, 不吵的, 静音, 隔音好, "
        "离马路, 离电梯, 远一点, 远点, 太高, 太矮, 不要太高, 别太高, 不要太低, 楼层…高, 楼层…低, 看到湖, 看到江, 看到海, 看到河, 看到山, 看到水, 看到园, 看得见, "
        "靠在一块, 靠一起, 一块的, 挨一块, 不要一楼, 不要#楼, 不住一楼, 不想住一楼, 二楼, 三楼, 顶楼, 楼上的房, 住低楼, 离电梯近, 新一点的房, 新一点, 新点的房, 干净点的, "
        "quiet, high floor, higher floor, low floor, lower floor, elevator, lift, non smoking, smoking room, window, bathtub, "
        "balcony, view, connecting room, adjoining, next to each other, wheelchair, same floor, air conditioning on, "
        "upper floor, top floor, ground floor, away from, far from the elevator, side by side, adjacent, two beds, twin beds, "
        "bigger room, larger room, no smoking, nonsmoking, sunny, terrace, soundproof, near each other, a tub, bath tub, "
        "high up, up high",
        but_not="空调坏, 电梯坏, 高一点的价, 电梯等, 等电梯, 枕头太高, 枕头太矮, 价格太高, 太高了吧, 早餐…二楼, 早餐…三楼, 餐厅…二楼, 餐厅…三楼, 在二楼吗, 在三楼吗",
    ),
    Standard(
        "pets", "宠物", "Pets",
        "狗, 猫, 宠物, 毛孩子, 泰迪, 金毛, 柯基, 拉布拉多, 哈士奇, 边牧, 比熊, 雪纳瑞, 博美, 布偶, 英短, 鹦鹉, 兔子, 仓鼠, 小动物, 毛孩, 遛, "
        "pet, dog, cat, puppy, pet friendly, kitten, bird, rabbit, animal",
        but_not="狗不理",
    ),
    Standard(
        "deposit", "押金", "Deposit",
        "押金, 免押, 预授权, 押多少, 押#, 押的钱, 保证金, 押款, 冻结, 解冻, 预授, 信用免押, 芝麻, 压金, "
        "deposit, pre authorization, hold on my card, preauth",
        weight=1.5,
    ),
    Standard(
        "points", "积分", "Points",
        "积分…换, 积分, 多少分, 分数换, 积分换, 积分能, 积分…用, 兑换, 的分没, 分没加, 加分, 积的分, 分数, 分怎么用, 分能, 攒分, 攒的分, 攒了多少, 换礼品, 换礼, "
        "分到账, 分有效期, 分过期, 分…过期, 分…用, "
        "points, redeem, reward points, loyalty points, rewards, earn",
    ),
    Standard(
        "tier", "会员等级", "Membership",
        "升级, 还差多少, 差几晚, 差几次, 打几折…会员, 什么会员, 会员等级, 什么等级, 哪个等级, 等级, 金卡, 银卡, 黑卡, 普卡, 白金, 钻石卡, 会员卡, 会员怎么, 怎么升级, "
        "升级房型, 升级…次, 会员权益, 会员有什么, 成为会员, 办会员, 入会, 保级, 降级, 卡打几折, 卡打折, 金卡打几折, 升金, 升银, 升黑, 升钻, 升白金, 几晚升, 几次升, "
        "会员权利, 会员福利, 会员待遇, 会员好处, 什么权益, 有啥权益, 权益, 注册会员, 开会员, 加入会员, 怎么入会, 会员等, 会员到期, 高级会员, 贵宾, "
        "reach gold, reach silver, become gold, loyalty, membership, member level, my level, my status, tier, upgrade, "
        "gold card, become a member, vip, elite, status, join the program, join your, membership benefits, silver, platinum, "
        "gold, diamond, level",
        but_not="会员价",
    ),
    Standard(
        "wallet", "储值", "Stored value",
        "充的钱, 卡里的钱, 会员卡余额, 预存, 储值, 余额, 充值, 充#, 充…送, 卡里, 卡上还, 办卡充, 储值卡, 充钱, 充多少, 充了, 充值卡, 冲值, 预付卡, 预付, 购物卡, "
        "账户里, 账户余额, 卡余额, 余额不足, 剩多少钱, 扣余额, 用余额, 退卡, "
        "balance, top up, stored value, prepaid, recharge, my credit, account credit, gift card, money left",
        but_not="充电",
        weight=1.2,
    ),
    Standard(
        "lost", "失物", "Lost and found",
        "忘房间, 忘带, 掉了一, 掉了个, 找找, 找一下我, 不见了, 没带回, 落房间, 落在, 落你, 落下, 落了, 忘在, 忘拿, 忘带走, 没拿, 没带走, 丢你们, 丢了, 丢在, 东西丢, "
        "捡到, 遗失, 遗落, 遗留, 掉在, 掉房间, 找不到了, 掉床, 掉哪, 掉酒店, 掉你们, 掉那, 忘那, 忘酒店, 忘你们, 忘记拿, 忘记带走, 忘了拿, 忘了带, 漏拿, 漏在, "
        "落酒店, 落那, 留在房, 找着, 拾到, 捡没捡, 失物, 有没有看到我, 帮我看看房间, 遗忘, 拉在, 拉房间, 忘…柜, 忘…里了, 忘记在, 忘了在, 忘了昨天, 条…忘, 件…忘, "
        "个…忘, 口红, 围巾, 眼镜, 耳环, 耳钉, 项链, 戒指, 手表, 钱包, "
        "left my, left something, left a, left the, lost my, lost and found, forgot my, left behind, forgotten, left it in, "
        "left in the room, forgot it, can t find my, missing my, i forgot, have you found, did you find, did anyone find, "
        "anyone found, misplaced, can t find, cannot find",
        but_not="券丢, 房卡丢, 卡丢, 忘带身份证, 忘带证, 忘记带身份证, 忘了带身份证, 身份证忘, 借…眼镜, "
        "forgot my passport, forgot my id, can t find the hotel, can t find you, can t find your, can t find parking, "
        "cannot find the hotel, cannot find you, cannot find your",
        weight=2.0,
    ),
    Standard(
        "luggage", "行李寄存", "Luggage",
        "顺丰, 快递, 寄件, 寄快递, 行李, 存你们, 存在你们, 放前台, 存前台, 包放, 包先放, 箱子, 寄存, 存行李, 存一下行李, 存包, 放行李, 放下行李, 放一下行李, 行李…放, "
        "箱子…放, 收快递, 快递…收, 快递…寄, 包裹, 代收, 拉杆箱, 背包, 寄放, 暂存, 存一下, 放一下, 存东西, 东西存, 东西放, 东西先放, 寄到酒店, 送到酒店, 到付, 取件, "
        "邮包, 大件, 拎行李, 搬行李, 提行李, leave…bag, leave…luggage, leave…suitcase, leave…things, store…bag, "
        "store…luggage, keep…bag, keep…luggage, hold…luggage, hold…bag, drop…bag, "
        "bags, bag, luggage storage, luggage, baggage, suitcase, leave my bag, keep my bag, parcel, package, "
        "drop off our bags, belongings, delivery for me",
    ),
    Standard(
        "laundry", "洗衣", "Laundry",
        "洗衣机, 洗…衣, 洗…裤, 洗衣, 衣服…洗, 洗衣服, 洗一下衣, 烘干, 干衣, 熨, 干洗, 洗鞋, 洗裤, 洗袜, 晾, 晒衣, 脱水, 洗烘, 烫衣, 烫一下, 洗衣液, 洗衣粉, "
        "自助洗, 衣服脏, 衣服弄脏, 洗几件, 送洗, 水洗, 挂烫, 今晚洗, 洗了, 洗一下, 手洗, 洗干, 晚洗, 洗得干, 洗好, "
        "wash my, wash clothes, washer, laundry, dry cleaning, washing machine, iron, dryer, ironing, dry clean, press my, "
        "steamer, washing, clothes",
        but_not="hair dryer",
    ),
    Standard(
        "documents", "证件与登记", "Documents",
        "台胞证, 驾驶证, 驾驶, 军官证, 社保卡, 实名, 外国人, 外宾, 港澳, 没有证, 带证, 身份证, 护照, 登记, 证件, 驾照, 户口本, 访客, 通行证, 回乡证, 未成年, 刷脸, "
        "忘带身份证, 没带身份证, 忘带证, 没带证, 忘记带身份证, 忘了带身份证, 身份证忘带, 身份证没带, 身份证丢, 临时身份证, 电子证, 电子身份证, 身份证号, 身份证照片, 身份证过期, "
        "居住证, 结婚证, 出生证明, 出生证, 学生证, 护照复印, 复印件, 老外, 外籍, 外国, 本人到, 代办, 人脸, 公安, 旅馆业, 未满, 岁能, 一人一证, 登记几个, 户口, 户口簿, "
        "过期了还能住, #岁能, #岁自己, #岁的, 岁…自己, 岁…单独, 单独住, 身份证不见, 证丢了, 证件丢, "
        "driving licence, driver s license, passport, id card, identification, register, visitor, visa, identity, id, ids, "
        "driver license, copy of, register at, photo of my passport",
        but_not="登记车, 车牌…登记, 台湾菜",
    ),
    Standard(
        "booking", "查订单", "Check a booking",
        "我的订单, 订单确认, 确认订单, 预订成功, 预定成功, 订上了, 订好了吗, 订单…在吗, 查…订单, 订单收到, 订单号, 有没有收到…订单, 我订的, 我定的, 我的预订, 我的预定, "
        "预订单, 预定单, 订单状态, 订没订, 定上没, 订成, 订没, 订单成功, 支付成功, 付款成功, 付了钱, 付过钱, 下了单, 下单, 下好单, 确认短信, 确认一下订单, 收到订单, "
        "收到我的订单, 收到预订, 查订单, 查预订, 查预定, 查一下预订, 我定了, 我订了, 我预订了, 我预定了, 已经订, 已经定, 几号的房, 订单, 的单, 我的单, 待确认, 订单显示, "
        "单能看到, 下的单, 网上订, 网上定, 后台, 我…订的, 我…定的, 帮确认, 确认下, 美团+订, 携程+订, 飞猪+订, 同程+订, 美团+定, 携程+定, 飞猪+定, 同程+定, "
        "去哪儿+订, 抖音+订, 没收到确认, 收到确认, 确认信息, 确认函, "
        "my booking, my reservation, booking confirmed, confirm my, confirmation, booking reference, reservation number, "
        "my order, confirm the booking, booking number, booked already, under my name, under the name, i booked, "
        "i have a booking, i have a reservation, agoda, expedia, trip com, booking com, a confirmation",
        weight=0.4,
    ),
    Standard(
        "other", "其他", "Something else",
        "附近, 旁边, 周边, 天气, 叫…车, 药店, 超市, 便利店, 招人, 招聘, 连锁, 老板, 外卖, 好吃, 好玩, 推荐, 景点, 医院, 健身, 游泳, 会议室, 会议, 救护车, 晕倒, "
        "急救, 报警, 警察, 着火, 起火, 受伤, 流血, 昏倒, 心脏, 不省人事, 应聘, 兼职, 求职, 合作, 推广, 贷款, 代理, 加盟, 供应商, 采访, 门票, 演出, 导游, 租车, "
        "旅行社, 团建, 婚宴, 婚礼, 包场, 聚餐, 宴会, 麻将, 棋牌, 唱歌, 按摩, 足疗, 理发, 银行, 取款, 换汇, 外币, 外卡, 房号, 找人, 转告, 带句话, 捎句话, 带个话, "
        "电话给我, 电话号码, 经理, 生日, 布置, 求婚, 蛋糕, 鲜花, 纪念日, 面馆, 小吃, 夜市, 美食, 吃饭的地方, 咖啡馆, 酒吧, 订票, 买票, 加微信, 加我微信, 发错, 打错, "
        "点错, 游玩, 逛, 预约景点, 外卖放, 外卖放前台, 感冒药, 买药, 退烧药, 儿科, 一日游, 投屏, 电视, 摔倒, 摔了, 摔一跤, 摔伤, 动不了, 装修公司, 快递员, 表演, "
        "游船, 真人, 机器人, 人工, 派出所, 火车票, 机票, 高铁票, 监控, 店长, 搬一下, 胸口, 娃娃机, 红包给, 核对数据, 吵架, 去机场, 去高铁站, 去火车站, 送机, 送我去, "
        "nearby, restaurant, weather, recommend, pharmacy, supermarket, taxi, gym, pool, meeting room, ktv, spa, ambulance, "
        "doctor, police, hospital, fainted, fire, emergency, tour, ticket, tickets, massage, bar, bank, atm, exchange, "
        "credit card, job, hiring, manager, birthday, cake, wrong chat, wrong number, sightseeing, museum, noodle, food, "
        "dinner, lunch, human, real person, sim card, chest pain, call me",
        but_not="推荐朋友, 推荐给",
        weight=0.8,
    ),
    Standard(
        "thanks", "感谢", "Thanks",
        "很棒, 真棒, 太棒, 周到, 点赞, 挺好, 舒服, 很喜欢, 谢谢, 谢啦, 谢了, 多谢, 感谢, 辛苦, 住得很好, 住的很好, 很满意, 满意, 下次还来, 还会来, 赞, 好评, 不错, "
        "很舒服, 👍, 🌹, 🙏, 下次再来, 再来住, 劳烦, 太好了, 太感谢, 感激, 好人, 给力, 五星, 住得好, 服务好, 态度好, 热情, 贴心, 开心, 棒, "
        "thank you, thanks, thank, great stay, loved, wonderful, excellent, appreciate, 666, cheers, perfect, awesome, "
        "brilliant, lovely, fantastic, amazing, enjoyed, great service, good service, much appreciated, grateful",
        but_not="不满意, 不太好, 不开心, "
        "no thanks, no thank you",
    ),
    Standard(
        "greeting", "打招呼", "Greeting",
        "在吗, 在不, 在么, 你好, 您好, 有人吗, 有人在, 早上好, 下午好, 晚上好, 中午好, 哈喽, 哈啰, 嗨, 早安, 哈罗, 嗨喽, 早呀, 早啊, 晚安, 在嘛, 在呢, 有客服, "
        "有人没, 人呢, 老板好, 大家好, "
        "hello, hi, hey, good morning, good evening, good afternoon, anyone there, greetings, good day, howdy",
        but_not="还在吗",
    ),
)  # fmt: skip
# Said by the house when the PMS holds a booking; nobody asks for it in these words.
BOOKED = Standard("booked", "预订已在", "The booking stands", "")
# What is said beside something else says less than it.
COURTESY = frozenset({"thanks", "greeting"})
# What these say is itself often a refusal: 没热水, 不要靠电梯.
NEVER_REFUSED = frozenset({"complaint", "room_wish"})
