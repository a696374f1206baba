"""120 messages as guests type them into WeChat, on which nothing was tuned. The other half: `wechat`.

Whoever betters the phrases must not read these: what is tuned on them no longer says what an unknown message is worth.
Write new ones instead, before reading the phrases.
"""

SAID: dict[str, tuple[str, ...]] = {
    "availability": (
        "我想定今天的房间一个人",
        "在吗 今晚还有大床吗",
        "国庆2号3号两晚，要两间双床，有的话给我留一下",
        "今天晚上七点多到想问一下那边还有没有房间然后是两个大人一个小孩",
        "Do u have a twin room from 3rd to 5th of Oct",
    ),
    "bedding/room_wish": ("给宝宝加个婴儿床可以吗",),
    "bedding": (
        "枕头太高 换个矮的",
        "再拿床被子 有点冷",
        "can i get extra towels to 809",
    ),
    "booking/booked": (
        "刚付完钱怎么没有短信",
        "我在美团订的 你们那边收到了吗",
        "帮我看看订成功没",
        "did my booking go through?",
    ),
    "breakfast": (
        "早饭几点开始到几点结束",
        "含早不",
        "till what time is breakfast served on sunday",
    ),
    "cancel": (
        "孩子发烧来不成了房间退掉可以不扣钱吗",
        "去不了了 订单帮我取消吧",
        "计划有变不住了 能退吗",
        "need to cancel my reservation for tmr sorry",
    ),
    "change": (
        "晚一天到，15号改16号",
        "入住人名字能换成我老婆的吗",
        "can I move my booking to Friday instead",
    ),
    "complaint": (
        "你们乱扣我钱 说好的320怎么刷了380",
        "隔壁一直在吵 两点了还让不让人睡",
        "前台态度太差了",
        "等了半个多小时还没人送东西过来",
        "room smells like smoke, want to change",
        "the shower has no hot water",
    ),
    "deposit": (
        "压金什么时候退给我",
        "入住要压多少钱",
    ),
    "discount": (
        "携程上比你们便宜30块能给个优惠不",
        "学生有没有折扣",
        "老顾客了 打个折呗",
    ),
    "documents": (
        "没带身份证 电子的行不行",
        "外国朋友用护照能住吗",
        "两个人都要登记吗",
    ),
    "early_check_in": (
        "我们早上9点就到了可以先进房间吗",
        "明天上午能入住吗 不想等到下午两点",
        "你好就是我们飞机早上六点落地然后想问下能不能提早办一下入住",
        "earliest check in time pls",
    ),
    "extend": (
        "我想再住一晚",
        "302房续一天",
        "we would like to stay one more night, room 1105",
    ),
    "greeting": (
        "在不在",
        "hey there",
    ),
    "invoice": (
        "公司要报销 需要开增值税的",
        "房费的电子票发我邮箱 abc@qq.com",
        "税号91320500MA1X 抬头苏州某某科技 帮我开一下",
        "I need a receipt for my company",
    ),
    "late_check_out": (
        "几点之前要退房啊",
        "那个我们下午四点的高铁然后想问一下就是明天可以晚一点走吗",
        "can I check out at 3pm tmrw",
    ),
    "laundry": (
        "衬衫需要熨一下 有熨斗吗",
        "有没有洗衣机",
        "do you have laundry service",
    ),
    "lost": (
        "孩子的小熊丢你们那了 能寄回来吗",
        "我耳机好像落在房间了 帮我看看",
        "forgot my charger can you mail it",
    ),
    "luggage": (
        "东西先存你们那 晚上来拿",
        "退房後行李可以先寄放櫃台嗎",
        "luggage storage till 8pm ok?",
    ),
    "other": (
        "我老公晕倒了快叫救护车",
        "你猜我是谁",
        "苏州这两天冷不冷 穿啥",
        "上次说要加床 现在不需要了",
        "帮我给1102的客人带句话 说我到楼下了",
        "我考虑一下晚点回你",
        "不用送水了已经有了",
        "能帮我订两张评弹的票吗",
        "发错人了 不好意思",
        "你们那能刷外卡吗",
        "低息贷款 三分钟到账 需要回1",
        "周末一起打球啊",
        "附近有没有好吃的面馆",
        "加我同事微信 13800001111 他跟你说",
        "不用开发票了",
        "早餐不吃了 不用留",
        "can you recommend a good noodle place",
        "no need for the taxi anymore",
        "is there a gym",
        "my friend fainted please call an ambulance",
    ),
    "parking": (
        "开车来的有地方停吗",
        "电车能充电吗你们那",
        "车位要不要提前预约",
    ),
    "pets": (
        "我家猫能一起住不",
        "可以带狗狗吗 小型的",
        "is it ok to bring my dog",
    ),
    "points": (
        "我现在多少分了",
        "did I get points for my last stay",
    ),
    "price": (
        "你们现在什么价位啊",
        "一晚上几多钱",
        "how much is a king room per nite",
        "whats ur rate for this weekend",
    ),
    "room_wish": (
        "给我安排高一点的楼层 别靠电梯",
        "a quiet room away from the lift please",
    ),
    "room_wish/complaint": ("要安静的房 上次隔壁太吵了",),
    "route": (
        "从苏州站怎么过去最方便",
        "导航导到后门了 大门在哪个路上",
        "打车师傅找不到你们店",
        "could you send me the address in Chinese",
    ),
    "deposit+invoice": ("押金几时退 发票发微信就行",),
    "points+tier": ("我积分多少 够升级会员吗",),
    "late_check_out+invoice": ("明天晚退到两点 顺便开个发票",),
    "complaint+bedding": ("502空调坏了 再送床被子",),
    "breakfast+wifi": ("早餐几点 wifi密码多少",),
    "early_check_in+luggage": ("可以早点入住不 不行的话行李先放一下",),
    "pets+deposit": ("do you allow dogs and how much is the deposit",),
    "breakfast+parking": ("is breakfast included and do you have parking",),
    "thanks": (
        "收到啦 谢谢亲",
        "辛苦了🌹",
        "thx a lot",
    ),
    "tier": (
        "我这个是什么卡 有啥权益",
        "怎麼辦會員",
        "how many nights till gold",
    ),
    "wallet": (
        "充三千送多少",
        "余额能不能退",
    ),
    "wifi": (
        "无线怎么连",
        "wifi密马多少",
        "wats the wifi pw",
    ),
}
