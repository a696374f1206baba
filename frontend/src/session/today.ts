import { todayIn } from "@/lib/dates";
import { useScope } from "./scope";

/** The day it is where the page stands. */
export const useToday = (): string => todayIn(useScope().timeZone);
