import nextEnv from "@next/env";

/**
 * Adds the variables of `.env` files in `directory` to the environment, in Next's order: `.env.{mode}.local`,
 * `.env.local`, `.env.{mode}`, `.env`. Existing variables win. Call it before anything reads a variable.
 */
export function loadEnvFiles(directory: string): void {
  const isDevelopment = process.env.NODE_ENV !== "production";
  nextEnv.loadEnvConfig(directory, isDevelopment, {
    info: () => undefined,
    error: (...problem) => process.stderr.write(`${problem.map(String).join(" ")}\n`),
  });
}
