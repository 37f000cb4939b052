import { createRequire } from "node:module";
import { chromium } from "@playwright/test";
import { aptInstall, isDebianRoot, isExecutable, progress, run } from "../postgres/debian.ts";

const PLAYWRIGHT_INSTALL_TIMEOUT_MS = 120_000;
const INSTALLED_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const HELP =
  'No Chromium was found. Run "npx playwright install chromium" or "apt-get install chromium" as root, ' +
  "or set PLAYWRIGHT_CHROMIUM_PATH to the executable of a Chromium.";

async function firstExecutable(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    if (await isExecutable(file)) {
      return file;
    }
  }
  return undefined;
}

async function playwrightChromium(): Promise<string | undefined> {
  try {
    return await firstExecutable([chromium.executablePath()]);
  } catch {
    return undefined;
  }
}

async function installWithPlaywright(): Promise<string | undefined> {
  progress("Downloading Playwright's Chromium (two minutes at most) ...");
  const cli = createRequire(import.meta.url).resolve("@playwright/test/cli");
  try {
    await run([process.execPath, cli, "install", "chromium"], {
      env: process.env,
      timeoutMs: PLAYWRIGHT_INSTALL_TIMEOUT_MS,
    });
  } catch {
    return undefined;
  }
  return playwrightChromium();
}

async function installWithApt(): Promise<string | undefined> {
  if (!(await isDebianRoot())) {
    return undefined;
  }
  progress("Installing Debian's Chromium (about a minute, only once) ...");
  try {
    await aptInstall(["chromium"]);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Installing Chromium failed: ${reason}\n${HELP}`, { cause });
  }
  return firstExecutable(INSTALLED_PATHS);
}

/**
 * The executable of a Chromium for browser tests: the one named by PLAYWRIGHT_CHROMIUM_PATH, an
 * installed one or Playwright's own; where there is none, one is installed.
 */
export async function findChromium(): Promise<string | undefined> {
  const configured = process.env.PLAYWRIGHT_CHROMIUM_PATH;
  if (configured) {
    if (await isExecutable(configured)) {
      return configured;
    }
    throw new Error("PLAYWRIGHT_CHROMIUM_PATH does not name an executable file.");
  }
  const found =
    (await firstExecutable(INSTALLED_PATHS)) ??
    (await playwrightChromium()) ??
    (await installWithPlaywright()) ??
    (await installWithApt());
  if (found === undefined) {
    throw new Error(HELP);
  }
  return found;
}
