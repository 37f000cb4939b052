/**
 * The direction of imports (docs/architecture.md), checked by `node scripts/check-boundaries.ts`. Three rules are code in
 * scripts/boundaries/: cycles between modules of lib, server code in the browser, and reads of `process.env`.
 */
const TEST = "\\.test\\.tsx?$|^testing/";
const DOORS =
  "^(?:app|worker|realtime|cli|scripts|testing|bench|e2e)/|^(?:server|roles|register-skills|proxy|instrumentation)\\.ts$|^db/(?:seed\\.ts$|demo/)";
const BENEATH = "^lib/(?:core|context)/|^db/(?!seed\\.ts$|demo/)";
/** From the lowest: a module may import its own rank, without cycles, and lower ones. */
const RANKS = [
  BENEATH,
  "^lib/(?:tenant|auth|access|audit|limits|people|billing|analytics|jobs|alerts|images|instance|mail|quotas)/",
  "^lib/(?:ai|mark-parsing|prompt|knowledge|skills|avatar|oracle|photo|payments|slack)/",
  "^lib/(?:chatbot|conversation|evaluation)/",
  "^lib/(?:rooms|status|privacy|inbox)/",
  DOORS,
];
/** One address for a module's SQL; where it grows long, files of the folder `queries` beside each other. */
const QUERIES = "^lib/[^/]+/queries(?:/|\\.ts$)";
const RANKED = `${RANKS.join("|")}|${TEST}`;
const NO_RANK = "This folder of lib has no rank yet: give it one in .dependency-cruiser.cjs.";
const packages = (names) => `(?:^|/)node_modules/(?:@types/)?(?:${names})/`;
const REACT = packages("react|react-dom|next|next-intl");
const DRIZZLE = packages("drizzle-orm");
const LISTS_OF_VALUES = "^lib/[^/]+/(?:schema|card|role|grounding|alert-rules|sources/source-kinds)\\.ts$";
const AI_SDK = packages("ai|@ai-sdk/[^/]+");

const error = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

/** A module may import its own rank and those below. Tables may name types of the modules whose rows they hold. */
const ranks = RANKS.slice(0, -1).flatMap((path, rank) => {
  const above = RANKS.slice(rank + 1).join("|");
  const comment = "Imports go downward only: doors, rooms, chatbot, knowledge, tenant, core.";
  if (rank > 0) return [error(`rank-${rank}`, comment, { path, pathNot: TEST }, { path: above })];
  return [
    error("rank-0", comment, { path, pathNot: `${TEST}|^db/schema/` }, { path: above }),
    error(
      "rank-0-schema",
      "A table may take types and lists of values from the file that holds them, nothing else from above.",
      { path: "^db/schema/" },
      { path: above, pathNot: LISTS_OF_VALUES },
    ),
  ];
});

module.exports = {
  forbidden: [
    ...ranks,
    error("rank-unknown", NO_RANK, { path: "^lib/", pathNot: RANKED }, {}),
    error("rank-unknown", NO_RANK, {}, { path: "^lib/", pathNot: RANKED }),
    error(
      "no-cycle",
      "Modules that need each other cannot be understood, tested or loaded alone. A job's handler is loaded later, by import().",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only", "dynamic-import"] } },
    ),
    error(
      "core-without-database",
      "lib/core knows neither the database nor the context: what needs them belongs in lib/context or above.",
      { path: "^lib/core/", pathNot: TEST },
      { path: "^db/|^lib/context/" },
    ),
    error(
      "database-below-context",
      "The database client knows lib/core only; lib/context hands it to callers.",
      { path: "^db/", pathNot: `${TEST}|${DOORS}|^db/schema/` },
      { path: "^lib/(?!core/)" },
    ),
    error("unresolved", "This import leads nowhere.", {}, { couldNotResolve: true }),
    error(
      "sql-one-address",
      "SQL has one address per module: lib/<module>/queries.ts, or files in lib/<module>/queries/.",
      { pathNot: `${QUERIES}|^db/|${TEST}` },
      { path: `${DRIZZLE}|^db/schema/` },
    ),
    error(
      "queries-private",
      "Another module's queries.ts is private to it: call one of its verbs.",
      { path: "^lib/([^/]+)/", pathNot: TEST },
      { path: QUERIES, pathNot: "^lib/$1/" },
    ),
    error(
      "queries-private-doors",
      "Doors call verbs, not queries (benches that time the parts of a search or the event store call them).",
      { pathNot: `^lib/|^bench/(?:retrieve/|events\\.ts$)|${TEST}` },
      { path: QUERIES },
    ),
    error(
      "projections-tell-nobody",
      "Projections are made again from old events, so they must not send: no Slack, emails or jobs.",
      { path: "^lib/status/(?:model|projection|queries)/", pathNot: TEST },
      { path: "^lib/(?:slack|mail|jobs)/|^lib/core/email/|^lib/status/(?:slack|rounds|commands)/" },
    ),
    error(
      "components-pixels-only",
      "Components know components, texts and lib's schema.ts and pure files; props in, events out.",
      { path: "^components/", pathNot: TEST },
      {
        path: "^(?:app|db|cli|scripts|testing|worker|realtime|widget|bench|e2e)/|^(?:server|roles|register-skills|proxy|instrumentation)\\.ts$",
      },
    ),
    error(
      "below-knows-no-pixels",
      "lib and db know neither components nor texts of the interface.",
      { path: "^(?:lib|db)/", pathNot: TEST },
      { path: "^(?:components|i18n)/" },
    ),
    error(
      "lib-no-react",
      "lib knows neither HTTP nor React.",
      { path: "^lib/", pathNot: TEST },
      { path: REACT },
    ),
    error(
      "seal-doors-only",
      "Only doors and admission in lib/auth make a Context.",
      { pathNot: `${DOORS}|^lib/auth/admission/|${TEST}` },
      { path: "^lib/context/seal\\.ts$|^lib/auth/admission/make-contexts\\.ts$" },
    ),
    error(
      "mail-permit-from-limits",
      "Only the limits permit an email to be sent.",
      { pathNot: `^lib/limits/limit-(?:alert-)?mail\\.ts$|^lib/core/email/send-email\\.ts$|${TEST}` },
      { path: "^lib/core/email/mail-permit\\.ts$", dependencyTypesNot: ["type-only"] },
    ),
    error(
      "ai-sdk-in-lib-ai",
      "The AI SDK is used in lib/ai only.",
      { pathNot: `^lib/(?:ai|conversation|prompt)/|${TEST}` },
      { path: AI_SDK },
    ),
    error(
      "ai-sdk-types",
      "lib/conversation and lib/prompt take types of the AI SDK, no code.",
      { path: "^lib/(?:conversation|prompt)/", pathNot: TEST },
      { path: AI_SDK, dependencyTypesNot: ["type-only"] },
    ),
  ],
  options: {
    doNotFollow: { path: "(?:^|/)node_modules/" },
    /** An application of its own, against which the benchmark measures. */
    exclude: { path: "^bench/floor/" },
    tsPreCompilationDeps: true,
    skipAnalysisNotInRules: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
