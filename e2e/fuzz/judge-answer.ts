import type { RawAnswer } from "./send-bytes.ts";

const always = ["content-security-policy", "x-request-id", "x-content-type-options"];
/** A 503 by contract: the fuzzed app has no model that understands photos. */
const BY_CONTRACT = '"code":"vision_unavailable"';

/** Returns what is wrong with a response, regardless of the request. */
export function faultsOf({ status, head, body, isCut }: RawAnswer): string[] {
  if (isCut && status === 0) return ["not answered in time"];
  if (status === 0) return ["closed without an answer"];
  // An interim response, or an unrequested upgrade.
  if (status < 200) return [`answered ${status}`];
  const faults = always.filter((name) => !head.includes(`\n${name}: `)).map((name) => `no ${name}`);
  if (/\n(content-security-policy|x-request-id): [^\r]*,\s*default-src/.test(head))
    faults.push("two policies");
  if (/select ["(]|insert into|failed query|node_modules/i.test(body.slice(0, 20_000)))
    faults.push("internals");
  if (status >= 500 && !(status === 503 && body.includes(BY_CONTRACT))) {
    const id = /\nx-request-id: (\w+)/.exec(head)?.[1] ?? "none";
    faults.push(body.includes(id) ? `answered ${status}` : `a bare ${status}`);
  }
  return faults;
}

/** Lines of a log that are not one JSON object with a level, or that hold statements or parameters. */
export function rawLines(log: string): string[] {
  return log.split("\n").filter((line) => line.trim() !== "" && !isLogLine(line));
}

function isLogLine(line: string): boolean {
  if (/failed query|params:|select \\"|"forged"/i.test(line)) return false;
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    return typeof value.level === "string" && typeof value.msg === "string" && value.msg !== "forged";
  } catch {
    return false;
  }
}
