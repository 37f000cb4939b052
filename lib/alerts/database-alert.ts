import type { OperatorContext } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { openChannels } from "./channels.ts";
import { insertPastAlert } from "./queries.ts";
import type { AlertEvent } from "./schema.ts";
import { sendAlert } from "./send-alert.ts";

/** Processes that share a Redis send one message per outage. */
const ONCE = { tokens: 1, windowMs: 60_000 };

/**
 * A database outage, as one process sees it. It cannot be stored while it lasts, so channels are notified
 * without storing it, and the alert is added to the history when the database is back.
 */
export class DatabaseAlert {
  #id = newId("alt");
  #awaySince: Date | null = null;
  #isTold = false;

  /** Call after each failed check. The second failure in a row fires the alert. */
  async away(at: Date): Promise<void> {
    if (!this.#awaySince) {
      this.#id = newId("alt");
      this.#awaySince = at;
      return;
    }
    if (this.#isTold) return;
    this.#isTold = true;
    await this.#notify("fired", this.#awaySince, null);
  }

  /** Call after each successful check. */
  async back(operator: OperatorContext, at: Date): Promise<void> {
    const [since, wasTold] = [this.#awaySince, this.#isTold];
    this.#awaySince = null;
    this.#isTold = false;
    if (!since || !wasTold) return;
    const isFirst = await this.#notify("cleared", since, at);
    if (isFirst)
      await insertPastAlert(operator, { id: this.#id, rule: "database", firedAt: since, clearedAt: at });
  }

  /** @returns whether this process is the one that notifies */
  async #notify(event: AlertEvent, firedAt: Date, clearedAt: Date | null): Promise<boolean> {
    const taken = await kv().take([{ bucket: `alert:database:${event}`, limit: ONCE }]);
    if (taken?.[0]?.allowed === false) return false;
    const notice = {
      id: this.#id,
      rule: "database",
      event,
      value: null,
      threshold: null,
      firedAt,
      clearedAt,
    } as const;
    for (const channel of openChannels()) {
      await sendAlert(channel, notice).then(
        () => log().info({ rule: "database", event, channel }, "alert sent"),
        (error: unknown) =>
          log().warn({ rule: "database", event, channel, ...errorFields(error) }, "alert delivery failed"),
      );
    }
    return true;
  }
}
