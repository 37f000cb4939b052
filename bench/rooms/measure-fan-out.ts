import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "../app-login.ts";
import { cpuMs } from "../host.ts";
import { startParley, startRole } from "../processes.ts";
import { Crowd, inParallel } from "./crowd.ts";
import { HeldMemory } from "./held-memory.ts";
import { AT_ONCE, type OpenSocket, openMember, seatAll } from "./parley-members.ts";

const PER_PERSON = 10;
const PER_SECOND = 1;

/** One room whose sockets are in two processes, and a message a second that is posted to a third. */
export async function measureFanOut({ people, ms }: { people: number; ms: number }) {
  const services = await startServices();
  const login = { ...(await appLogin(services.databaseUrl)), REDIS_URL: services.redisUrl };
  const main = await startParley("http://127.0.0.1:9", { ...login, SERVICE_TYPE: "main" });
  const memory = new HeldMemory();
  const start = () => startRole({ ...login, ...memory.settings, SERVICE_TYPE: "websocket" });
  const roles = [await start(), await start()];
  const crowd = new Crowd();
  const sockets: OpenSocket[] = [];
  const held = async () => {
    let sum = 0;
    for (const { pid } of roles) sum += await memory.of(pid);
    return sum;
  };
  try {
    const size = Math.ceil(people / PER_PERSON);
    const seats = await seatAll(main, [{ size, people: size }]);
    const idle = await held();
    const places = Array.from({ length: people }, (_, index) => index);
    await inParallel(places, AT_ONCE, async (index) => {
      const placed = seats[index % size];
      if (placed) sockets.push(await openMember(main.url, placed, crowd, roles[index % 2]?.url));
    });
    const kb = ((await held()) - idle) / people;
    const [{ seat } = {}] = seats;
    for (const member of crowd.members) delete member.send;
    const [speaker] = crowd.members;
    if (speaker)
      speaker.send = (content) =>
        void fetch(`${main.url}/api/chats/${seat?.code}/messages`, {
          method: "POST",
          headers: { authorization: `Bearer ${seat?.token}`, "content-type": "application/json" },
          body: JSON.stringify({ content }),
        });
    const before = roles.map(({ pid }) => cpuMs(pid));
    const at = performance.now();
    await crowd.talk(PER_SECOND, ms, () => size);
    const percent = roles.map(({ pid }, i) =>
      ((100 * (cpuMs(pid) - (before[i] ?? 0))) / (performance.now() - at)).toFixed(0),
    );
    const row = { subject: "two processes for sockets", ...crowd.row("socket"), lost: crowd.lost };
    return [{ ...row, "kB each": kb.toFixed(0), "CPU, %": percent.join(" + ") }];
  } finally {
    for (const { socket } of sockets) socket.terminate();
    for (const role of roles) await role.stop();
    await main.stop();
    await services.stop();
  }
}
