import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import messages from "#i18n/en.json" with { type: "json" };
import { defaultPlanLimits } from "#lib/core/plan-limits.ts";
import type { WorkspacePlan } from "#lib/quotas/schema.ts";
import { PlanForm } from "./plan-form.tsx";

function draw(plan: WorkspacePlan): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={messages}>
      <PlanForm slug="acme" initial={{ ...plan, standard: defaultPlanLimits }} onClose={() => undefined} />
    </NextIntlClientProvider>,
  );
}

/** The input that a label names. */
function input(html: string, label: string): string {
  const id = new RegExp(`<label for="([^"]+)"[^>]*>${label.replace(/[()]/g, "\\$&")}</label>`).exec(
    html,
  )?.[1];
  return new RegExp(`<input[^>]* ?id="${id}"[^>]*>`).exec(html)?.[0] ?? "";
}

describe("PlanForm", () => {
  it("shows the workspace's own limits, and those of the plan where it has none", () => {
    const html = draw({ plan: "standard", limits: { chatbots: 3, storageBytes: 5_000_000 } });
    expect(input(html, "Chatbots")).toContain('value="3"');
    expect(input(html, "Storage (MB)")).toContain('value="5"');
    expect(input(html, "Documents")).toContain('placeholder="2,000"');
    expect(input(html, "Documents")).toContain('value=""');
  });

  it("shows what has no limit", () => {
    expect(input(draw({ plan: "unlimited", limits: {} }), "Documents")).toContain('placeholder="No limit"');
    const html = draw({ plan: "standard", limits: { documents: null } });
    expect(input(html, "Documents")).toContain("disabled");
    expect(html).toMatch(/<input[^>]*aria-label="No limit for Documents"[^>]*checked/);
  });
});
