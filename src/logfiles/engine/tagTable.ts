import type { LogSources } from '../../core/postfix/logReader.ts';
import type { PostfixService } from '../../core/postfix/service.ts';
import { ByteInterner } from './byteInterner.ts';
import { hashBytes } from './hash.ts';
import { hostHash, serviceHash } from './indexKeys.ts';

/** What the host and tag of a line (`mail postfix/smtpd`) stand for; one object for all lines that begin so. */
export interface LineTag {
  /** `mail postfix/smtpd` */
  readonly text: Uint8Array;
  readonly program: string;
  readonly host: string;
  /** Null for other programs. */
  readonly service: PostfixService | null;
  readonly daemon: DaemonKind | null;
  /** Key of the process but for its PID. */
  readonly hostHash: number;
  readonly serviceHash: number;
  /** `host\n` in bytes: queue IDs are unique on one host only. */
  readonly hostPrefix: Uint8Array;
  foreignLines: number;
  /** `MessageColumnsBuilder.instanceBits`; -1 until asked for. */
  instanceBits: number;
}

/** What a daemon's lines may be, as far as the scanner knows them by heart. */
export type DaemonKind = 'cleanup' | 'qmgr' | 'postscreen' | 'smtp' | 'statistics' | 'special' | 'other';

const daemonKinds: Readonly<Record<string, DaemonKind>> = {
  cleanup: 'cleanup',
  qmgr: 'qmgr',
  oqmgr: 'qmgr',
  nqmgr: 'qmgr',
  postscreen: 'postscreen',
  smtp: 'smtp',
  lmtp: 'smtp',
  anvil: 'statistics',
  scache: 'statistics',
  // Their lines about a queue ID have readers of their own in core's `parseQueueText`.
  pickup: 'special',
  bounce: 'special',
  defer: 'special',
  trace: 'special',
  postsuper: 'special',
};

/** More than any log has; a hostile log may name a new program on every line. */
const maxTags = 50_000;
// As core's `parseSyslogLine` takes them apart; other shapes go to the reference parser.
const hostAndTag = /^([^\s[\]:<]{1,255}) ([^\s[\]:]{1,200})$/;

export class TagTable {
  readonly #texts = new ByteInterner();
  readonly #tags: (LineTag | null)[] = [];
  readonly #recent: (LineTag | null)[] = new Array<LineTag | null>(256).fill(null);
  readonly #sources: LogSources;

  constructor(sources: LogSources) {
    this.#sources = sources;
  }

  /**
   * Null when the bytes are no host and tag of the plain form. A hash of all bytes would take longer than the comparison
   * it saves, so three of them and the length choose a slot, and the tag seen last in that slot is compared first.
   */
  at(bytes: Buffer, start: number, end: number): LineTag | null {
    const slot =
      ((bytes[end - 1] as number) * 7 + (bytes[end - 3] as number) * 31 + (end - start) * 127) & 255;
    const recent = this.#recent[slot];
    if (recent && isText(recent.text, bytes, start, end)) return recent;
    const tag = this.#find(bytes, start, end);
    this.#recent[slot] = tag;
    return tag;
  }

  #find(bytes: Buffer, start: number, end: number): LineTag | null {
    if (this.#texts.count >= maxTags) return null;
    const number = this.#texts.intern(bytes, start, end, hashBytes(bytes, start, end));
    let tag = this.#tags[number];
    if (tag === undefined) this.#tags[number] = tag = this.#read(bytes.toString('latin1', start, end));
    return tag;
  }

  #read(text: string): LineTag | null {
    const found = hostAndTag.exec(text);
    if (found === null) return null;
    const [, host = '', program = ''] = found;
    const service = this.#sources.service(program);
    return {
      text: Buffer.from(text, 'latin1'),
      program,
      host,
      service,
      daemon:
        service === null
          ? null
          : Object.hasOwn(daemonKinds, service.daemon)
            ? (daemonKinds[service.daemon] ?? 'other')
            : 'other',
      hostHash: hostHash(host),
      serviceHash: service === null ? 0 : serviceHash(service),
      hostPrefix: Buffer.from(`${host}\n`),
      foreignLines: 0,
      instanceBits: -1,
    };
  }

  /** Foreign lines by program. */
  addForeign(to: Map<string, number>): void {
    for (const tag of this.#tags) {
      if (tag === null || tag.foreignLines === 0) continue;
      to.set(tag.program, (to.get(tag.program) ?? 0) + tag.foreignLines);
    }
  }
}

function isText(text: Uint8Array, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let place = 0; place < text.length; place += 1) if (text[place] !== bytes[start + place]) return false;
  return true;
}
