import { worstDay } from "./worst-day.ts";

process.stdout.write(`${worstDay()}\n`);
