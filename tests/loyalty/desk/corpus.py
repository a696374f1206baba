"""Messages that guests write to a front desk, by what they ask: made up, as people write, without typing errors.

KNOWN stood before the phrases did. TUNED showed where those fell short, and they were bettered by it. UNSEEN was written
last, and nothing was bettered by it: it says what a message is worth that nobody has thought of.
"""

KNOWN: dict[str, tuple[str, ...]] = {
    "availability": (
        "有房间吗?", "有房间吗？", "还有房吗", "今晚有房吗", "今天还有空房吗", "明天有没有大床房",
        "周六还有房间不", "国庆有房吗", "在吗 今晚想住一晚", "帮我留一间房", "想订一间明天的房",
        "老地方还有吗", "上次那间还在吗", "8210 今晚有人住吗", "两间双床有吗", "下周三想过来住",
        "do you have a room tonight?", "any rooms available tomorrow",
        "I would like to book a room for Friday", "还能订到房吗",
    ),
    "price": (
        "多少钱", "多少钱一晚", "今晚什么价", "现在房价多少", "大床房多少钱？", "还是上次的价格吗",
        "还是200吗", "价格怎么样", "周末涨价吗", "住两晚多少", "how much per night?",
        "what is the rate for tomorrow", "报个价", "房费多少",
    ),
    "discount": (
        "能便宜点吗", "有优惠吗", "打折吗", "老客户有没有折扣", "最近有活动吗", "给个优惠价呗",
        "携程上更便宜啊", "会员价多少", "any discount?", "能用券吗", "我有张优惠券能用吗",
    ),
    "invoice": (
        "能开发票吗", "可以开专票吗", "发票抬头怎么给你们", "上次的发票还没开", "电子发票发我邮箱",
        "需要增值税专用发票", "can I get an invoice?", "发票开公司的", "补开一张发票",
    ),
    "early_check_in": (
        "几点能入住", "可以早点入住吗", "上午十点到能进房吗", "我12点前到", "能提前入住吗",
        "what time is check-in?", "can we check in early", "早上到 先把行李放下行不",
        "明早七点到能休息一下吗",
    ),
    "late_check_out": (
        "几点退房", "能晚点退吗", "可以延迟到两点退房吗", "下午三点退行不行",
        "late check-out possible?", "退房时间能推迟吗", "想多待到下午",
    ),
    "extend": (
        "想续住一晚", "再住一天可以吗", "能续房吗", "明天不走了 再住两晚", "can I stay one more night",
        "续住的话房费一样吗",
    ),
    "change": (
        "想改到后天", "能改日期吗", "订单改成两晚", "换成双床房可以吗", "行程变了 改下周",
        "can I change my booking", "帮我改一下入住人",
    ),
    "cancel": (
        "取消订单", "不来了 帮我取消", "能取消吗 会扣钱吗", "临时有事去不了了",
        "cancel my reservation please", "退订房间",
    ),
    "breakfast": (
        "含早餐吗", "早餐几点到几点", "早饭多少钱", "早餐有粥吗", "六点能吃早餐吗",
        "is breakfast included?", "打包早餐可以吗", "早餐在几楼",
    ),
    "parking": (
        "有停车场吗", "停车收费吗", "能停面包车吗", "门口好停车吗", "有充电桩吗", "is there parking?",
        "帮我留个车位", "停车位要预约吗",
    ),
    "route": (
        "怎么过去", "离地铁站远吗", "地址发我一下", "从高铁站打车多少钱", "位置在哪",
        "where are you located", "发个定位", "有接站吗", "机场接送有没有", "导航搜什么",
    ),
    "wifi": (
        "wifi密码多少", "房间有网吗", "网速怎么样", "wifi password?", "连不上网",
    ),
    "bedding": (
        "加一个枕头", "能加床吗", "有荞麦枕吗", "多给一床被子", "要婴儿床", "extra pillow please",
        "床能拼一下吗", "有没有乳胶枕",
    ),
    "room_wish": (
        "要安静一点的房间", "给我高楼层", "不要靠电梯", "想要无烟房", "要带窗的", "quiet room please",
        "有没有带浴缸的", "能看到河的房间", "两间要挨着", "老人腿脚不好 要低楼层", "空调提前开一下",
    ),
    "pets": (
        "能带狗吗", "可以带猫入住吗", "are pets allowed?", "宠物友好吗",
    ),
    "deposit": (
        "要押金吗", "押金什么时候退", "押金退了吗", "免押吗", "is a deposit required",
    ),
    "points": (
        "我有多少积分", "积分怎么用", "积分能抵房费吗", "积分快过期了吗", "how many points do I have",
        "积分换早餐还有吗", "积分能给朋友用吗",
    ),
    "tier": (
        "我是什么会员", "还差几晚到金卡", "金卡有什么权益", "会员怎么升级",
        "what is my membership level", "我的黑卡什么时候到期", "升级房型还有次数吗",
    ),
    "wallet": (
        "储值还剩多少", "充一千送多少", "余额能退吗", "卡里还有钱吗", "my balance please",
    ),
    "lost": (
        "充电器落房间了", "我的身份证好像忘在酒店了", "昨天退房 外套没拿",
        "I left my glasses in the room", "帮我看看有没有捡到耳机", "东西丢你们那了",
    ),
    "luggage": (
        "行李能寄存吗", "退房后放下行李", "快递能帮收吗", "can you keep my luggage",
        "箱子先放前台行不",
    ),
    "laundry": (
        "有洗衣房吗", "衣服能洗吗", "能烘干吗", "laundry service?",
    ),
    "documents": (
        "没带身份证能住吗", "电子身份证可以吗", "小孩要登记吗", "护照可以入住吗",
        "do I need a passport", "朋友来访要登记吗",
    ),
    "complaint": (
        "热水不热", "隔壁太吵了睡不着", "房间有烟味", "空调坏了", "马桶堵了", "上次服务太差了",
        "你们前台态度不行", "床单没换吧", "the room is dirty", "it was too noisy last night", "投诉",
        "早餐凉的", "说好的升级没给",
    ),
    "thanks": (
        "谢谢", "好的 谢谢", "住得很好", "辛苦了", "thank you", "下次还来", "赞",
    ),
    "greeting": (
        "在吗", "你好", "您好", "hello", "hi", "有人吗",
    ),
    "other": (
        "你们老板电话多少", "附近有什么好吃的", "明天天气怎么样", "帮我叫个车", "旁边有药店吗",
        "招人吗", "你们是连锁吗",
    ),
}  # fmt: skip

TUNED: dict[str, tuple[str, ...]] = {
    "availability": (
        "今儿个还有房么", "月底那几天房间紧张吗", "我们一家三口想去住两天", "明晚给我留个大床",
        "周末房满没", "你好，我想定个房间", "hi, do you have anything free on Saturday?",
        "Looking for a double room next week", "28号还有家庭房吗", "晚上十点到还有房不",
        "请问10月3号有标间吗", "我明天出差到苏州，给我安排一间", "还能入住吗今天",
        "周五晚上两个人，有地方住不", "需要三间房", "Is there a room for two on the 5th?",
        "can I get a suite tomorrow night", "想要上回那个房间", "帮忙看下元旦还有没有房",
    ),
    "price": (
        "标间现在卖多少", "这个周六啥价格", "今天一晚上要多少", "what would two nights cost?",
        "现在订多少钱啊", "双床房一天多少", "单人间啥价位", "平时价格多少", "包月怎么算",
        "今晚大床多钱", "What do you charge per night?", "一间房要多少钱呢",
    ),
    "discount": (
        "老顾客能不能少点", "住三晚有没有折扣", "能不能打个折呀", "do you have a student discount",
        "给个友情价", "双十一有啥活动没", "住得多能优惠不", "有没有长住折扣", "我是学生有优惠吗",
        "any coupons I can use", "可以用美团券吗",
    ),
    "invoice": (
        "麻烦开个票", "开票信息发你了", "发票能不能邮寄", "Could you send me the receipt by email?",
        "公司报销要用票", "上回那张票开错了", "可以开住宿费发票不", "发票今天能拿到吗",
        "需要开具增值税发票", "tax invoice please", "报销单据怎么弄",
    ),
    "early_check_in": (
        "我九点多就到了能先入住不", "房间几点能好", "能不能早一点办理",
        "飞机早上六点落地，能提前进房间吗", "Is early check in possible", "中午之前能住进去吗",
        "大概11点到酒店，能进去吗", "能早些入住么", "我们凌晨两点才到可以吗",
        "can I drop in before noon to check in", "几点后可以办理入住",
    ),
    "late_check_out": (
        "明天能晚一点走吗", "最晚几点要走", "我想睡到下午再退", "Can I leave the room at 2pm?",
        "退房可以推后一小时吗", "下午退房要加钱吗", "能住到下午一点吗", "晚一个小时退可以不",
        "几点之前必须退", "is it possible to check out at 3", "下午才走行吗",
    ),
    "extend": (
        "我还想多住两天", "房间再给我延一天", "能续吗", "could I stay till Sunday instead",
        "今晚不走了，续一天", "要再待一晚", "加订一晚可以吗", "我想延长一天", "明天还住",
        "Can we extend two nights", "后面两天还能接着住吗",
    ),
    "change": (
        "把明天的订单挪到周五", "我订错日期了", "入住人换成我老婆", "我想把一间改两间",
        "Can we move our reservation to next month", "订的大床想换双床", "我的预定能推后一天吗",
        "名字写错了麻烦改", "把大床改双床", "please change the dates to May 3-5", "人数变了，加一个人",
    ),
    "cancel": (
        "订单不要了帮忙退", "行程取消了怎么退", "Need to cancel, sorry", "突然有事来不了，退一下",
        "可以免费取消吗", "帮我把房退了吧不去了", "取消收费吗", "计划有变，取消预订",
        "I have to cancel tonight", "退款怎么弄",
    ),
    "breakfast": (
        "早上几点开餐", "早餐是自助吗", "小孩吃早餐要钱吗", "What time do you serve breakfast",
        "早点有啥吃的", "早饭在哪吃", "早餐券丢了", "有没有素食早餐", "breakfast time?",
        "明早六点半走，早餐能提前吗",
    ),
    "parking": (
        "车停哪儿", "可以停大巴吗", "电动车能充电吗", "Do you have a garage?", "过夜停车多少钱",
        "车子停哪里", "停车费多少", "有地方停车吗", "is parking free", "可以充电吗，特斯拉",
    ),
    "route": (
        "到你们那怎么坐车", "从虹桥过来多久", "酒店在哪个位置", "How do I get to you from the airport",
        "能来接一下我们吗", "怎么导航", "火车站到你们那多少钱", "离拙政园多远",
        "is it near the subway", "麻烦发个地址",
    ),
    "wifi": (
        "网络密码是啥", "手机连不上网络", "the internet is slow", "无线叫什么名字", "房间wifi很慢",
        "网怎么连", "what's the wi-fi password", "有无线吗",
    ),
    "bedding": (
        "再拿两条毛巾", "有儿童床吗", "能不能多放一个枕头", "could we have two more blankets",
        "给送点矿泉水", "枕头太高了换一个矮的", "再来一床被子", "能送两瓶水吗", "need an extra towel",
        "要一个婴儿床",
    ),
    "room_wish": (
        "想住高一点的楼层", "能不能安排靠里面的", "最好别挨着电梯", "a room with a nice view please",
        "我们两个房间要在一起", "要个有窗户的", "我要安静的", "最好是高层", "想要个朝南的房",
        "不抽烟的房间", "can I have a room on a high floor", "有没有大一点的窗",
    ),
    "pets": (
        "带只小狗可以不", "My dog is coming with me", "猫咪能进吗", "宠物可以入住不", "带着小猫",
        "do you allow dogs",
    ),
    "deposit": (
        "押金多少", "还要交押金不", "deposit refunded when?", "押金没退到账", "押金可以微信付吗",
        "不用押金吧", "how much is the deposit",
    ),
    "points": (
        "我积分够换啥", "这次住有积分吗", "points expire when?", "积分可以换房吗", "积分到期了吗",
        "查下积分", "how can I use my points", "这次消费给积分吗",
    ),
    "tier": (
        "我现在是金卡吗", "怎么升黑卡", "What are the benefits of gold membership", "会员有什么好处",
        "我还差多少升级", "银卡打几折", "怎么成为金卡", "how do I reach gold",
    ),
    "wallet": (
        "我卡里还有多少", "充值有什么优惠", "How much balance do I have left", "储值卡能给朋友用吗",
        "余额查一下", "我充的钱还有吗", "can I top up", "储值有没有送",
    ),
    "lost": (
        "我的充电宝忘拿了", "耳环可能掉在床上了", "I think I left a jacket in 305",
        "有没有看到一个蓝色水杯，昨天落下的", "手机充电线忘房间了", "我的衣服落在衣柜里",
        "昨天掉了一个耳钉", "I forgot my charger", "帮我找找钥匙",
    ),
    "luggage": (
        "退房了行李先存你们那", "可以先把包放前台吗", "Could you hold our bags until 5",
        "帮我代收个快递", "寄存一下箱子", "行李可以放你们那吗", "can I leave my suitcase at the desk",
        "能收个顺丰吗",
    ),
    "laundry": (
        "有洗衣机吗", "衬衫能熨一下不", "where can I wash my clothes", "送洗衣服多久",
        "楼里有洗衣机吗", "do you have an iron",
    ),
    "documents": (
        "忘带身份证怎么办", "外国人能住吗", "小孩没有身份证",
        "my friend wants to visit my room, does he need to register", "没有带证件能办吗",
        "台胞证可以吗", "孩子用户口本行吗", "is a driving licence ok",
    ),
    "complaint": (
        "空调一直滴水", "楼上一直在跳，没法睡", "the shower is broken", "房间有股味道",
        "服务员进门不敲门", "热水器没反应", "卫生间好脏", "I am very unhappy with the service",
        "枕头上有头发", "网络断断续续的太烂了", "空调声音太大了", "洗澡水忽冷忽热", "隔壁打呼噜吵死了",
        "the AC does not work", "被子上有污渍", "等了一个小时还没打扫", "早餐太难吃了", "电视打不开",
        "这服务真不行", "马桶一直流水",
    ),
    "thanks": (
        "谢啦", "这次住得很舒服", "Many thanks for everything", "服务很棒", "非常感谢", "下次再来住",
        "Thanks a lot!", "感谢款待",
    ),
    "greeting": (
        "在？", "hello there", "早", "您好呀", "你好啊", "有人在吗", "Hello!", "hey",
    ),
    "other": (
        "附近哪里可以租车", "你们招前台吗", "有会议室吗", "can you recommend a restaurant",
        "附近有超市吗", "苏州哪里好玩", "can you call a taxi", "你们老板在吗",
    ),
}  # fmt: skip

UNSEEN: dict[str, tuple[str, ...]] = {
    "availability": (
        "下个月8号想来玩两天，还有房不", "今晚还有便宜的房间没", "能帮我订个双床不",
        "请问端午节期间可以订吗", "Hello, are there rooms on the 12th",
    ),
    "price": (
        "大床房什么价格", "周五住一晚多少钱", "price for a twin room?",
    ),
    "discount": (
        "常客打几折", "有没有什么优惠活动", "can you do a better price",
    ),
    "invoice": (
        "请帮我开一张电子发票", "发票内容写住宿费", "I need a VAT invoice",
    ),
    "early_check_in": (
        "最早几点可以办入住", "我大概下午一点到", "早上八点能入住吗",
    ),
    "late_check_out": (
        "可以延迟退房吗，两点", "最晚退房是几点", "late checkout please",
    ),
    "extend": (
        "明天再续一晚", "想多住一天", "stay one more night please",
    ),
    "change": (
        "订单日期改一下", "能把房型换成大床吗", "need to change the check in date",
    ),
    "cancel": (
        "麻烦取消今晚的预订", "临时去不了，能退吗", "please cancel",
    ),
    "breakfast": (
        "早餐几点结束", "明天早餐有没有", "is breakfast extra?",
    ),
    "parking": (
        "停车方便吗", "车位紧张吗", "where can I park",
    ),
    "route": (
        "打车到酒店怎么说", "地铁几号线", "send me the address",
    ),
    "wifi": (
        "WiFi 连不上", "无线网密码", "wifi not connecting",
    ),
    "bedding": (
        "麻烦送一双拖鞋", "能加一床被子吗", "more towels please",
    ),
    "room_wish": (
        "想要带浴缸的房间", "要远离电梯的", "a quiet room on the top floor",
    ),
    "pets": (
        "我带了一只猫", "能不能带宠物",
    ),
    "deposit": (
        "押金多久退", "需要付押金吗",
    ),
    "points": (
        "我的积分还有多少", "积分能换什么",
    ),
    "tier": (
        "金卡会员有什么待遇", "我要怎样才能升级",
    ),
    "wallet": (
        "会员卡余额多少", "充值优惠还有吗",
    ),
    "lost": (
        "我好像把眼镜落在房间了", "有没有捡到一个钱包", "left my phone charger in 8210",
    ),
    "luggage": (
        "能寄存行李到晚上吗", "可以寄存两个箱子吗",
    ),
    "laundry": (
        "洗衣服怎么收费", "可以熨衣服吗",
    ),
    "documents": (
        "用护照可以登记吗", "忘记带身份证了",
    ),
    "complaint": (
        "房间太吵，我要换房", "卫生间漏水", "前台态度太差", "床单有头发", "the room smells of smoke",
        "热水一直没有",
    ),
    "thanks": (
        "谢谢你们", "住得很舒服，感谢",
    ),
    "greeting": (
        "您好，在吗", "hi there",
    ),
    "other": (
        "附近有医院吗", "帮忙叫个出租车",
    ),
}  # fmt: skip
