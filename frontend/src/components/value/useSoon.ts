import { useQuery } from "@tanstack/react-query";
import { terms as termsQuery } from "@/api/value";
import type { PointsHeld } from "@/api/valueTypes";
import { todayIn } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import { endingSoon } from "./reckoning";

/** The points of a guest that end soon, by what the programme warns ahead of. */
export function useSoon(points: PointsHeld | null): { on: string; points: number }[] {
  const { api: house, timeZone } = usePropertyScope();
  const { data } = useQuery(termsQuery(house));
  return points ? endingSoon(points.expiring, todayIn(timeZone), data?.programme?.points?.warn_days) : [];
}
