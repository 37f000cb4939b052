import { expect, it } from "vitest";
import { readBytes, readJson } from "./read-body.ts";

/** A request whose body ends with an error after its first bytes. */
const broken = (code: string) =>
  new Request("http://localhost/", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"a":'));
      },
      pull(controller) {
        controller.error(Object.assign(new Error("aborted"), { code }));
      },
    }),
    duplex: "half",
  } as RequestInit);

it("says that a client left in the middle of its body, which is no fault of the server", async () => {
  const left = { code: "invalid", message: "The request ended before its body was complete." };
  await expect(readBytes(broken("ECONNRESET"), 100)).rejects.toMatchObject(left);
  await expect(readJson(broken("ECONNRESET"), 100)).rejects.toMatchObject(left);
});

it("passes on other errors of reading, and refuses what is too large", async () => {
  await expect(readBytes(broken("EIO"), 100)).rejects.toMatchObject({ code: "EIO" });
  await expect(readBytes(broken("ECONNRESET"), 3)).rejects.toMatchObject({ code: "too_large" });
});
