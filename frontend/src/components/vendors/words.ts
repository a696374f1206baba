import { useQuery } from "@tanstack/react-query";
import { eventTypesQuery } from "@/api/vendors";
import { useSaying } from "@/components/value/words";

/** What a type of event is called; its code where nobody knows. */
export function useTypeWord(): (code: string) => string {
  const { say } = useSaying();
  const types = useQuery(eventTypesQuery);
  return (code) => {
    const found = types.data?.results.find((type) => type.code === code);
    return found ? say(found) : code;
  };
}
