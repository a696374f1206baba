import type { ReplyLocale } from "@/api/deskRuleTypes";
import { EXAMPLE } from "@/components/saying/template";

/** Somebody made up of whom everything is known: what texts look like before a real guest is chosen. */
export const SAMPLE: Record<ReplyLocale, Record<string, string>> = {
  "zh-CN": {
    ...EXAMPLE["zh-CN"], title: "总", asked_day: "周六", last_room_type: "高级大床房", booked_on: "11月28日", booked_until: "11月30日", booked_nights: "2", booked_room_type: "高级大床房", booked_room: "8210", booked_rate: "268",
    stay_room: "8210", stay_until: "11月30日", stay_rate: "268", wishes: "空调提前开好，枕头多放一个", tier_until: "2027年3月31日", brings: "延迟退房到 14 点", discount: "9.2 折", points_worth: "12.80", points_end_on: "12月31日", wallet: "535.60",
    coupon_says: "可升一级房型", coupon_until: "11月30日", breakfast_left: "早餐 2 份", late_left: "延迟退房到 14 点", upgrade_left: "免费升级 1 次", amount: "80", gift: "果盘", benefits: "免费早餐", punch_missing: "1 次", punch_gift: "1 晚", source: "携程",
  },
  en: {
    ...EXAMPLE.en, asked_day: "Saturday", last_room_type: "superior double", booked_on: "28 November", booked_until: "30 November", booked_nights: "2", booked_room_type: "superior double", booked_room: "8210", booked_rate: "268",
    stay_room: "8210", stay_until: "30 November", stay_rate: "268", wishes: "air conditioning on, one more pillow", tier_until: "31 March 2027", brings: "check-out at 2 pm", discount: "8 % off", points_worth: "12.80", points_end_on: "31 December", wallet: "535.60",
    coupon_says: "one room type higher", coupon_until: "30 November", breakfast_left: "2 breakfasts", late_left: "check-out at 2 pm", upgrade_left: "1 free upgrade", amount: "80", gift: "fruit", benefits: "free breakfast", punch_missing: "1 night", punch_gift: "a free night", source: "Ctrip",
  },
};
