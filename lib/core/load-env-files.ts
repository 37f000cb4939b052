import nextEnv from "@next/env";

/** The AI SDK reads these itself and uses an empty value as the address; in Parley, empty means not set. */
const READ_BY_THE_SDK = ["OPENAI_API_KEY", "OPENAI_BASE_URL"];

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
  for (const name of READ_BY_THE_SDK) if (process.env[name] === "") delete process.env[name];
}
