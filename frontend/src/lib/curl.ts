/** Requests a vendor can run as they stand. */

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const DAY_MS = 86_400_000;

interface Asked {
  method?: "GET" | "PUT" | "POST";
  url: string;
  key: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** One line per part, for a POSIX shell. */
export function curl({ method = "GET", url, key, headers = {}, body }: Asked): string {
  const all = { Authorization: `Bearer ${key}`, ...(body !== undefined && { "Content-Type": "application/json" }), ...headers };
  const parts = [
    `curl ${method === "GET" ? "" : `-X ${method} `}${/[?&]/.test(url) ? quoted(url) : url}`,
    // A variable of the shell stays one.
    ...Object.entries(all).map(([name, value]) => (value.includes("$") ? `-H "${name}: ${value}"` : `-H ${quoted(`${name}: ${value}`)}`)),
    ...(body === undefined ? [] : [`-d ${quoted(JSON.stringify(body))}`]),
  ];
  return parts.join(" \\\n  ");
}

/** A booking for the day after tomorrow, as a PMS sends it; sent again it changes nothing. */
export const testStay = (now: Date, words: { source: string; name: string }): Record<string, unknown> => {
  const day = (ahead: number) => new Date(now.getTime() + ahead * DAY_MS).toISOString().slice(0, 10);
  return {
    updated_at: `${now.toISOString().slice(0, 19)}Z`, status: "booked", check_in: `${day(2)}T14:00:00+08:00`, check_out: `${day(3)}T12:00:00+08:00`,
    room_no: "8210", rate: "208.00", source: words.source, guest: { name: words.name, phone: "13800138000" },
  };
};

interface First {
  origin: string;
  key: string;
  chain: string;
  property: string | null;
  scopes: readonly string[];
  now: Date;
  words: { source: string; name: string };
}

/** The first request a key is good for: sending a stay where it may, else reading what it may. */
export function firstRequest({ origin, key, chain, property, scopes, now, words }: First): string {
  const may = (scope: string) => scopes.includes("*") || scopes.includes(scope);
  const base = `${origin}/api/v1`;
  const house = `${base}/properties/${property ?? ""}`;
  if (property && may("stays:write")) return curl({ method: "PUT", url: `${house}/stays/TEST-1`, key, body: testStay(now, words) });
  if (property && may("stays:read")) return curl({ url: `${house}/stays?limit=5`, key });
  if (property && (may("guests:read") || may("members:write"))) return curl({ url: `${house}/guests?limit=5`, key });
  if (may("events:read")) return curl({ url: `${base}/chains/${chain}/events?limit=5`, key });
  if (may("audit:read")) return curl({ url: `${base}/chains/${chain}/audit?limit=5`, key });
  return curl({ url: `${base}/chains/${chain}/properties`, key });
}
