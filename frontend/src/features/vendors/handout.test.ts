import { expect, it } from "vitest";
import { handout } from "./handout";

it("names the address, the chain and every property a vendor may be asked about", () => {
  const words = { head: "对接说明", base: "地址", auth: "认证", docs: "文档", chain: "连锁", houses: "门店", stay: "推送", events: "事件", rules: "约定" };
  const text = handout({ origin: "https://huike.example", chain: { slug: "acme", name: "栖川" }, houses: [{ slug: "acme-1", name: "平江店" }, { slug: "acme-2", name: "湖东店" }], words });
  expect(text).toContain("https://huike.example/api/v1");
  expect(text).toContain("acme-1  平江店");
  expect(text).toContain("acme-2  湖东店");
  expect(text).toContain("/chains/acme/events");
});
