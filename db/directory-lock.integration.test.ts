import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { lockDirectory } from "./directory-lock.ts";

const directory = mkdtempSync(join(tmpdir(), "parley-lock-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const hold = `
  const { lockDirectory } = await import("#db/directory-lock.ts");
  process.stdout.write(lockDirectory(${JSON.stringify(directory)}) ? "mine" : "taken");
  setInterval(() => undefined, 1000);`;

async function holder() {
  const child = spawn(process.execPath, ["--input-type=module", "-e", hold], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [text] = await Promise.race([
    once(child.stdout, "data"),
    once(child, "exit").then(() => ["ended before it tried the lock"]),
  ]);
  return { child, said: String(text) };
}

describe("the lock on an embedded data directory", () => {
  it("lets one process in, and the next one at once after kill -9", async () => {
    const first = await holder();
    expect(first.said).toBe("mine");
    expect(lockDirectory(directory)).toBeNull();
    const second = await holder();
    expect(second.said).toBe("taken");
    second.child.kill("SIGKILL");
    await once(second.child, "exit");
    expect(lockDirectory(directory)).toBeNull();
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    const lock = lockDirectory(directory);
    expect(lock).not.toBeNull();
    expect(lockDirectory(directory)).toBeNull();
    lock?.release();
    expect(lockDirectory(directory)).not.toBeNull();
  });
});
