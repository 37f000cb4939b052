import { once } from "node:events";
import { expect, it } from "vitest";
import { freePort } from "#e2e/fixtures/app-server.ts";
import { env } from "#lib/core/env.ts";
import { createEnvCheckout } from "#testing/env-checkout.ts";
import { strongSecrets } from "#testing/strong-secrets.ts";

it("server.ts opens the role and the port that .env names", async () => {
  const port = await freePort();
  const { DATABASE_URL, DATABASE_MIGRATION_URL } = env();
  const checkout = createEnvCheckout({
    ".env.production": {
      SERVICE_TYPE: "worker",
      PORT: String(port),
      HOST: "127.0.0.1",
      DATABASE_URL: DATABASE_URL ?? "",
      DATABASE_MIGRATION_URL: DATABASE_MIGRATION_URL ?? "",
      ...strongSecrets(),
    },
  });
  const child = checkout.start(["server.ts"], { NODE_ENV: "production" });
  try {
    let output = "";
    for await (const chunk of child.stdout ?? []) {
      output += String(chunk);
      if (output.includes("is ready")) break;
    }
    expect(output).toContain("worker is ready");
    const response = await fetch(`http://127.0.0.1:${port}/api/health/live`);
    expect(response.status).toBe(200);
  } finally {
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
    checkout.remove();
  }
});
