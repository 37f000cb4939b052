import { describe, expect, it } from "vitest";
import { signSlack } from "#testing/slack/slack-server.ts";
import { isSigned } from "./is-signed.ts";

const SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
const now = new Date("2026-03-02T09:00:00Z");
const body = "token=x&team_id=T1&text=%3C%21channel%3E";

function check(sent: string, { at = now, secret = SECRET, change = (text: string) => text } = {}): boolean {
  const headers = signSlack(sent, secret, at);
  return isSigned(
    Buffer.from(body),
    {
      timestamp: headers["x-slack-request-timestamp"] ?? null,
      signature: change(headers["x-slack-signature"] ?? ""),
    },
    SECRET,
    now,
  );
}

describe("Slack's signature (check-ins, test 16)", () => {
  it("matches the example in Slack's documentation", () => {
    const example =
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    const signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    const at = new Date(1531420618_000);
    const signed = { timestamp: "1531420618", signature };
    expect(isSigned(Buffer.from(example), signed, SECRET, at)).toBe(true);
    expect(isSigned(Buffer.from(`${example}x`), signed, SECRET, at)).toBe(false);
  });

  it("refuses a changed byte, another secret, and what is missing or malformed", () => {
    expect(check(body)).toBe(true);
    expect(check(body.replace("T1", "T2"))).toBe(false);
    expect(check(body, { secret: `${SECRET}x` })).toBe(false);
    expect(check(body, { change: (text) => text.toUpperCase() })).toBe(false);
    expect(check(body, { change: (text) => text.slice(0, -1) })).toBe(false);
    expect(check(body, { change: () => "" })).toBe(false);
    expect(isSigned(Buffer.from(body), { timestamp: null, signature: null }, SECRET, now)).toBe(false);
    expect(isSigned(Buffer.from(body), { timestamp: "NaN", signature: "v0=" }, SECRET, now)).toBe(false);
  });

  it("accepts five minutes of age or lead, and no more", () => {
    const shifted = (seconds: number) => check(body, { at: new Date(now.getTime() + seconds * 1_000) });
    expect([-300, 300].map(shifted)).toEqual([true, true]);
    expect([-301, 301, -86_400].map(shifted)).toEqual([false, false, false]);
  });

  it("signs bytes, not text", () => {
    const broken = Buffer.from([0xff, 0xfe, 0x61]);
    const headers = signSlack(broken.toString("latin1"), SECRET, now);
    const signature = {
      timestamp: headers["x-slack-request-timestamp"] ?? null,
      signature: headers["x-slack-signature"] ?? null,
    };
    expect(isSigned(broken, signature, SECRET, now)).toBe(false);
  });
});
