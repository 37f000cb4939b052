import { ParleyError } from "../errors.ts";
import { errorFields, log } from "../log.ts";

/** EFBIG is the process's own limit (`ulimit -f`), which has the same effect as a full disk. */
const noRoomCodes = ["ENOSPC", "EDQUOT", "EFBIG"];

/** File system errors contain paths, so they are not passed on. */
export function explainFileError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  if (!/^E[A-Z0-9]+$/.test(code)) return error;
  if (noRoomCodes.includes(code)) return noRoom();
  log().error(errorFields(error), "the file storage failed");
  return new ParleyError("unavailable", "The file storage can't be read or written.");
}

export function noRoom(): ParleyError {
  return new ParleyError("unavailable", "The file storage is full.");
}

export function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
  throw error;
}
