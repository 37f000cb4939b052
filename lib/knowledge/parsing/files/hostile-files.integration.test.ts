import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ParleyError } from "#lib/core/errors.ts";
import { prepareDocument } from "../../ingestion/prepare-document.ts";
import { PARSE_LIMITS } from "./limits.ts";
import {
  CORPUS,
  flateBomb,
  outsideEntity,
  READ,
  REFUSED,
  withDoctype,
} from "./testing/make-hostile-files.ts";

const FUZZ_MS = 20_000;
const outside = new Set(readdirSync(tmpdir()));

/** The reason a file was rejected. Any other error fails the test. */
async function reasonOf(path: string, bytes: Uint8Array, limits = PARSE_LIMITS): Promise<string> {
  const end = await prepareDocument({ path, bytes }, limits).catch((error: unknown) => error);
  expect(end).toBeInstanceOf(ParleyError);
  const { message, code } = end as ParleyError;
  expect(code).toBe("invalid");
  expect(message).toMatch(/^[A-Z][^{}\n]{15,200}\.$/);
  return message;
}

describe("hostile files", () => {
  it.each(REFUSED)("$name is rejected with a reason", async ({ name, bytes, reason }) => {
    expect(await reasonOf(name, bytes())).toMatch(reason);
  });

  it.each(READ)("$name is read", async ({ name, bytes }) => {
    const { document, chunks } = await prepareDocument({ path: name, bytes: bytes() });
    expect(document.content).toBe("The tower is 41 metres high.");
    expect(chunks).toHaveLength(1);
  });

  it("that keep their parser busy are killed after the time limit", async () => {
    const limits = { ...PARSE_LIMITS, timeMs: 2_000 };
    expect(await reasonOf("slow.pdf", flateBomb(45), limits)).toMatch(/takes too long|too much memory/);
  });

  it.runIf(process.platform === "linux")("that exhaust memory are killed at the memory limit", async () => {
    const limits = { timeMs: 120_000, memoryBytes: 250_000_000 };
    const bytes = flateBomb(200);
    const watch = watchChildren();
    expect(await reasonOf("greedy.pdf", bytes, limits)).toMatch(/too much memory/);
    const peak = watch.stop();
    process.stdout.write(
      `peak of the child: ${Math.round(peak / 1e6)} MB of ${limits.memoryBytes / 1e6} MB\n`,
    );
    expect(peak).toBeGreaterThan(50_000_000);
    expect(peak).toBeLessThan(limits.memoryBytes + 300_000_000);
  });

  it("of 60 MB are not opened", async () => {
    const end = prepareDocument({ path: "large.pdf", bytes: new Uint8Array(60_000_000) });
    await expect(end).rejects.toMatchObject({
      code: "too_large",
      message: "The file is too large. The limit is 50 MB.",
    });
  });
});

/** The largest resident memory of this process's children, in bytes, sampled every 20 ms. */
function watchChildren() {
  let peak = 0;
  const look = setInterval(() => {
    for (const thread of readdirSync("/proc/self/task")) {
      const children = readOr(`/proc/self/task/${thread}/children`).split(" ").filter(Boolean);
      for (const child of children)
        peak = Math.max(peak, 4_096 * Number(readOr(`/proc/${child}/statm`).split(" ")[1] ?? 0));
    }
  }, 20);
  return {
    stop() {
      clearInterval(look);
      return peak;
    },
  };
}

function readOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

describe("entities outside the file", () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

  it.each(["docx", "xlsx", "pptx"] as const)("%s: none is fetched or read", async (type) => {
    const { port } = server.address() as { port: number };
    for (const url of [`http://127.0.0.1:${port}/x`, "file:///etc/hostname"]) {
      const reason = await reasonOf(`x.${type}`, withDoctype(type, outsideEntity(url)));
      expect(reason).toMatch(/not a valid Office file/);
    }
    expect(connections).toBe(0);
  });
});

it("randomly changed files are parsed or rejected with a reason", async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  process.stdout.write(`fast-check seed ${seed}\n`);
  const change = fc.record({
    name: fc.constantFrom(...Object.keys(CORPUS)),
    cuts: fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) }), {
      maxLength: 12,
    }),
    length: fc.oneof(fc.constant(1), fc.double({ min: 0.1, max: 1, noNaN: true })),
  });
  let [read, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(change, async ({ name, cuts, length }) => {
      const whole = CORPUS[name] as Uint8Array;
      const bytes = whole.slice(0, Math.ceil(whole.length * length));
      for (const { at, byte } of cuts) bytes[Math.floor(at * (bytes.length - 1))] = byte;
      const end = await prepareDocument({ path: name, bytes }).catch((error: unknown) => error);
      if (end instanceof Error) {
        expect(end).toBeInstanceOf(ParleyError);
        expect(end.message).toMatch(/^[A-Z].{10,}\.$/);
        refused += 1;
      } else read += 1;
    }),
    { seed, numRuns: 400, interruptAfterTimeLimit: FUZZ_MS },
  );
  process.stdout.write(`${read} read, ${refused} refused\n`);
  expect(read + refused).toBeGreaterThan(0);
});

describe("afterwards", () => {
  /** When the fuzzing time is up, the current file is still read to its end. */
  it.runIf(process.platform === "linux")("no process is left running", async () => {
    const children = () =>
      execFileSync("ps", ["-o", "args=", "--ppid", String(process.pid)], { encoding: "utf8" });
    for (let i = 0; i < 140 && children().includes("parse-file-process"); i += 1) await sleep(500);
    expect(children()).not.toContain("parse-file-process");
  });

  it("no file was written", () => {
    const written = readdirSync(tmpdir()).filter(
      (name) => !outside.has(name) && /outside|passwd|\.xml$/.test(name),
    );
    expect(written).toEqual([]);
  });
});
