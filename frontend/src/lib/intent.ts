/**
 * One intended act, one Idempotency-Key: whoever sends the same thing again because no answer came gets what was
 * done the first time, and whoever was answered and does it again means a second act.
 */

/** A random id; `randomUUID` is there on secure pages only, and a hotel's own network often has no certificate. */
export function randomId(source: Pick<Crypto, "getRandomValues"> & { randomUUID?: () => string } = crypto): string {
  if (typeof source.randomUUID === "function") return source.randomUUID();
  const bytes = source.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** True where nobody knows whether it was done: no answer came, the server failed, or the first try still runs. */
export const isOpen = (status: number): boolean => status === 0 || status === 409 || status === 429 || status >= 500;

export class Intent {
  private made: { act: string; key: string } | null = null;

  constructor(private readonly make: () => string = randomId) {}

  /** The key for this act: the same one as long as its outcome is open. */
  keyFor(act: string): string {
    if (this.made?.act !== act) this.made = { act, key: this.make() };
    return this.made.key;
  }

  /** It was answered, well or not: the next one is another act. */
  answered(): void {
    this.made = null;
  }
}
