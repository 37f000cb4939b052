import { darkAccent } from "#lib/tenant/check-accent.ts";

/** Sets the workspace's accent color for the page. Renders nothing without one. */
export function AccentStyle({ accent, nonce }: { accent: string | null; nonce?: string }) {
  if (!accent || !/^#[0-9a-f]{6}$/i.test(accent)) return null;
  const dark = darkAccent(accent);
  const css = `:root{--accent:light-dark(${accent},${dark});--accent-wash:color-mix(in oklab,var(--accent) 14%,var(--canvas))}`;
  return <style nonce={nonce}>{css}</style>;
}
