"""The standard replies, in Chinese and English: they ask, say what is known, and promise no room and no price.

What is not known of the guest drops its clause; what is not known of the house says that somebody will find out.
"""

from loyalty.desk.saying.known import EN, ZH

_ZH, _EN = "[{surname}{title}]您好！", "Hello[ {title} {surname}]! "

_STEP_1: dict[str, tuple[str, str]] = {
    "availability": (
        "[您上次是{last_visit}来的[，住的{last_room}，这次还住这间吗]？]请问{asked_day|哪天}到、住几晚？我先看一下房态，马上回您。",
        ("[Last time, on {last_visit}, you stayed with us[ in room {last_room}; would you like the same room again]? ]"
        "May I ask which day you arrive[ ({asked_day}?)], and for how many nights? I will look at once what is free."),
    ),
    "booked": (
        "您{booked_on}入住、{booked_until}退房的[{booked_room_type}，]{booked_nights}晚，订单在的[，房价{booked_rate}一晚]。[{wishes}。]到时等您。",
        ("Your booking from {booked_on} to {booked_until}[, {booked_room_type}], nights: {booked_nights}, stands[, at {booked_rate} a night]."
        "[ We keep in mind: {wishes}.] We look forward to seeing you."),
    ),
    "booking": (
        "订单我马上查一下，查到告诉您。方便说一下预订人姓名和入住日期吗？",
        "I will look your booking up at once. May I have the name it is under, and the day of arrival?",
    ),
    "price": (
        "[您上次{last_visit}住是{last_rate}一晚。][凭您的{tier}，房费打{discount}。]请问{asked_day|哪天}到、住几晚？我看一下当天的房价，马上回您。",
        ("[Your last stay, on {last_visit}, was {last_rate} a night. ][With your {tier} tier the room is {discount}. ]"
        "May I ask which day you arrive[ ({asked_day}?)], and for how many nights? I will look up the rate at once."),
    ),
    "discount": (
        ("[凭您的{tier}，房费打{discount}。][您有一张{coupon}（{coupon_says}）[，{coupon_until}前可用]。][您有{points}积分，可以抵{points_worth}。]"
        "请问{asked_day|哪天}来住？我看一下当天能给您的价格。"),
        ("[With your {tier} tier the room is {discount}. ][You have a coupon, {coupon} ({coupon_says})[, valid until {coupon_until}]. ]"
        "[You have {points} points, worth {points_worth}. ]Which day would you come? I will see what we can offer you."),
    ),
    "invoice": (
        "发票：{invoice|我问一下马上回您}。方便的话先把抬头和税号发我。",
        "Invoices: {invoice|let me find out and come back to you}. Please send us the name and the tax number for it.",
    ),
    "early_check_in": (
        "[入住时间是{check_in_from}。]请问您几点到？提前入住要看当天房态，我先看一下，马上回您。",
        "[Check-in is {check_in_from}. ]When would you arrive? Earlier depends on the rooms of the day: I will look at once.",
    ),
    "late_check_out": (
        "[退房时间是{check_out_until}。][延迟退房：{late_check_out}。][凭您的{tier}还有：{late_left}。]请问您想几点退？我看一下房态，马上回您。",
        ("[Check-out is {check_out_until}. ][Late check-out: {late_check_out}. ][With your {tier} tier you have: {late_left}. ]"
        "Until when would you like to stay? I will look at once."),
    ),
    "extend": (
        "[您现在住{stay_room}，原定{stay_until}退房。]请问想续住几晚？我先看一下房态，马上回您。",
        "[You are in room {stay_room} until {stay_until}. ]How many more nights would you like? I will look at once what is free.",
    ),
    "change": (
        "[您现在订的是{booked_on}入住，{booked_nights}晚[，{booked_room_type}]。]请问想改成什么？我先看一下房态，马上回您。",
        "[You are booked from {booked_on}, nights: {booked_nights}[, {booked_room_type}]. ]What would you like instead? I will look at once.",
    ),
    "cancel": (
        "[您{booked_on}入住的订单，]是要取消吗？[取消规则：{cancel_rule}。]您回个“确认”，我马上处理。",
        "[Your booking from {booked_on}: ]shall I cancel it? [Our rule: {cancel_rule}. ]Please answer “yes” and I will see to it.",
    ),
    "breakfast": (
        "早餐时间：{breakfast_hours|我确认一下马上回您}[，在{breakfast_place}][，{breakfast_price}][，有{breakfast_food}]。[凭您的{tier}还有：{breakfast_left}。]",
        ("Breakfast: {breakfast_hours|let me find out and come back to you}[, in {breakfast_place}][, {breakfast_price}][; there is {breakfast_food}]."
        "[ With your {tier} tier you have: {breakfast_left}.]"),
    ),
    "parking": (
        "停车：{parking|我确认一下马上回您}[，{parking_price}]。[充电：{charging}。]",
        "Parking: {parking|let me find out and come back to you}[, {parking_price}].[ Charging: {charging}.]",
    ),
    "route": (
        "地址：{address|我马上发您}。[地铁：{metro}。][接送：{pickup}。][有事打前台：{phone}。]",
        "Our address: {address|I will send it to you at once}.[ By metro: {metro}.][ Pick-up: {pickup}.][ Call us: {phone}.]",
    ),
    "wifi": (
        "无线网：{wifi|我马上把名称和密码发您}。连不上的话告诉我房号，我们马上去看。",
        "Wifi: {wifi|I will send you name and password at once}. If it does not work, tell me your room and we will see to it.",
    ),
    "bedding": (
        "好的，记下了。[枕头：{pillows}。][婴儿床：{crib}。][加床：{extra_bed}。]请问要什么、要几个[，送到{stay_room}吗]？我马上跟客房说。",
        ("Noted.[ Pillows: {pillows}.][ Cribs: {crib}.][ Extra beds: {extra_bed}.] What do you need, and how many[, to room {stay_room}]? "
        "I will tell housekeeping at once."),
    ),
    "room_wish": (
        "好的，记下了，我看一下房态，尽量给您安排。[之前说的也记着：{wishes}。]",
        "Noted. I will look what is free and do what we can.[ We also keep in mind: {wishes}.]",
    ),
    "pets": ("带宠物入住：{pets|我问一下店里的规定，马上回您}。", "Pets: {pets|let me ask and come back to you}."),
    "deposit": ("押金：{deposit|我确认一下马上回您}。", "Deposit: {deposit|let me find out and come back to you}."),
    "points": (
        "您现在的积分：{points|我查一下马上告诉您}[，可以抵{points_worth}]。[其中{points_ending}积分{points_end_on}到期。]",
        "Your points: {points|let me look them up}[, worth {points_worth}].[ {points_ending} of them expire on {points_end_on}.]",
    ),
    "tier": (
        "您的会员等级：{tier|我查一下马上告诉您}[，到{tier_until}]。[{missing}就升{next_tier}[，到时有{brings}]。][现在还有：{upgrade_left}。]",
        ("Your tier: {tier|let me look it up}[, until {tier_until}].[ {missing} and you reach {next_tier}[, which brings {brings}].]"
        "[ You still have: {upgrade_left}.]"),
    ),
    "wallet": (
        "您的储值余额：{wallet|我查一下马上告诉您}。[储值优惠：{top_up}。]",
        "Your balance: {wallet|let me look it up}.[ Top-up offer: {top_up}.]",
    ),
    "lost": (
        "别着急，我马上请客房去找。[您上次住的是{last_room}吧？][您现在住{stay_room}吧？]请说一下是什么、大概放在哪里，有消息马上告诉您。",
        "Do not worry: we will look at once[ (you were in room {last_room}, I think)][ (you are in room {stay_room}, I think)]. What is it, and where might it be? We will let you know.",
    ),
    "luggage": (
        "寄存行李：{luggage|我确认一下马上回您}。",
        "Luggage: {luggage|let me find out and come back to you}.",
    ),
    "laundry": ("洗衣：{laundry|我确认一下马上回您}。", "Laundry: {laundry|let me find out and come back to you}."),
    "documents": (
        "入住证件：{documents|我确认一下马上回您}。请问是几位、带的什么证件？",
        "Documents: {documents|let me find out and come back to you}. For how many guests, and which documents do you have?",
    ),
    "other": ("这个我问一下，问清楚马上回您。", "Let me ask about this and come back to you."),
}  # fmt: skip
# Those that greet in their own way.
_PLAIN: dict[str, tuple[str, str]] = {
    "complaint": (
        "[{surname}{title}，]实在对不起，给您添麻烦了。请问是{stay_room|哪个房间}的情况？我马上去处理，处理好了跟您说。",
        "[{title} {surname}, ]we are very sorry. Which room is it[ ({stay_room}?)]? I will see to it at once and let you know.",
    ),
    "thanks": (
        "谢谢您[，{surname}{title}]！有什么需要随时找我们，欢迎再来。",
        "Thank you[, {title} {surname}]! We are here whenever you need us, and hope to see you again.",
    ),
    "greeting": (
        "[{surname}{title}]您好！我在的，请问有什么可以帮您？[您{booked_on}入住的订单在的。]",
        "Hello[ {title} {surname}]! How may I help you?[ Your booking from {booked_on} stands.]",
    ),
}  # fmt: skip
# After the guest said yes.
_STEP_2: dict[str, tuple[str, str]] = {
    "availability": (
        "好的[{surname}{title}]，{last_room|合适的房间}空着就给您留好[，房价还是{last_rate}][，{wishes}]。欢迎您来！",
        ("Very well[, {title} {surname}]: if {last_room|a room that suits you} is free we keep it for you[, at {last_rate} a night as before][; {wishes}]. "
        "You are welcome!"),
    ),
    "booked": (
        "好的[{surname}{title}]，都记下了[，{wishes}]。{booked_on}等您到店！",
        "Very well[, {title} {surname}], it is all noted[: {wishes}]. See you on {booked_on}!",
    ),
    "extend": (
        "好的[{surname}{title}]，有房就给您续上[，还住{stay_room}]，房价我一起确认了回您。",
        "Very well[, {title} {surname}]: if there is a room you stay on[ in {stay_room}]; I will confirm the rate with it.",
    ),
    "cancel": (
        "好的[{surname}{title}]，收到，我马上处理，办好了告诉您。欢迎下次再来！",
        "Very well[, {title} {surname}]: I will see to it at once and let you know. We hope to see you another time.",
    ),
    "room_wish": (
        "好的[{surname}{title}]，我这就跟客房交代[，{wishes}]。欢迎您来！",
        "Very well[, {title} {surname}]: I will tell housekeeping[; {wishes}]. You are welcome!",
    ),
}  # fmt: skip

TEXTS: dict[tuple[str, str, int], str] = {
    **{(code, ZH, 1): _ZH + zh for code, (zh, _) in _STEP_1.items()},
    **{(code, EN, 1): _EN + en for code, (_, en) in _STEP_1.items()},
    **{(code, ZH, 1): zh for code, (zh, _) in _PLAIN.items()},
    **{(code, EN, 1): en for code, (_, en) in _PLAIN.items()},
    **{(code, ZH, 2): zh for code, (zh, _) in _STEP_2.items()},
    **{(code, EN, 2): en for code, (_, en) in _STEP_2.items()},
}
