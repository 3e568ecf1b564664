import type { UnexpungeListing, UnexpungeResult } from './expungedMessage.ts';

/** Reads `unexpunge -l` (stdout, or stdout and stderr together). Total. */
export function parseUnexpungeListing(_text: string): UnexpungeListing {
  return { items: [], notUnderstood: [], error: null, cutOff: false };
}

/** Reads what `unexpunge -u`, `-a` or `-t` printed. Total. */
export function parseUnexpungeResult(_text: string): UnexpungeResult {
  return { mailbox: null, restored: null, uids: [], error: null, notUnderstood: [] };
}
