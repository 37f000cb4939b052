import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

export default {
  compress: false,
  turbopack: { root },
  outputFileTracingRoot: root,
  typescript: { ignoreBuildErrors: true },
};
