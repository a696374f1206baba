import { describe, expect, it } from "vitest";
import { Intent, isOpen, randomId } from "./intent";

const counting = () => {
  let n = 0;
  return () => `key-${++n}`;
};

describe("the key of an act", () => {
  it("stays the same while nobody knows whether it was done", () => {
    const intent = new Intent(counting());
    expect(intent.keyFor("redeem 1000")).toBe("key-1");
    expect(intent.keyFor("redeem 1000")).toBe("key-1");
  });

  it("is a new one for another act, and for the same act done on purpose once more", () => {
    const intent = new Intent(counting());
    intent.keyFor("redeem 1000");
    expect(intent.keyFor("redeem 2000")).toBe("key-2");
    intent.answered();
    expect(intent.keyFor("redeem 2000")).toBe("key-3");
  });

  it("is kept where the answer is missing, and given up after a refusal", () => {
    expect([0, 409, 429, 500, 503].every(isOpen)).toBe(true);
    expect([400, 403, 422].some(isOpen)).toBe(false);
  });
});

describe("a random id", () => {
  it("is made without randomUUID too, which a page served without TLS does not have", () => {
    const bare = { getRandomValues: <T extends ArrayBufferView | null>(bytes: T): T => crypto.getRandomValues(bytes as never) };
    const [one, other] = [randomId(bare), randomId(bare)];
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(one).not.toBe(other);
  });
});
