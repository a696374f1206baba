/** A mid-scale programme as a property would have it, in the document's own words. */

const tier = (code: string, name: string, name_en: string, more: object) => ({ code, name, name_en, ...more });
const benefit = (code: string, name: string, name_en: string, price: string, kind: string, more: object = {}) => ({ code, name, name_en, price, kind, ...more });

export const MIDSCALE = {
  name: "栖川会",
  joins: "first_stay",
  tiers: {
    levels: [
      tier("base", "普通会员", "Member", { benefits: [{ benefit: "hold", allowance: null }] }),
      tier("silver", "银卡", "Silver", { qualify: [{ measure: "visits", at_least: 3, months: 12 }], bonus_percent: 10, discount_percent: 5, benefits: [{ benefit: "hold", allowance: null }, { benefit: "late", allowance: 2 }, { benefit: "gift", allowance: 1 }] }),
      tier("gold", "金卡", "Gold", { qualify: [{ measure: "nights", at_least: 5, months: 4 }, { measure: "spend", at_least: 2000, months: 6 }], keep: [{ measure: "nights", at_least: 8, months: 12 }], points_price: 20000, bonus_percent: 30, discount_percent: 12, benefits: [{ benefit: "hold", allowance: null }, { benefit: "late", allowance: null }, { benefit: "gift", allowance: 1 }, { benefit: "breakfast", allowance: 2 }, { benefit: "upgrade", allowance: 1 }] }),
      tier("black", "黑卡", "Black", { qualify: [{ measure: "visits", at_least: 10, months: 12 }], bonus_percent: 50, discount_percent: 15, benefits: [{ benefit: "hold", allowance: null }, { benefit: "late", allowance: null }, { benefit: "gift", allowance: null }, { benefit: "breakfast", allowance: null }, { benefit: "upgrade", allowance: 2 }] }),
    ],
    prices: [{ from_tier: "base", to_tier: "silver", price: "49.00" }, { from_tier: "silver", to_tier: "gold", price: "170.00" }, { from_tier: "base", to_tier: "gold", price: "219.00" }],
    standing: { valid_months: 12, grace_months: 1, second_chances: [{ visits: 2, within_months: 1, gives_months: 3 }, { visits: 5, within_months: 1, gives_months: 12 }] },
    matching: { enabled: true, table: [{ partner: "亚朵", partner_tier: "金会员", tier: "gold" }] },
  },
  benefits: [
    benefit("hold", "保留预订到 20 点", "Booking held to 20:00", "10.00", "booking_hold"), benefit("late", "延迟退房到 14 点", "Check-out until 14:00", "50.00", "late_checkout", { cost: "8.00" }),
    benefit("breakfast", "双人早餐", "Breakfast for two", "76.00", "breakfast", { cost: "32.00" }), benefit("gift", "随手礼", "Small gift", "25.00", "gift", { cost: "12.00" }), benefit("upgrade", "升级房型", "Room upgrade", "200.00", "upgrade", { cost: "40.00" }),
  ],
  points: {
    enabled: true, pending_days: 1, warn_days: [30, 7], expiry: { kind: "rolling", months: 36 },
    earn: [{ code: "room", per: "money", points: 1, channels: ["member", "corporate", "walk_in"] }, { code: "visit", per: "visit", points: 50, kind: "bonus" }, { code: "review", per: "action", action: "review", points: 30, kind: "bonus", cap: 30, cap_period: "month" }],
    bill: { enabled: true, points: 1000, money: "50.00", max_percent: 50 }, transfer: { enabled: true }, family: { enabled: true, members_max: 4 },
    nine_offers: [{ code: "coffee", name: "9 分咖啡", name_en: "Coffee for 9", coupon: "coffee", condition: { measure: "visits", at_least: 2, months: 3 } }],
  },
  wallet: { enabled: true, offers: [{ pay: "500.00", gift: "100.00" }, { pay: "1000.00", gift: "300.00" }], gift_months: 24, warn_total: "500000.00" },
  coupons: [
    { code: "welcome", name: "满减券", name_en: "Over-and-off", kind: "threshold", steps: [{ over: "40.00", off: "4.00" }, { over: "150.00", off: "8.00" }], valid_days: 60 },
    { code: "night", name: "免费房晚", name_en: "Free night", kind: "free_night", amount: "300.00", valid_days: 180, cost: "90.00", stock: 500 },
    { code: "coffee", name: "咖啡券", name_en: "Coffee", kind: "fixed", amount: "32.00", valid_days: 30, cost: "9.00", per_guest: 2 },
  ],
  punch_cards: [{ code: "eight", name: "住 8 送 1", name_en: "Stay 8, get 1", coupon: "night", counts: "visits", every: 8, tell: "month" }],
  rewards: [
    { code: "breakfast", name: "早餐一份", name_en: "A breakfast", kind: "service", points: 1000, money: "10.00", price: "38.00", cost: "16.00" }, { code: "night", name: "免费房晚", name_en: "A free night", kind: "night", points: 12000, price: "300.00", coupon: "night", stock: 60, per_guest: 2, period: "year" },
    { code: "book", name: "苏州手绘地图", name_en: "Map of Suzhou", kind: "physical", points: 2500, price: "28.00", cost: "11.00", stock: 120 },
  ],
  games: [{ code: "wheel", name: "周末大转盘", name_en: "Weekend wheel", points: 50, budget: "3000.00", daily: 3, prizes: [{ code: "p10", name: "10 积分", name_en: "10 points", per_10000: 3000, gives: "points", points: 10 }, { code: "coffee", name: "咖啡券", name_en: "Coffee", per_10000: 300, gives: "coupon", coupon: "coffee", cost: "9.00", stock: 100 }] }],
  two_persons: { points: 10000, money: "1000.00" },
};

export const ECONOMY = {
  name: "会员方案", joins: "first_stay",
  tiers: { levels: [tier("base", "普通会员", "Member", {}), tier("silver", "银卡", "Silver", { qualify: [{ measure: "visits", at_least: 2, months: 12 }], discount_percent: 5 }), tier("gold", "金卡", "Gold", { qualify: [{ measure: "visits", at_least: 8, months: 12 }], discount_percent: 12 })], prices: [{ from_tier: "base", to_tier: "silver", price: "49.00" }] },
  points: { enabled: true, earn: [{ code: "room", per: "money", points: 1 }] },
  coupons: [{ code: "night", name: "免费房晚", name_en: "Free night", kind: "free_night", amount: "150.00" }],
  punch_cards: [{ code: "eight", name: "住 8 送 1", name_en: "Stay 8, get 1", coupon: "night", counts: "nights", every: 8 }],
};
export const RESORT = { ...MIDSCALE, name: "度假会员", wallet: { enabled: true, offers: [{ pay: "3000.00", gift: "900.00" }] } };
