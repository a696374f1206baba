"""120 messages as guests type them into WeChat: slips of the pen, missing words, several wishes at once. Tuned on.

They and the other half (`wechat_unseen`) were written together, before their writer read the phrases, and parted by lot.
"a+b": both are asked, in either order. "a/b": either is right. "other": no reply of ours fits; a person must read it.
"""

SAID: dict[str, tuple[str, ...]] = {
    "availability": (
        "明晚还有没有空房呀😊我们三个人",
        "老板 3号到5号两间标间能订到不",
        "周六有家庭房不 带俩娃",
        "五一那几天还有放间没",
        "any rooms left for tonite? 2 ppl",
    ),
    "bedding": (
        "能给个充电线吗苹果的",
        "没有拖鞋了 送两双到620",
        "1508送两瓶水上来",
        "缺一条浴巾 麻烦送一下 房号3016",
        "need one more pillow pls",
    ),
    "booking/booked": (
        "查下我的预订 李先生 尾号8834",
        "我订的是几号来着",
        "can you confirm my reservation, name is Zhang",
    ),
    "breakfast": (
        "在哪吃早歺",
        "自助餐小孩收费吗",
        "我们六点就要走 早餐能打包吗",
        "is brekkie included",
    ),
    "cancel": (
        "免费取消到几点",
        "航班取消了 今晚的房退了能退款吗",
        "plans changed, wont be coming. refund possible?",
    ),
    "change": (
        "帮我把日期改到下周三",
        "订错日期了 本来是16号的订成15了 能改吗",
        "I booked the wrong date, need 12 not 11",
    ),
    "change/room_wish": ("想把大床换成双床的 订单是携程定的",),
    "complaint": (
        "房间有蟑螂！！！",
        "马桶堵了 赶紧来人",
        "空调不制冷 热死了",
        "床单上有头发 脏死了",
        "nobody answers the phone, terrible",
    ),
    "deposit": (
        "要交押今吗",
        "how much deposit do u take at check in",
    ),
    "deposit/complaint": ("退房了押金还没到账",),
    "discount": (
        "住三晚能便宜点不",
        "有没有什么活动啊最近",
        "any discount if I stay a week?",
    ),
    "documents": (
        "小孩没有身份证 户口本可以吗",
        "台胞证可以入住吧",
        "my passport is at the embassy can I check in with a copy",
    ),
    "early_check_in": (
        "最早几点可以check in",
        "十一点左右到 房间能收拾出来吗",
        "We land at 7am, is it possible to get the room early?",
    ),
    "extend": (
        "行程变了 还要多待两天 房间能接着住吗",
        "续房怎么弄 在手机上付就行吗",
        "805房多住一晚多少钱",
    ),
    "greeting": (
        "早上好呀☀️",
        "哈喽哈喽~~",
    ),
    "invoice": (
        "发飘能开专票吗",
        "麻烦开个票 抬头发你了",
        "could you send the fapiao to my email",
    ),
    "invoice/complaint": ("发票还没收到诶 都三天了",),
    "late_check_out": (
        "明天能晚点退吗 想睡个懒觉",
        "1206延迟退方",
        "退房能延到下午两点不",
        "what time is checkout? any chance to leave a bit later",
    ),
    "laundry": (
        "衣服脏了能帮洗吗 多少钱一件",
        "any washing machine in the hotel",
    ),
    "lost": (
        "退房的时候有没有捡到一个身份证",
        "手表找不到了 是不是掉床底下了",
        "充电器忘拿了 昨天住的508",
        "I think I left my glasses in 1203",
    ),
    "luggage/other": ("有快递寄到酒店 帮忙收一下",),
    "luggage": (
        "行礼可以提前送过来吗",
        "can we leave our bags after checkout",
    ),
    "other": (
        "我上车了 大概一小时到",
        "刚才说的延迟退房不用了 按时走",
        "有没有麻将机",
        "不取消了 我们还是来",
        "经理电话给我一下",
        "我是旅行社的 想找你们销售谈合作",
        "朋友在你们那住 帮我问问他房号",
        "拙政园要预约吗",
        "会议室租半天怎么收费",
        "有健身房吗 几点开",
        "[图片]",
        "帮我叫个车 六点去机场",
        "你们招不招保洁",
        "嗯嗯",
        "could you book us tickets to the garden",
        "we dont need the extra bed anymore, never mind",
        "👌👌",
        "sorry wrong chat",
        "not late after all, we will be there at 6",
    ),
    "other/room_wish": ("生日能布置一下房间吗 惊喜那种",),
    "parking": (
        "车牌苏E12345麻烦登记一下",
        "停車場要收費嗎",
        "is there an EV charger on site",
    ),
    "pets": (
        "金毛能进吗 很乖的",
        "带毛孩子入住要加钱吗",
    ),
    "points": (
        "积份怎么换房",
        "上次住的分没给我加上",
        "how can i use my points",
    ),
    "price": (
        "大床多少米一晚",
        "亲 标间啥价",
        "how much for 2 nights",
    ),
    "room_wish": (
        "我妈腿不好 楼层低点",
        "不要烟味的房间哈",
        "尽量给个有窗能看到湖的",
        "can we have two rooms next to each other",
    ),
    "route": (
        "有没有车接站啊",
        "发个定位给我",
        "离观前街远不远 走路要多久",
        "how do i get to the hotel from the train station",
    ),
    "availability+pets": ("今晚有房吗 能带狗吗",),
    "complaint+invoice": ("房间漏水 还有发票什么时候给我",),
    "extend+bedding": ("再住一天 顺便送两瓶水到701",),
    "route+parking": ("怎么走 到了有车位吗",),
    "cancel+change": ("取消一间 另一间改成大床",),
    "parking+breakfast": ("停车收费吗 早餐含吗",),
    "late_check_out+luggage": ("late checkout and can we leave bags here after",),
    "bedding+wifi": ("two towels to 305 pls, also whats the wifi",),
    "thanks": (
        "好滴 感谢",
        "太谢谢你们了 住得很舒服",
        "perfect, cheers",
    ),
    "tier": (
        "白金会员有没有免费升级房型",
        "还差几晚升金卡",
    ),
    "wallet": (
        "卡里还剩多少钱",
        "储值的钱可以给朋友用吗",
        "can i top up my balance by wechat",
    ),
    "wifi": ("房间里的网叫啥名字",),
    "wifi/complaint": ("网连不上啊",),
}
