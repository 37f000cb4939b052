import { closeStorage } from "#db/storage.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import type { Tenant } from "./cluster.ts";

/**
 * Tenants with a chatbot and a key, created directly. Its connection is closed: the database will be
 * broken.
 */
export async function makeFaultTenants(count: number): Promise<Tenant[]> {
  const tenants: Tenant[] = [];
  for (let i = 0; i < count; i += 1) {
    const { ctx, chatbot } = await makeTenant(`Fault ${i + 1}`);
    const apiKey = await createApiKey(ctx, { name: "Faults", scopes: ["chat", "usage:read"] });
    tenants.push({ handle: chatbot.handle, apiKey });
  }
  await closeStorage();
  return tenants;
}
