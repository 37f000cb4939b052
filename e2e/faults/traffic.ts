import { setTimeout as sleep } from "node:timers/promises";
import { ask, type Door, question, type Wish } from "./asker.ts";
import type { Cluster, Tenant } from "./cluster.ts";
import type { Asked, Journal } from "./journal.ts";
import type { Random } from "./random.ts";

/** So long a conversation may become. */
const MOST_QUESTIONS = 10;

type Conversation = { name: string; tenant: Tenant; questions: number };

/** People who ask: one question at a time in a conversation, as many conversations as are needed. */
export class Traffic {
  readonly #cluster: Cluster;
  readonly #journal: Journal;
  readonly #random: Random;
  readonly #run: string;
  /** The share of connections that die under way. */
  readonly #cuts: number;
  readonly #free: Conversation[] = [];
  readonly #under = new Set<Promise<void>>();
  #conversations = 0;

  constructor(
    cluster: Cluster,
    journal: Journal,
    random: Random,
    { run, cuts = 0 }: { run: string; cuts?: number },
  ) {
    this.#cluster = cluster;
    this.#journal = journal;
    this.#random = random;
    this.#run = run;
    this.#cuts = cuts;
  }

  /**
   * Asks in an idle or new conversation. Returns at once; `ended` settles once the reader has seen the end.
   */
  ask(wish: Wish): { asked: Asked; ended: Promise<void> } {
    const conversation = this.#free.pop() ?? this.#open();
    const { name, text, expected } = question(this.#run, wish);
    const { tenant } = conversation;
    const asked: Asked = {
      tenant: tenant.handle,
      apiKey: tenant.apiKey,
      conversation: conversation.name,
      messageId: `m-${name}`,
      text,
      expected,
      isBroken: (wish.fault ?? "none") !== "none",
      invokedAt: performance.now(),
      acknowledgedAt: null,
      firstTokenAt: null,
      endedAt: null,
      refusals: [],
      lost: 0,
      resumed: 0,
      wrong: [],
      shown: null,
    };
    this.#journal.asked.push(asked);
    conversation.questions += 1;
    const ended = ask(asked, this.#door(), this.#random).then(() => {
      if (conversation.questions < MOST_QUESTIONS && asked.endedAt !== null) this.#free.unshift(conversation);
    });
    this.#under.add(ended);
    ended.finally(() => this.#under.delete(ended)).catch(() => undefined);
    return { asked, ended };
  }

  /** Asks at a fixed rate, whether or not earlier questions are answered. */
  async flow(perSecond: number, milliseconds: number, wish: () => Wish): Promise<void> {
    const started = performance.now();
    for (let sent = 0; performance.now() - started < milliseconds; sent += 1) {
      this.ask(wish());
      await sleep(Math.max(0, started + ((sent + 1) * 1_000) / perSecond - performance.now()));
    }
  }

  /** Until every reader has seen the end of its answer, or has given up. */
  async settled(): Promise<void> {
    while (this.#under.size > 0) await Promise.all([...this.#under]);
  }

  #open(): Conversation {
    const { tenants } = this.#cluster;
    this.#conversations += 1;
    const tenant = tenants[this.#conversations % tenants.length] as Tenant;
    return { name: `c-${this.#run}-${this.#conversations}`, tenant, questions: 0 };
  }

  #door(): Door {
    const cut = () => (this.#random.chance(this.#cuts) ? this.#random.integer(40) : null);
    return { url: () => this.#cluster.url(), cut };
  }
}
