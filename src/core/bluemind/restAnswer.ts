import { stripAnsi } from '../recognise/textLines.ts';

/** What BlueMind's own interface (REST) answered to curl. */
export type RestAnswer =
  | { readonly kind: 'answered'; readonly body: unknown }
  /** The key is not (or no longer) good: 401. */
  | { readonly kind: 'key-refused'; readonly message: string }
  /** The key is good, but its owner may not do this: 403. */
  | { readonly kind: 'not-allowed'; readonly message: string }
  | { readonly kind: 'failed'; readonly status: number; readonly message: string }
  /** Nobody listens there: BlueMind's core is stopped, or runs on another server. */
  | { readonly kind: 'not-reached'; readonly message: string }
  | { readonly kind: 'tool-missing' }
  /** Cut off, or not from BlueMind. */
  | { readonly kind: 'unreadable' };

/** Where BlueMind's task stands, as `GET /api/tasks/{id}` tells it. */
export type TaskState = 'NotStarted' | 'InProgress' | 'InError' | 'Success';

/** Curl writes the status in a line of its own behind the body: `--write-out '\n%{http_code}\n'`; `000` without an answer. */
const STATUS_LINE = /^\n(\d{3})$/;
/** `curl: (7) Failed to connect to 127.0.0.1 port 8090 after 0 ms: Couldn't connect to server` */
const CURL_COMPLAINT = /^curl: \(\d{1,3}\) (.{1,500})$/m;

/**
 * Reads what curl printed of one REST call. Errors of BlueMind are JSON as well:
 *   {"errorCode":"PERMISSION_DENIED","errorType":"ServerFault","message":"only admin0 can regenerate postfix maps"}
 * Total.
 */
export function parseRestAnswer(stdout: string, stderr: string, exitStatus: number | null): RestAnswer {
  if (exitStatus === 127 || /curl: (?:command )?not found/.test(stderr)) return { kind: 'tool-missing' };
  const text = `\n${stripAnsi(stdout).trimEnd()}`;
  const last = STATUS_LINE.exec(text.slice(-4));
  const status = Number(last?.[1]);
  if (!(status > 0)) {
    const complaint = CURL_COMPLAINT.exec(stderr.slice(0, 4096));
    return complaint === null ? { kind: 'unreadable' } : { kind: 'not-reached', message: complaint[1] ?? '' };
  }
  const body = jsonOf(text.slice(0, -4));
  if (status >= 200 && status < 300) {
    return body === undefined ? { kind: 'unreadable' } : { kind: 'answered', body };
  }
  const message = textField(body, 'message') ?? textField(body, 'errorCode') ?? '';
  if (status === 401) return { kind: 'key-refused', message };
  return status === 403 ? { kind: 'not-allowed', message } : { kind: 'failed', status, message };
}

/** The task's id out of a TaskRef, `{"id":"3f0c..."}`; null when there is none that could be asked for. */
export function taskIdOf(body: unknown): string | null {
  const id = textField(body, 'id');
  return id !== null && TASK_ID.test(id) ? id : null;
}

/** Letters and digits of a UUID mostly; nothing that could mean something in an address. */
export const TASK_ID = /^[A-Za-z0-9_-]{1,128}$/;

/** Out of `{"steps":1.0,"progress":1.0,"lastLogEntry":null,"state":"Success","result":null}`; null when it says nothing known. */
export function taskStateOf(body: unknown): TaskState | null {
  const state = textField(body, 'state');
  return states.find((known) => known === state) ?? null;
}

const states: readonly TaskState[] = ['NotStarted', 'InProgress', 'InError', 'Success'];

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textField(body: unknown, name: string): string | null {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return null;
  const value = (body as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : null;
}
