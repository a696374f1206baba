// Send a stay, read the guest, hear what happened: with types that openapi-typescript makes and openapi-fetch.
// HUIKE, KEY, CHAIN and PROPERTY come from the environment; README.md says how the types are made.
import createClient from "openapi-fetch";
import type { components, paths } from "./huike.ts";

type Problem = components["schemas"]["Problem"];
type Told<Answer> = { data?: Answer; error?: Problem; response: Response };

const PAUSE_MAX_S = 60;
const TRIES = 8;

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

const [chain, property] = [given("CHAIN"), given("PROPERTY")];
const huike = createClient<paths>({
  baseUrl: given("HUIKE"),
  headers: { Authorization: `Bearer ${given("KEY")}`, "Accept-Language": "en" },
});

/** The answer. What may be sent again is: after Retry-After, or else after pauses that grow. */
async function patiently<Answer>(request: () => Promise<Told<Answer>>): Promise<Answer> {
  for (let pauseS = 1, tries = 0; tries < TRIES; tries += 1, pauseS = Math.min(pauseS * 2, PAUSE_MAX_S)) {
    let askedS = 0;
    let why: string;
    try {
      const { data, error, response } = await request();
      if (data !== undefined) return data;
      why = `${response.status} ${error?.detail ?? ""}`;
      if (response.status < 500 && ![409, 429].includes(response.status)) throw new RangeError(why);
      askedS = Number(response.headers.get("Retry-After") ?? 0);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // fetch's own for a line that broke
      why = error.message;
    }
    console.error(`again: ${why}`);
    await new Promise((over) => setTimeout(over, (askedS || pauseS) * 1000));
  }
  throw new Error("no answer for too long: keep the stay and try again later");
}

const left = new Date(Math.floor(Date.now() / 1000) * 1000);
const stay: components["schemas"]["StayIn"] = {
  updated_at: left.toISOString(),
  status: "checked_out",
  check_in: new Date(left.getTime() - 24 * 3600 * 1000).toISOString(),
  check_out: left.toISOString(),
  room_no: "8211",
  rate: "208.00",
  revenue: { room: "208.00", fnb: "38.00" },
  source: "携程",
  guest: { name: "白露", external_id: "TS-1", phone: "13711113333" },
};

const sent = await patiently(() =>
  huike.PUT("/api/v1/properties/{property}/stays/{external_id}", {
    params: { path: { property, external_id: "TS-0001" } },
    body: stay,
  }),
);
console.log(`stay TS-0001: ${sent.result}, visit ${sent.guest.visits}, ${sent.guest.remark.nickname}`);

const guest = await patiently(() =>
  huike.GET("/api/v1/properties/{property}/guests/by-external-id/{external_id}", {
    params: { path: { property, external_id: "TS-1" } },
  }),
);
console.log(`guest ${guest.id}: ${guest.name}, visits ${guest.visits}`);

let after = process.env["AFTER"];
let heard = 0;
for (let more = true; more; ) {
  const page = await patiently(() =>
    huike.GET("/api/v1/chains/{chain}/events", {
      params: { path: { chain }, query: { ...(after ? { after } : {}), limit: 500 } },
    }),
  );
  heard += page.results.length;
  after = page.results.at(-1)?.id ?? after;
  more = page.next !== null;
}
console.log(`events: ${heard}, the last is ${after ?? "none"}`);
