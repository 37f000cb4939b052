import { setTimeout } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { listVersions } from "../queries/changes.ts";
import { onAnnouncedChange } from "./announce-change.ts";

const EVERY_MS = 1_500;
/** Between two checks, however often changes are announced. */
const MIN_PAUSE_MS = 50;

/** Called with each version read; null when the conversation is gone. */
export type Follower = (version: string | null) => void;

/**
 * The conversations of a workspace that readers of this process follow. One statement reads all of them, so
 * the database's work grows with workspaces, not with open pages.
 */
class ConversationWatch {
  readonly #ctx: Context;
  readonly #followers = new Map<Id<"cnv">, Set<Follower>>();
  readonly #onEmpty: () => void;
  #wake: () => void = () => undefined;
  #isAnnounced = false;

  constructor(ctx: Context, onEmpty: () => void) {
    this.#ctx = ctx;
    this.#onEmpty = onEmpty;
    void this.#run();
  }

  add(id: Id<"cnv">, follower: Follower): () => void {
    const followers = this.#followers.get(id) ?? new Set();
    this.#followers.set(id, followers.add(follower));
    return () => {
      followers.delete(follower);
      if (followers.size === 0 && this.#followers.get(id) === followers) this.#followers.delete(id);
    };
  }

  async #run(): Promise<void> {
    const announced = onAnnouncedChange(this.#ctx.tenantId, () => {
      this.#isAnnounced = true;
      this.#wake();
    });
    announced.catch((error: unknown) => this.#warn(error));
    for (;;) {
      await this.#pause();
      if (this.#followers.size === 0) {
        this.#onEmpty();
        return announced.then((leave) => leave()).catch((error: unknown) => this.#warn(error));
      }
      const asked = new Map([...this.#followers].map(([id, followers]) => [id, [...followers]]));
      try {
        const versions = await listVersions(this.#ctx, [...asked.keys()]);
        for (const [id, followers] of asked)
          for (const follower of followers) follower(versions.get(id) ?? null);
      } catch (error) {
        this.#warn(error);
      }
    }
  }

  /** Until the next check is due, or a change is announced. */
  async #pause(): Promise<void> {
    await sleep(MIN_PAUSE_MS);
    if (!this.#isAnnounced) {
      const announced = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await Promise.race([announced, sleep(EVERY_MS - MIN_PAUSE_MS)]);
    }
    this.#isAnnounced = false;
  }

  #warn(error: unknown): void {
    log().warn({ tenantId: this.#ctx.tenantId, ...errorFields(error) }, "watching conversations failed");
  }
}

/** Does not keep the process alive. */
const sleep = (ms: number) => setTimeout(ms, undefined, { ref: false });

const watches = () => singleton("conversation.watches", () => new Map<Id<"ten">, ConversationWatch>());

/**
 * Calls `follower` with the conversation's version every 1.5 s and after announced changes.
 * @returns the function that stops it
 */
export function watchConversation(ctx: Context, id: Id<"cnv">, follower: Follower): () => void {
  const all = watches();
  let watch = all.get(ctx.tenantId);
  if (!watch) {
    watch = new ConversationWatch(ctx, () => all.delete(ctx.tenantId));
    all.set(ctx.tenantId, watch);
  }
  return watch.add(id, follower);
}
