import { expect, it } from "vitest";
import { formatProbe, probeQueue } from "./probe-queue.ts";

it("prints when the test job was enqueued, picked up, and done", () => {
  const times = { enqueuedAt: "2026-01-02T03:04:05.678Z", pickupMs: 12, runMs: 3, roundTripMs: 31 };
  expect(formatProbe({ place: "http://localhost:3000", ...times })).toBe(
    [
      "The test job completed, using http://localhost:3000.",
      "  enqueued    2026-01-02T03:04:05.678Z",
      "  picked up   after 12 ms",
      "  done        after 15 ms",
      "  round trip  31 ms",
      "",
    ].join("\n"),
  );
});

it.each(["0", "51", "1.5", "soon"])("refuses --timeout %s", async (timeout) => {
  await expect(probeQueue(["--timeout", timeout])).rejects.toThrow("--timeout must be a whole number");
});
