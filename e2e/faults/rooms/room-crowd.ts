import { setTimeout as sleep } from "node:timers/promises";
import type { WireMessagePage } from "#lib/rooms/wire.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { createRoomAt, type Guest, joinRoomAt, type Seat } from "#testing/rooms/room-calls.ts";
import type { Random } from "../random.ts";
import type { Reader, RoomJournal, Said, StoredRoom } from "./room-journal.ts";
import { type RoomDoors, readRoom } from "./room-reader.ts";
import { type Post, postOverHttp, postOverSocket, say } from "./room-writer.ts";

/** People in each room: 30 in all. */
const SIZES = [14, 9, 5, 2];
const TWICE = 0.1;
const ARRIVES_WITHIN_MS = 60_000;
const POLL_MS = 50;

type Person = { guest: Guest; post: Post; isTalking: boolean };

/** People in rooms, each of whom reads and writes, half of them over a socket. */
export class RoomCrowd {
  readonly #journal: RoomJournal;
  readonly #doors: RoomDoors;
  readonly #random: Random;
  readonly #end = new AbortController();
  readonly #people: Person[] = [];
  readonly #rooms: Seat[] = [];
  readonly #under = new Set<Promise<void>>();
  readonly #reading: Promise<void>[] = [];

  constructor(journal: RoomJournal, doors: RoomDoors, random: Random) {
    this.#journal = journal;
    this.#doors = doors;
    this.#random = random;
  }

  /** Creates the rooms, and waits until everybody has been welcomed. */
  async gather(url: string, apiKey: string): Promise<void> {
    for (const size of SIZES) {
      const host = await createRoomAt(url, apiKey);
      this.#rooms.push(host);
      for (let number = 0; number < size; number += 1)
        this.#seat(await joinRoomAt(url, host.code, `Person ${number}x`), number);
    }
    const isIn = () => this.#journal.readers.every(({ from }) => from !== null);
    if (!(await until(isIn))) throw new Error("Not everybody was welcomed.");
  }

  #seat(guest: Guest, number: number): void {
    const isSocket = number % 2 === 1;
    const reader: Reader = {
      code: guest.code,
      name: guest.participant.name,
      transport: isSocket ? "socket" : "stream",
      from: null,
      heard: [],
      disordered: [],
      resyncs: 0,
      resumed: 0,
      shown: [],
    };
    this.#journal.readers.push(reader);
    const { signal } = this.#end;
    this.#reading.push(readRoom(reader, guest, this.#doors, { random: this.#random, signal }));
    // Those who read over a stream write over a socket every second time, and the other way round.
    const overSocket = number % 4 === 0 || number % 4 === 1;
    const post = overSocket ? postOverSocket(guest, this.#doors, signal) : postOverHttp(guest, this.#doors);
    this.#people.push({ guest, post, isTalking: false });
  }

  /** Says texts at a rate. Someone whose last text is not acknowledged yet is passed over. */
  async talk(perSecond: number, milliseconds: number): Promise<void> {
    const started = performance.now();
    for (let sent = 0; performance.now() - started < milliseconds; sent += 1) {
      const idle = this.#people.filter(({ isTalking }) => !isTalking);
      if (idle.length > 0) this.#say(this.#random.pick(idle));
      await sleep(Math.max(0, started + ((sent + 1) * 1_000) / perSecond - performance.now()));
    }
  }

  #say(person: Person): void {
    const { guest } = person;
    const number = this.#journal.said.length + 1;
    const said: Said = {
      code: guest.code,
      participantId: guest.participant.id,
      id: `s${number}`,
      text: `text ${number} of ${guest.participant.name}`,
      saidAt: performance.now(),
      acknowledged: null,
      againAt: null,
      refusals: [],
    };
    this.#journal.said.push(said);
    person.isTalking = true;
    const over = say(said, person.post, this.#random.chance(TWICE)).finally(() => {
      person.isTalking = false;
      this.#under.delete(over);
    });
    this.#under.add(over);
  }

  /** Waits until every message is acknowledged or given up and all deliveries have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#under);
    const { said, readers } = this.#journal;
    const last = new Map<string, number>();
    for (const { code, acknowledged } of said)
      last.set(code, Math.max(last.get(code) ?? 0, acknowledged?.offset ?? 0));
    await until(() =>
      readers.every(({ code, from, heard }) => (heard.at(-1)?.offset ?? from ?? 0) >= (last.get(code) ?? 0)),
    );
  }

  async leave(): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#reading);
  }

  /** What the API answers, before the processes end. */
  async stored(): Promise<StoredRoom[]> {
    return Promise.all(this.#rooms.map((host) => readStored(this.#doors.page(), host)));
  }
}

async function readStored(url: string, { code, token }: Seat): Promise<StoredRoom> {
  const messages: StoredRoom["messages"][number][] = [];
  for (let before: string | null = ""; before !== null; ) {
    const query: string = before ? `?before=${encodeURIComponent(before)}` : "";
    const response = await fetch(`${url}/api/chats/${code}/messages/${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    const page = (await response.json()) as WireMessagePage;
    messages.unshift(...page.messages);
    before = page.cursor;
  }
  return { code, messages, lastOffset: 0, offsets: [] };
}

/** Adds the log as it is in the database. */
export async function withLog(rooms: StoredRoom[]): Promise<StoredRoom[]> {
  const events = await asOwner<{ code: string; last: number; offset: number }>(
    `select r.code, r.last_offset::int as last, e."offset"::int as "offset" from platform.rooms r
     join platform.room_events e on e.tenant_id = r.tenant_id and e.room_id = r.id order by 1, 3`,
  );
  return rooms.map((room) => {
    const own = events.filter(({ code }) => code === room.code);
    return { ...room, lastOffset: own[0]?.last ?? 0, offsets: own.map(({ offset }) => offset) };
  });
}

async function until(isSo: () => boolean): Promise<boolean> {
  const patience = performance.now() + ARRIVES_WITHIN_MS;
  while (!isSo() && performance.now() < patience) await sleep(POLL_MS);
  return isSo();
}
