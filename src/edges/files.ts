import { Buffer, isUtf8 } from "node:buffer";
import * as fs from "node:fs";
import * as path from "node:path";

/** A file that cannot be used, in words for its user. */
export class FileError extends Error {
  constructor(
    readonly file: string,
    readonly problem: string,
  ) {
    super(`${file}: ${problem}`);
  }
}

export interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder";
}

/** What stands at a path, links followed; undefined where nothing does. */
export function kindAt(file: string): "file" | "folder" | "other" | undefined {
  try {
    const found = fs.statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
  } catch (error) {
    // `a.ts/b` where a.ts is a file, or a name too long to be one: nothing stands there either.
    if (["ENOTDIR", "ENAMETOOLONG", "EINVAL", "ERR_INVALID_ARG_VALUE"].includes(codeOf(error)))
      return undefined;
    throw new FileError(file, reasonOf(error));
  }
}

/**
 * The files and folders in a folder, in the order of their names. Links are left out: what a link inside the tree points
 * at is found at its own place, and what stands outside was not named.
 */
export function list(folder: string): readonly Entry[] {
  try {
    const entries: Entry[] = [];
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) entries.push({ name: entry.name, kind: "folder" });
      else if (entry.isFile()) entries.push({ name: entry.name, kind: "file" });
    }
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new FileError(folder, reasonOf(error));
  }
}

/** Where a path leads when all links are followed; the path itself where it leads nowhere. */
export function realPath(file: string): string {
  try {
    return fs.realpathSync.native(file);
  } catch {
    return file;
  }
}

/** Reads a file as UTF-8; a byte order mark stays in the text. */
export function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch (error) {
    throw new FileError(file, reasonOf(error));
  }
  return decode(bytes, file);
}

/** Like `readText`; undefined where there is no such file. */
export function readTextIfThere(file: string): string | undefined {
  return kindAt(file) === "file" ? readText(file) : undefined;
}

/** Like `readText`; undefined where there is no such file, or one of more than `mostBytes`. */
export function readTextUpTo(file: string, mostBytes: number): string | undefined {
  let size: number;
  try {
    const found = fs.statSync(file, { throwIfNoEntry: false });
    if (found === undefined || !found.isFile()) return undefined;
    size = found.size;
  } catch (error) {
    throw new FileError(file, reasonOf(error));
  }
  return size > mostBytes ? undefined : readText(file);
}

/** Text must come back byte for byte when it is written, so nothing but true UTF-8 will do. */
export function decode(bytes: Uint8Array, file: string): string {
  const littleEndian = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (littleEndian || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new FileError(file, "is UTF-16; save it as UTF-8");
  }
  if (bytes.includes(0)) throw new FileError(file, "holds null bytes, so it is not a text file");
  if (!isUtf8(bytes)) throw new FileError(file, "is not valid UTF-8; save it as UTF-8");
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

/**
 * Replaces a file in one step, so that nobody ever sees half of it: the text goes to a new file in the same folder, which then
 * takes the old one's name and mode. A link stays a link.
 */
export function writeText(file: string, text: string): void {
  let temporary: string | undefined;
  try {
    const target = fs.realpathSync(file);
    const before = fs.statSync(target);
    // Renaming asks only the folder, so a file that must not change is asked here. Root may write anything: look at the mode, too.
    if ((before.mode & 0o222) === 0) throw new FileError(file, "is read-only; it was not changed");
    fs.accessSync(target, fs.constants.W_OK);
    const unique = `${process.pid}-${Math.random().toString(36).slice(2, 10)}`;
    const beside = path.join(path.dirname(target), `.parcall-${unique}.tmp`);
    const handle = fs.openSync(beside, "wx", before.mode);
    temporary = beside;
    try {
      fs.writeFileSync(handle, text);
      keepOwner(handle, before);
      // After the owner, because changing the owner drops the bits that let others run as them; and the umask dropped some.
      fs.fchmodSync(handle, before.mode);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(beside, target);
    temporary = undefined;
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(file, `could not be written: ${reasonOf(error)}`);
  } finally {
    if (temporary !== undefined) fs.rmSync(temporary, { force: true });
  }
}

/** Makes a file that is not there yet, in one step, too; what has come there in the meantime is left alone. */
export function createText(file: string, text: string): void {
  const unique = `${process.pid}-${Math.random().toString(36).slice(2, 10)}`;
  const beside = path.join(path.dirname(file), `.parcall-${unique}.tmp`);
  try {
    fs.writeFileSync(beside, text, { flag: "wx", flush: true });
    if (kindAt(file) !== undefined) throw new FileError(file, "is there already; it was not changed");
    fs.renameSync(beside, file);
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(file, `could not be written: ${reasonOf(error)}`);
  } finally {
    fs.rmSync(beside, { force: true });
  }
}

/** Only root may give files away; for everybody else the new file is their own, as the old one most likely was. */
function keepOwner(handle: number, before: fs.Stats): void {
  const now = fs.fstatSync(handle);
  if (now.uid === before.uid && now.gid === before.gid) return;
  try {
    fs.fchownSync(handle, before.uid, before.gid);
  } catch {
    // The text is right and the mode is kept; the owner is the best that can be had.
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

const reasons = new Map([
  ["ENOENT", "there is no such file or folder"],
  ["EACCES", "permission denied"],
  ["EPERM", "not permitted"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "no space is left"],
  ["EISDIR", "is a folder"],
  ["ENOTDIR", "is not in a folder"],
  ["ELOOP", "its links go round in a circle"],
  ["ERR_FS_FILE_TOO_LARGE", "is too large"],
]);

function reasonOf(error: unknown): string {
  return reasons.get(codeOf(error)) ?? (error instanceof Error ? error.message : String(error));
}
