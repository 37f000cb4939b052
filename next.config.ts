import type { NextConfig } from "next";
import { PHASE_PRODUCTION_SERVER } from "next/constants.js";
import { closedPolicy, securityHeaders } from "./app/_server/door/security-headers.ts";

const everywhere = Object.entries(securityHeaders).map(([key, value]) => ({ key, value }));
/** For responses of neither `proxy.ts` nor a route. The icon has its own style sheet. */
const withoutScript = [
  { source: "/_next/static/:path*", policy: closedPolicy },
  { source: "/_next/image", policy: closedPolicy },
  { source: "/favicon.svg", policy: `${closedPolicy}; style-src 'unsafe-inline'` },
].map(({ source, policy }) => ({
  source,
  headers: [{ key: "Content-Security-Policy", value: policy }],
}));

/** These are started by path, not imported, so the bundler must be given them (Vercel traces its deploys). */
const startedByPath = [
  "./drizzle/**",
  "./db/embedded-worker.ts",
  "./db/{heartbeat-sender,heartbeat-thread,held-turns}.ts",
  "./node_modules/{pg,pg-connection-string,pg-int8,pg-pool,pg-protocol,pg-types,pgpass,postgres-*}/**",
  "./lib/ai/local-embedding-worker.ts",
  "./lib/knowledge/**/*.ts",
  "./lib/core/**/*.ts",
  "./lib/images/*.ts",
  "./lib/status/calendar/*.ts",
  "./lib/status/{schema,poll-schedule}.ts",
  "./node_modules/{node-ical,rrule-temporal,temporal-polyfill,temporal-spec,temporal-utils}/**",
  "./node_modules/@energetic-ai/**",
  "./node_modules/{sharp,heic-decode,libheif-js,detect-libc,semver}/**",
  "./node_modules/@img/**",
  "./node_modules/{@xmldom,mammoth,numfmt,saxes,unpdf,xmlchars,yauzl}/**",
];

const config: NextConfig = {
  poweredByHeader: false,
  /** Next's gzip buffers token streams and costs up to five times the CPU; leave it to a proxy or CDN. */
  compress: false,
  reactStrictMode: true,
  devIndicators: false,
  skipTrailingSlashRedirect: true,
  serverExternalPackages: [
    "@opentelemetry/api",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace",
    "@redis/client",
    "@upstash/ratelimit",
    "@upstash/redis",
    "pg-boss",
    "pino",
    "piscina",
    "prom-client",
    "undici",
    "@xmldom/xmldom",
    "mammoth",
    "unpdf",
    "yauzl",
    "@electric-sql/pglite",
    "@energetic-ai/embeddings",
  ],
  /** `npm test` checks types, also in files that the build does not include. */
  typescript: { ignoreBuildErrors: process.env.TYPES_ARE_CHECKED === "1" },
  outputFileTracingIncludes: { "/**": startedByPath },
  headers: async () => [{ source: "/:path*", headers: everywhere }, ...withoutScript],
};

export default async function configure(phase: string): Promise<NextConfig> {
  // The plugin tells the bundler where the messages are; a built server does not need it.
  if (phase === PHASE_PRODUCTION_SERVER) return config;
  const { default: createNextIntlPlugin } = await import("next-intl/plugin");
  return createNextIntlPlugin("./i18n/request.ts")(config);
}
