/** What a vendor has to be told to begin: one text to send. */
export interface Handout {
  origin: string;
  chain: { slug: string; name: string };
  houses: readonly { slug: string; name: string }[];
  words: Record<"head" | "base" | "auth" | "docs" | "chain" | "houses" | "stay" | "events" | "rules", string>;
}

export function handout({ origin, chain, houses, words }: Handout): string {
  const base = `${origin}/api/v1`;
  return [
    words.head,
    "",
    `${words.base}  ${base}`,
    `${words.auth}  Authorization: Bearer <hk_…>`,
    `${words.docs}  ${origin}/api/docs`,
    `${words.chain}  ${chain.slug}  ${chain.name}`,
    ...houses.map(({ slug, name }) => `${words.houses}  ${slug}  ${name}`),
    "",
    `${words.stay}  PUT ${base}/properties/{slug}/stays/{external_id}`,
    `${words.events}  GET ${base}/chains/${chain.slug}/events?after=evt_…`,
    "",
    words.rules,
  ].join("\n");
}
