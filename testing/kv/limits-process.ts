import { closeStorage, pingStorage } from "#db/storage.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { env } from "#lib/core/env.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { guardKv } from "#lib/core/kv/guard-kv.ts";
import { closeKv, kv, kvHolder, openKv } from "#lib/core/kv/open-kv.ts";
import { limitPatience, limitRequests } from "#lib/limits/limit-requests.ts";

/** Requests turns from one address, each time as a new visitor. Prints how many were admitted. */
// More patient than a request is: what is shown is who counts, on however busy a machine.
kvHolder().open = guardKv(env().kv.driver, openKv(), 10_000);
limitPatience().postgresMs = 10_000;
const [tenantId, address, times] = process.argv.slice(2) as [Id<"ten">, string, string];
await pingStorage();
await kv().check();
let letIn = 0;
for (let i = 0; i < Number(times); i += 1) {
  const actor = { kind: "visitor", id: newId("vis"), userIdHash: "v" } as const;
  const asked = limitRequests(sealOperator(), "chat", { ctx: sealContext({ tenantId, actor }), address });
  await asked.then(
    () => {
      letIn += 1;
    },
    () => undefined,
  );
}
process.stdout.write(String(letIn));
await closeKv();
await closeStorage();
