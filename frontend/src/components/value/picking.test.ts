import { describe, expect, it } from "vitest";
import { roomFirst } from "./picking";

describe("whom a number means", () => {
  it("is first who lives in that room now, then whoever's phone ends so, in the order they came", () => {
    const rows = [{ id: "phone", in_house: false, room_no: "8101" }, { id: "before", in_house: false, room_no: "8210a" }, { id: "here", in_house: true, room_no: "8210A" }];
    expect(roomFirst(rows, "8210a").map(({ id }) => id)).toEqual(["here", "phone", "before"]);
    expect(roomFirst(rows, "138").map(({ id }) => id)).toEqual(["phone", "before", "here"]);
  });
});
