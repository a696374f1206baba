import type { ChainInfo } from "../../api/types";

/** The mockups' eight properties: repeat rate, change of it, mix, remarks. */
export interface House {
  slug: string;
  name: string;
  city: string;
  guests: number;
  repeat: number;
  change: number;
  visits: number;
  adr: number;
  mix: [number, number, number, number];
  due: number;
  complete: number;
  onTime: number;
}

const house = (
  slug: string, name: string, city: string, guests: number, repeat: number, change: number, visits: number, adr: number,
  mix: [number, number, number, number], due: number, complete: number, onTime: number,
): House => ({ slug, name, city, guests, repeat, change, visits, adr, mix, due, complete, onTime });

export const HOUSES: House[] = [
  house("qichuan-hudong", "湖东店", "苏州", 21644, 22.1, -1.9, 5573, 246, [18.9, 14.6, 61.3, 5.2], 5502, 58.4, 41.7),
  house("qichuan-sanyang", "三阳店", "无锡", 11277, 27.4, -0.9, 3148, 219, [26.4, 12.2, 53.8, 7.6], 3104, 71.2, 55.0),
  house("qichuan-guanqian", "观前店", "苏州", 13724, 33.8, -0.3, 4330, 268, [33.9, 16.1, 45.8, 4.2], 4267, 81.3, 66.9),
  house("qichuan-yishang", "衣裳街店", "湖州", 5615, 35.1, 0.9, 1790, 232, [35.8, 9.0, 47.0, 8.2], 1763, 92.4, 84.1),
  house("qichuan-xinjiekou", "新街口店", "南京", 17951, 30.9, 0.8, 5385, 287, [30.2, 21.5, 43.3, 5.0], 5305, 84.6, 72.8),
  house("qichuan-nandajie", "南大街店", "常州", 11861, 32.6, 0.8, 3638, 224, [31.4, 18.8, 40.8, 9.0], 3586, 88.9, 79.6),
  house("qichuan-nanhu", "南湖店", "嘉兴", 6870, 43.5, 0.9, 2584, 238, [41.1, 20.9, 32.9, 5.1], 2547, 95.8, 89.2),
  house("qichuan-pingjiang", "平江店", "苏州", 8941, 41.2, 1.3, 3243, 252, [43.1, 17.8, 34.0, 5.1], 3196, 97.1, 91.8),
];
export const TARGETS = { member: 40, corporate: 20, ota: 35, walk_in: 5 };
export const CHAIN: ChainInfo = { slug: "qichuan", name: "栖川酒店", time_zone: "Asia/Shanghai", targets: TARGETS, target_repeat_rate: 35, target_remark_rate: 95, standing: { level: "full", reason: "active", since: null, until: null, mend: "none", says: { zh: "", en: "" } } };
