/** A bug of one line that somebody could make, and the test file that must turn red. */
export type Mutant = {
  name: string;
  file: string;
  /** Stands there exactly once. */
  find: string;
  put: string;
  project: "pure" | "integration" | "services";
  test: string;
};

const matrix = { project: "integration", test: "app/_server/matrix.integration.test.ts" } as const;
const accounts = { project: "integration", test: "lib/auth/accounts.integration.test.ts" } as const;
const workspaces = { project: "integration", test: "lib/tenant/workspaces.integration.test.ts" } as const;
const chatbots = { project: "integration", test: "lib/chatbot/chatbots.integration.test.ts" } as const;
const turns = { project: "integration", test: "lib/conversation/turn.integration.test.ts" } as const;
const follow = { project: "integration", test: "lib/conversation/follow-turn.integration.test.ts" } as const;
const turnLog = { project: "pure", test: "lib/conversation/turn-log.test.ts" } as const;
const outbound = { project: "pure", test: "lib/core/outbound.test.ts" } as const;

export const mutants: Mutant[] = [
  {
    name: "a tenant may write rows of another",
    file: "drizzle/0002_walls.sql",
    find: "TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant())',\n",
    put: "TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (true)',\n",
    project: "integration",
    test: "db/catalogue.integration.test.ts",
  },
  {
    name: "row-level security does not hold for the owner",
    file: "drizzle/0002_walls.sql",
    find: "EXECUTE format('ALTER TABLE platform.%I FORCE ROW LEVEL SECURITY', entry.relname);",
    put: "",
    project: "integration",
    test: "db/catalogue.integration.test.ts",
  },
  {
    name: "the tenant stays set on the connection",
    file: "db/client.ts",
    find: "set_config('app.tenant_id', $2, true)\"",
    put: "set_config('app.tenant_id', $2, false)\"",
    project: "integration",
    test: "db/isolation.integration.test.ts",
  },
  {
    name: "a conversation is anybody's of the tenant",
    file: "lib/conversation/queries/scope.ts",
    find: "and(eq(conversations.tenantId, ctx.tenantId), eq(conversations.userIdHash, actorHash(ctx)));",
    put: "and(eq(conversations.tenantId, ctx.tenantId));",
    ...turns,
  },
  {
    name: "a viewer may make chatbots",
    file: "app/api/admin/[tenant]/chatbots/route.ts",
    find: 'POST: memberRoute({ permission: "chatbots:write"',
    put: 'POST: memberRoute({ permission: "chatbots:read"',
    ...matrix,
  },
  {
    name: "a key that reads may write",
    file: "app/api/v1/knowledge/sources/[id]/documents/route.ts",
    find: 'scope: "knowledge:write", body',
    put: 'scope: "knowledge:read", body',
    ...matrix,
  },
  {
    name: "a role is not asked for what it allows",
    file: "lib/auth/admission.ts",
    find: "if (!allows(role, permission))",
    put: 'if (!allows(role, permission) && role === "viewer")',
    ...matrix,
  },
  {
    name: "who is no member is told that the workspace is there",
    file: "lib/auth/admission.ts",
    find: 'if (!role) throw notFound("workspace");',
    put: 'if (!address) throw notFound("workspace");',
    ...matrix,
  },
  {
    name: "an editor may invite",
    file: "lib/auth/permissions.ts",
    find: '"members:write": ["admin", "owner"],',
    put: '"members:write": ["editor", "admin", "owner"],',
    project: "pure",
    test: "lib/auth/permissions.test.ts",
  },
  {
    name: "another site's page is not told apart",
    file: "app/_server/same-origin.ts",
    find: "  throw crossSite();\n}\n\nfunction",
    put: "  return;\n}\n\nfunction",
    ...matrix,
  },
  {
    name: "a session outlives its password",
    file: "lib/auth/reset-password.ts",
    find: "ended: await revokeSessions(tx, userId)",
    put: "ended: []",
    ...accounts,
  },
  {
    name: "signing up tells who has an account",
    file: "lib/auth/sign-up.ts",
    find: '  else sendLater(accountMail.known(user.email, link("/sign-in")));\n',
    put: '  else throw new ParleyError("conflict", "There is such an account.");\n',
    ...accounts,
  },
  {
    name: "guesses are counted and let through",
    file: "lib/auth/limit-attempts.ts",
    find: "if (isDue) return;",
    put: "if (isDue || allowedAt) return;",
    ...accounts,
  },
  {
    name: "the last owner may go",
    file: "lib/tenant/change-member.ts",
    find: "(await countOwners(tx)) < 2",
    put: "(await countOwners(tx)) < 1",
    ...workspaces,
  },
  {
    name: "an invitation is for whoever holds it",
    file: "lib/tenant/accept-invitation.ts",
    find: "if (invitation.email && invitation.email !== guest.email)",
    put: "if (invitation.email === guest.email + guest.email)",
    ...workspaces,
  },
  {
    name: "any link opens a chatbot by link",
    file: "lib/auth/admission.ts",
    find: "return linkToken !== null && links.some((link) => isSame(link, linkToken));",
    put: "return linkToken !== null && links.some((link) => link.length === linkToken.length);",
    ...chatbots,
  },
  {
    name: "a redirect is not judged again",
    file: "lib/core/outbound.ts",
    find: "const next = parse(location, hop.url);",
    put: "const next = new URL(location, hop.url);",
    ...outbound,
  },
  {
    name: "the leftmost forwarded address counts",
    file: "app/_server/client-address.ts",
    find: 'return normalizeAddress(chain[index] ?? "");',
    put: 'return normalizeAddress(chain[0] ?? chain[index] ?? "");',
    project: "pure",
    test: "app/_server/client-address.test.ts",
  },
  {
    name: "a provider's error part is swallowed",
    file: "lib/conversation/stream-answer.ts",
    find: 'return yield fail("model_cut", part.error);',
    put: "continue;",
    ...turns,
  },
  {
    name: "a stream without a finish is complete",
    file: "lib/conversation/stream-answer.ts",
    find: 'yield outcomeOf(finish, isVisible) ?? fail("model_cut", new Error("The stream ended without a finish."));',
    put: 'yield outcomeOf(finish, isVisible) ?? { type: "end", state: "complete", usage: NO_USAGE };',
    ...turns,
  },
  {
    name: "the turn log lets a late process try again and again",
    file: "drizzle/0008_turn_log.sql",
    find: "t.id = g.turn_id AND t.epoch = g.epoch AND t.state = 'running'\n    ) r",
    put: "t.id = g.turn_id AND t.state = 'running'\n    ) r",
    ...follow,
  },
  {
    name: "the turn log takes a row of any tenant",
    file: "drizzle/0008_turn_log.sql",
    find: "WHERE pg_catalog.current_setting('role') = 'parley_operator' OR g.tenant_id = platform.current_tenant()",
    put: "WHERE true",
    ...follow,
  },
  {
    name: "the turn log's refusal is not heard",
    file: "lib/conversation/turn-log.ts",
    find: 'this.#turns.delete(turn);\n      turn.live.stopFor("fence");',
    put: "turn.written(rows);",
    ...turnLog,
  },
  {
    name: "the turn log sends a row again with more in it",
    file: "lib/conversation/turn-log.ts",
    find: "if (last && !last.isSent)",
    put: "if (last)",
    ...turnLog,
  },
  {
    name: "the turn log gives an event twice to who comes back",
    file: "lib/conversation/follow-turn.ts",
    find: "readRest(ctx, turn, cursor.offset + 1)",
    put: "readRest(ctx, turn, cursor.offset)",
    ...follow,
  },
  {
    name: "the turn log is read over a gap",
    file: "lib/conversation/follow-turn.ts",
    find: "if (row.firstOffset !== offset) return;",
    put: "offset = row.firstOffset;",
    ...follow,
  },
  {
    name: "a mark may point at a passage that was not given",
    file: "lib/conversation/citation-marks.ts",
    find: ".filter((number) => this.#known.has(number))",
    put: ".filter((number) => number > 0)",
    project: "pure",
    test: "lib/conversation/citation-marks.test.ts",
  },
  {
    name: "an overtaken ingestion still writes",
    file: "lib/knowledge/queries/ingestions.ts",
    find: "eq(ingestions.revision, revision), notInArray(",
    put: "revision > 0 ? undefined : eq(ingestions.revision, revision), notInArray(",
    project: "integration",
    test: "lib/knowledge/ingestion.integration.test.ts",
  },
  {
    name: "a zip is inflated whatever it says it holds",
    file: "lib/knowledge/files/open-zip.ts",
    find: "inflated > MAX_INFLATED_BYTES || isBomb",
    put: "inflated < packed - packed",
    project: "integration",
    test: "lib/knowledge/files/hostile-files.integration.test.ts",
  },
  {
    name: "a link may run a script",
    file: "components/markdown/safe-url.ts",
    find: '"https:", "mailto:"]',
    put: '"https:", "mailto:", "javascript:"]',
    project: "pure",
    test: "components/markdown/safe-url.test.ts",
  },
  {
    name: "a request that is refused uses up the other limits",
    file: "lib/core/kv/token-buckets.ts",
    find: "if (decided.every(({ taken }) => taken.allowed)) {",
    put: "if (decided.length > 0) {",
    project: "pure",
    test: "lib/core/kv/memory-kv.test.ts",
  },
  {
    name: "a Redis that is silent is waited for",
    file: "lib/core/kv/guard-kv.ts",
    find: "export const ANSWER_MS = 150;",
    put: "export const ANSWER_MS = 5_000;",
    project: "pure",
    test: "lib/core/kv/guard-kv.test.ts",
  },
  {
    name: "without Redis each process limits for itself what costs",
    file: "lib/auth/limit-requests.ts",
    find: "(costs ? await askPostgres(operator, takes) : null)",
    put: "null",
    project: "services",
    test: "lib/auth/limit-requests.services.test.ts",
  },
  {
    name: "a budget lets one more through",
    file: "drizzle/0009_usage.sql",
    find: "WHERE c.messages > a.messages OR",
    put: "WHERE c.messages > a.messages + 1 OR",
    project: "integration",
    test: "lib/billing/usage.integration.test.ts",
  },
  {
    name: "what a cut answer used is taken for the provider's count",
    file: "drizzle/0009_usage.sql",
    find: "CASE WHEN is_known THEN 'settled'",
    put: "CASE WHEN is_known OR true THEN 'settled'",
    project: "integration",
    test: "lib/billing/usage.integration.test.ts",
  },
  {
    name: "what was set aside stays in the sums",
    file: "drizzle/0009_usage.sql",
    find: "now_input + now_output - entry.input_tokens - entry.output_tokens,",
    put: "now_input + now_output,",
    project: "integration",
    test: "lib/billing/usage.integration.test.ts",
  },
];
