import { createHmac, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Form = Record<string, string>;

export type StripeServer = {
  readonly url: string;
  /** Bodies of requests for checkout sessions. */
  readonly sessions: Form[];
  /** Answers all requests with this status from now on; null ends it. */
  fail(status: number | null): void;
  /** An event and the header that signs it. */
  sign(event: object, secret: string, at?: Date): { body: string; signature: string };
  close(): Promise<void>;
};

/** Speaks the part of Stripe's API that the app uses. */
export async function startStripeServer(): Promise<StripeServer> {
  const sessions: Form[] = [];
  let failure: number | null = null;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString()));
    const reply = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const { method, url = "" } = request;
    if (failure) return reply(failure, { error: { type: "api_error", message: "Scripted." } });
    if (method === "POST" && url === "/v1/checkout/sessions") {
      sessions.push(form);
      const id = `cs_test_${sessions.length}_${randomUUID()}`;
      const session = { id, object: "checkout.session", livemode: false };
      return reply(200, { ...session, url: `https://checkout.stripe.test/${id}` });
    }
    const intent = /^\/v1\/payment_intents\/pi_(\d+)$/.exec(url)?.[1];
    if (method === "GET" && intent) {
      const { "metadata[parley_tenant]": parley_tenant, "metadata[parley_payment]": parley_payment } =
        sessions[Number(intent)] ?? {};
      const metadata = { parley_tenant, parley_payment };
      return reply(200, { id: `pi_${intent}`, object: "payment_intent", metadata });
    }
    return reply(404, { error: { type: "invalid_request_error", message: "Unknown." } });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sessions,
    fail(status) {
      failure = status;
    },
    sign(event, secret, at = new Date()) {
      const body = JSON.stringify(event);
      const seconds = Math.floor(at.getTime() / 1_000);
      const digest = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
      return { body, signature: `t=${seconds},v1=${digest}` };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
