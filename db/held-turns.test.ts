import { expect, it } from "vitest";
import { asColumns, HeldTurns } from "./held-turns.ts";

it("lists what is held, and a turn that was taken again under its new epoch only", () => {
  const turns = new HeldTurns();
  turns.hold({ tenant: "t1", id: "a", epoch: 1 });
  turns.hold({ tenant: "t2", id: "b", epoch: 4 });
  turns.hold({ tenant: "t1", id: "a", epoch: 2 });
  turns.release({ tenant: "t1", id: "a", epoch: 1 });
  turns.release({ tenant: "t9", id: "z", epoch: 1 });
  expect(asColumns(turns.all())).toEqual({
    tenants: ["t2", "t1"],
    ids: ["b", "a"],
    epochs: [4, 2],
    offsets: [0, 0],
  });
});
