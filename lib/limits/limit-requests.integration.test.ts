import { limitsSuite } from "#testing/kv/limits-suite.ts";

limitsSuite("memory", () => ({}));
