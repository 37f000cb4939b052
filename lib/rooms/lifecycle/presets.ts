import type { RoomPreset } from "../schema.ts";

/** The switches that a preset sets. */
export type RoomSwitches = { slow_seconds: number; hold: boolean; lobby: boolean };

export const presets: Record<RoomPreset, RoomSwitches> = {
  open: { slow_seconds: 0, hold: false, lobby: false },
  calm: { slow_seconds: 10, hold: false, lobby: false },
  strict: { slow_seconds: 30, hold: true, lobby: true },
};

/** @returns the preset that has exactly these switches, or null */
export function presetOf({ slow_seconds, hold, lobby }: RoomSwitches): RoomPreset | null {
  const names = Object.keys(presets) as RoomPreset[];
  const isIt = (name: RoomPreset) => {
    const preset = presets[name];
    return preset.slow_seconds === slow_seconds && preset.hold === hold && preset.lobby === lobby;
  };
  return names.find(isIt) ?? null;
}
