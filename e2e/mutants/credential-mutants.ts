import type { Mutant } from "./list.ts";

const keys = { project: "integration", test: "lib/auth/api-key/api-keys.integration.test.ts" } as const;
const handles = {
  project: "integration",
  test: "lib/auth/admission/former-handles.integration.test.ts",
} as const;
const closing = {
  project: "integration",
  test: "lib/privacy/purge-workspaces.integration.test.ts",
} as const;
const handover = {
  project: "integration",
  test: "lib/tenant/hand-over-workspace.integration.test.ts",
} as const;

/** Bugs in API keys, handles, and the deletion and handover of workspaces. */
export const credentialMutants: Mutant[] = [
  {
    name: "closing: a workspace is deleted without its name",
    file: "lib/tenant/request-deletion.ts",
    find: "if (name.trim() !== workspace.name) {",
    put: "if (name === workspace.id) {",
    ...closing,
  },
  {
    name: "closing: chatbots stay open until the end",
    file: "lib/auth/queries/addresses.ts",
    find: ", isNull(tenants.deleteAt)",
    put: "",
    ...closing,
  },
  {
    name: "closing: keys work until the end",
    file: "lib/auth/queries/api-keys.ts",
    find: "        isNull(tenants.deleteAt),\n",
    put: "",
    ...closing,
  },
  {
    name: "closing: files stay",
    file: "lib/knowledge/purge-knowledge.ts",
    find: "  await objectStore().deletePrefix(tenantId);",
    put: "  objectStore().list(tenantId);",
    ...closing,
  },
  {
    name: "closing: jobs stay",
    file: "lib/jobs/purge-jobs-of.ts",
    find: "  await deleteJobsOf(tenantId);",
    put: "  await deleteJobsOf(tenantId.slice(4));",
    ...closing,
  },
  {
    name: "closing: the addresses are free at once",
    file: "lib/tenant/delete-workspace.ts",
    find: "  await transaction(ctx, reserveFormerAddresses);",
    put: "  await transaction(ctx, async () => reserveFormerAddresses);",
    ...closing,
  },
  {
    name: "closing: the database deletes a workspace before its time",
    file: "drizzle/0021_credentials.sql",
    find: "USING (delete_at <= now())",
    put: "USING (true)",
    ...closing,
  },
  {
    name: "handover: any member accepts",
    file: "lib/tenant/hand-over-workspace.ts",
    find: 'actor.kind === "user" && offer?.toUserId === actor.id;',
    put: 'actor.kind === "user";',
    ...handover,
  },
  {
    name: "handover: an offer outlives its owner's role",
    file: "lib/tenant/hand-over-workspace.ts",
    find: '(await findMemberRole(tx, offer.fromUserId)) !== "owner"',
    put: "(await findMemberRole(tx, offer.fromUserId)) === null",
    ...handover,
  },
  {
    name: "keys: a key outlives its maker's membership",
    file: "lib/auth/queries/api-keys.ts",
    find: "or(isNull(apiKeys.madeBy), isNotNull(members.role)),",
    put: "",
    ...keys,
  },
  {
    name: "keys: a maker who comes back brings their keys",
    file: "lib/tenant/update-member.ts",
    find: "role ? null : await revokeApiKeysOf(tx, userId)",
    put: "null",
    ...keys,
  },
  {
    name: "keys: one that has expired works",
    file: "lib/auth/queries/api-keys.ts",
    find: "or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, ctx.now())),",
    put: "",
    ...keys,
  },
  {
    name: "keys: one for a chatbot opens the others",
    file: "lib/auth/admission/is-open-to.ts",
    find: "return !actor.chatbotId || actor.chatbotId === chatbotId;",
    put: "return true;",
    ...keys,
  },
  {
    name: "keys: one for a chatbot reads the others' knowledge",
    file: "app/_server/routes/key-route.ts",
    find: "    await requireKeyChatbot(ctx, whole);\n",
    put: "",
    ...keys,
  },
  {
    name: "keys: one allows more than its maker's role",
    file: "lib/auth/admission/admission-cache.ts",
    find: "return scopes.filter(isWithin);",
    put: "return scopes.filter((scope) => scope || isWithin(scope));",
    ...keys,
  },
  {
    name: "keys: the checksum is not checked",
    file: "lib/auth/api-key/api-key.ts",
    find: "sum === checksum(body)",
    put: "sum !== undefined",
    project: "pure",
    test: "lib/auth/api-key/api-key.test.ts",
  },
  {
    name: "handles: one that was given up can be taken at once",
    file: "lib/auth/admission/reserve-handle.ts",
    find: "if (former && former.tenantId !== tx.tenantId) {",
    put: "if (former && former.tenantId === null) {",
    ...handles,
  },
  {
    name: "handles: one that was given up leads nowhere",
    file: "lib/auth/admission/admission-cache.ts",
    find: "return { tenantId: former.tenantId, targetId: former.targetId };",
    put: "return null;",
    ...handles,
  },
];
