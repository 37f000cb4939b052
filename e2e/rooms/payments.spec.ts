import { expectClean } from "#e2e/fixtures/axe.ts";
import { heights, looks } from "#e2e/fixtures/looks.ts";
import { shoot } from "#e2e/fixtures/shoot.ts";
import { WEBHOOK_SECRET } from "#e2e/fixtures/test.ts";
import { expect, test } from "./fixtures.ts";

test.use({ group: "payments", payments: true, bypassCSP: true, reducedMotion: "reduce" });

test("a guest tips, the room shows it once Stripe has said so, and the workspace sees the payment", async ({
  host,
  guest,
  app,
  stripe,
}) => {
  await host.page.goto("/admin/demo/rooms");
  await host.page.getByLabel("Pin a message").fill("3");
  await host.page.getByLabel("Tips").check();
  const prices = host.page.getByRole("region", { name: "Prices" });
  await prices.getByRole("button", { name: "Save" }).click();
  await expect(prices.getByRole("status")).toHaveText("Saved");
  const path = await host.create("An evening with music");
  await guest.join(path, "Mara");

  await guest.openPanel();
  await guest.page.route("https://checkout.stripe.test/**", (route) => route.fulfill({ body: "Checkout" }));
  await guest.page.getByRole("button", { name: "Tip €5.00" }).tap();
  await guest.page.waitForURL("https://checkout.stripe.test/**");
  const id = new URL(guest.page.url()).pathname.slice(1);
  const form = stripe.sessions.at(-1) ?? {};
  expect(form["line_items[0][price_data][unit_amount]"]).toBe("500");
  await guest.page.goto(form.success_url ?? "");
  await expect(guest.page.getByText("We're confirming your payment.")).toBeVisible();

  const metadata = {
    parley_tenant: form["metadata[parley_tenant]"],
    parley_payment: form["metadata[parley_payment]"],
  };
  const session = {
    id,
    object: "checkout.session",
    payment_status: "paid",
    payment_intent: "pi_0",
    metadata,
  };
  const object = { ...session, amount_total: 500, currency: "eur" };
  const event = { id: "evt_1", object: "event", type: "checkout.session.completed", livemode: false };
  const { body, signature } = stripe.sign({ ...event, data: { object } }, WEBHOOK_SECRET);
  const headers = { "stripe-signature": signature };
  const sent = await fetch(`${app.url}/api/payments/webhook/`, { method: "POST", headers, body });
  expect(sent.status).toBe(200);
  await expect(guest.page.getByText("Thank you. Your payment is confirmed.")).toBeVisible();
  await expect(host.page.getByText("Mara tipped €5.00")).toBeVisible();

  for (const { width, colorScheme } of looks) {
    await host.page.setViewportSize({ width, height: heights[width] });
    await host.page.emulateMedia({ colorScheme });
    for (const [place, text, name] of [
      [path, "Mara tipped €5.00", "room-tip"],
      ["/admin/demo/rooms/payments", "Mara left a tip", "room-payments"],
      ["/admin/demo/rooms", "Prices", "room-prices"],
      ["/ops", "CPU", "ops-growth"],
    ] as const) {
      await host.page.goto(place);
      await expect(host.page.getByText(text).first()).toBeVisible();
      await shoot(host.page, `${name}-${width}-${colorScheme}`, { fullPage: place !== path });
      await expectClean(host.page, `${name} ${width} ${colorScheme}`);
    }
  }
});
