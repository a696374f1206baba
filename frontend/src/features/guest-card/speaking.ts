import { SPOKEN, type IntentNamed, type Moment, type Spoken, type Suggested } from "@/api/guestDeskTypes";
import type { VisitLine } from "@/api/propertyTypes";
import { addDays } from "@/lib/dates";

const HAN = /\p{Script=Han}/u;

/** In which language to answer: the guest's own where it is known, else as the name is written. */
export function spokenBy(language: string | null, name: string): Spoken {
  if (language) return SPOKEN.find((one) => one.slice(0, 2) === language.slice(0, 2).toLowerCase()) ?? "en";
  return HAN.test(name) || name.trim() === "" ? "zh-CN" : "en";
}

/** What is asked most, and so stands there before anything was typed. */
export const ASKED_MOST: Record<Spoken, string> = { "zh-CN": "有房间吗？", en: "Do you have a room?" };

/** A message follows the language as long as nobody has written one. */
export const messageIn = (locale: Spoken, message: string): string => (Object.values(ASKED_MOST).includes(message) ? ASKED_MOST[locale] : message);

/** What the reply is to, and what may be chosen in its place: of several, each is to be had by itself. */
export function meant({ intent, intents, answered }: Pick<Suggested, "intent" | "intents" | "answered">): { named: IntentNamed[]; near: IntentNamed[] } {
  const others = intents.filter(({ code }) => code !== intent?.code);
  if (answered.length > 1) return { named: answered, near: intent ? [intent, ...others] : others };
  return { named: intent ? [intent] : [], near: others };
}

/** What is said next: whoever is in the house and leaves by tomorrow is said good-bye to, everybody else is greeted. */
export function momentOf(history: readonly Pick<VisitLine, "in_house" | "check_out_on">[], today: string): Moment {
  const here = history.find(({ in_house: stays }) => stays);
  return here && here.check_out_on <= addDays(today, 1) ? "check_out" : "check_in";
}
