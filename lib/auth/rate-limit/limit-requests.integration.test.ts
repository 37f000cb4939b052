import { limitsSuite } from "#db/testing/limits-suite.ts";

limitsSuite("memory", () => ({}));
