/** What a campaign of each kind usually says: a first text that is changed, never one that goes out unread. */

import type { Kind, Tongue, WayTexts } from "@/api/campaignTypes";

type Pair = readonly [zh: string, en: string];

const SAYS: Record<Kind, Pair> = {
  win_back: ["{name|您好}，好久不见。[上次您住的是 {last_room}，]房间一直给您留着，想来住的时候告诉我们一声就好。", "{name|Hello}, it has been a while.[ Last time you stayed in {last_room}.] Let us know whenever you would like to come back."],
  greeting: ["{name|您好}，天气转凉了，路上注意添衣。需要房间随时找我们。", "{name|Hello}, it is getting cold: take care on the road. We are here whenever you need a room."],
  birthday: ["{name|您好}，生日快乐！[{coupon}已经放进您的账户，{ends_on}前都可以用。]", "{name|Hello}, happy birthday![ {coupon} is in your account until {ends_on}.]"],
  anniversary: ["{name|您好}，[您成为我们的会员已经 {years} 年了，]谢谢您一直选择我们。", "{name|Hello},[ you have been a member for {years} years.] Thank you for choosing us."],
  second_visit: ["{name|您好}，谢谢您第一次入住。[{coupon}已经放进您的账户，]下次来我们记得您的习惯。", "{name|Hello}, thank you for your first stay.[ {coupon} is in your account.] We will remember what you like."],
  near_tier: ["{name|您好}，[再住{missing}就能升到{next_tier}，]到时早餐和延迟退房都给您备好。", "{name|Hello},[ only {missing} more to {next_tier}.] Breakfast and a late check-out will be waiting."],
  before_loss: ["{name|您好}，[您的{tier}到 {ends_on} 为止，再住{missing}就能保住。]有需要随时找我们。", "{name|Hello},[ your {tier} ends on {ends_on}; {missing} more keep it.] We are here whenever you need us."],
  points_ending: ["{name|您好}，[您有 {points_ending} 积分在 {ends_on} 到期，]可以换早餐或延迟退房，别浪费了。", "{name|Hello},[ {points_ending} of your points end on {ends_on}.] Use them for breakfast or a late check-out."],
  punch_card: ["{name|您好}，[再住 {nights_short} 晚，就送您{reward}。]", "{name|Hello},[ {nights_short} more nights, and {reward} is yours.]"],
  dormant: ["{name|您好}，很久没见到您了。[为您留了{coupon}，{ends_on}前都可以用。]", "{name|Hello}, we have not seen you for a long time.[ {coupon} is kept for you until {ends_on}.]"],
  review: ["{name|您好}，谢谢您的评价，我们都看到了。下次来，做得不够的地方一定改好。", "{name|Hello}, thank you for your review: we have read it. What fell short will be right next time."],
  coupon_ending: ["{name|您好}，[您的{coupon}到 {ends_on} 就过期了，]别忘了用。", "{name|Hello},[ {coupon} ends on {ends_on}.] Do not forget to use it."],
  sign_up: ["{name|您好}，欢迎加入会员。[{gift_points} 积分已经到账，]下次入住直接能用。", "{name|Hello}, welcome as a member.[ {gift_points} points are in your account.] They are ready for your next stay."],
  turn: ["{name|您好}，[这是您第 {visits} 次住在我们这里，]谢谢您。下次来给您准备更好的房间。", "{name|Hello},[ this was your stay no. {visits}.] Thank you: a better room will be ready next time."],
  other: ["{name|您好}，", "{name|Hello}, "],
};
const SUBJECTS: Partial<Record<Kind, Pair>> = { birthday: ["生日快乐", "Happy birthday"], win_back: ["好久不见", "It has been a while"], dormant: ["好久不见", "It has been a while"], points_ending: ["积分快到期了", "Your points end soon"] };

/** First texts in both languages, for every way one may write. */
export function starterTexts(kind: Kind): Partial<Record<Tongue, WayTexts>> {
  const texts = (text: string, subject: string): WayTexts => ({ wecom: { text }, sms: { text }, email: { subject, body: text } });
  const [zh, en] = SAYS[kind];
  const [subjectZh, subjectEn] = SUBJECTS[kind] ?? ["给您的一封信", "A letter for you"];
  return { "zh-CN": texts(zh, subjectZh), en: texts(en, subjectEn) };
}
