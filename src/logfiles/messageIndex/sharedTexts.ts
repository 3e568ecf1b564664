import type { TableReason } from '../../core/logIndex/messageTable.ts';
import { AddressDomains } from '../engine/addressDomains.ts';
import { ByteInterner, noTexts } from '../engine/byteInterner.ts';
import { hashBytes, queueIdHash } from '../engine/hash.ts';
import { releaseAll } from '../engine/release.ts';
import type { ScannedReason, SegmentScan, TotalsColumns } from '../engine/segmentScan.ts';
import type { PackedTexts } from '../kernel/textKernel.ts';
import { FoldedTexts } from './foldedTexts.ts';

/** A stretch's own numbers for texts, turned into those of all stretches. */
export interface SharedNumbers {
  readonly ids: Int32Array;
  readonly addresses: Int32Array;
  readonly clients: Int32Array;
  readonly relays: Int32Array;
  readonly logins: Int32Array;
  readonly reasons: Int32Array;
  /** Added to the stretch's rows of message-IDs. */
  readonly messageIdBase: number;
  /** Instance + 1, as in a record's byte, to that of all stretches. */
  readonly instances: Int32Array;
}

type AdoptedNumbers = Omit<SharedNumbers, 'reasons'>;

const newline = 0x0a;

/** The texts of all stretches, each once. */
export class SharedTexts {
  /** `host\nqueueId` */
  readonly ids = new ByteInterner();
  readonly addresses = new ByteInterner();
  readonly domains = new AddressDomains(this.addresses);
  /** For each address the number of the first that differs at most in case. */
  readonly folded = new FoldedTexts(this.addresses);
  readonly clients = new ByteInterner();
  readonly relays = new ByteInterner();
  readonly logins = new ByteInterner();
  readonly reasons: TableReason[] = [];
  readonly reasonKeys: string[] = [];
  /** Of each stretch. */
  readonly messageIds: PackedTexts[] = [];
  messageIdHashes: Int32Array[] = [];
  #messageIdCount = 0;
  readonly #reasonNumbers = new Map<string, number>();
  readonly #instances: string[] = [];

  readonly #numbers = new Map<Int32Array, AdoptedNumbers>();

  /** Takes over a stretch's texts; the same without them. `share`: how much of all has come with it, up to 1. */
  adopt(scan: SegmentScan, share = 1): SegmentScan {
    const { totals } = scan;
    const messages = totals?.messages;
    if (totals === null || messages === null || messages === undefined)
      throw new Error('scanned without messages');
    const { bytes, starts, hashes } = messages.messageIds;
    this.#numbers.set(totals.lines, {
      ids: this.ids.adopt(totals.queueIds, share),
      addresses: this.addresses.adopt(totals.addresses, share),
      clients: this.clients.adopt(totals.clients, share),
      relays: this.relays.adopt(messages.relays, share),
      logins: this.logins.adopt(messages.logins, share),
      messageIdBase: this.#messageIdCount,
      instances: Int32Array.from([0, ...messages.instances.map((name) => this.#instance(name) + 1)]),
    });
    this.messageIds.push({ bytes, starts, count: hashes.length });
    this.messageIdHashes.push(hashes);
    this.#messageIdCount += hashes.length;
    this.folded.update();
    releaseAll(totals.queueIds, totals.addresses, totals.clients, messages.relays, messages.logins);
    const [queueIds, addresses, clients] = [noTexts, noTexts, noTexts];
    const rest = { ...messages, relays: noTexts, logins: noTexts };
    return { ...scan, totals: { ...totals, queueIds, addresses, clients, messages: rest } };
  }

  /** Of an adopted stretch. To be asked in order of time: of a reason the first reply is kept. */
  numbersOf({ lines, reasons }: TotalsColumns): SharedNumbers {
    const adopted = this.#numbers.get(lines);
    if (adopted === undefined) throw new Error('not adopted');
    this.#numbers.delete(lines);
    return { ...adopted, reasons: Int32Array.from(reasons, (reason) => this.#reason(reason)) };
  }

  #reason({ key, kind, cause, dsn, reply }: ScannedReason): number {
    const known = this.#reasonNumbers.get(key);
    if (known !== undefined) return known;
    this.#reasonNumbers.set(key, this.reasons.length);
    this.reasonKeys.push(key);
    // What was only redirected is in no ranking; its cause is.
    return this.reasons.push({ kind: kind === 'unknown' ? 'held' : kind, cause, dsn, reply }) - 1;
  }

  #instance(name: string): number {
    const known = this.#instances.indexOf(name);
    return known >= 0 ? known : this.#instances.push(name) - 1;
  }

  messageId(number: number): string {
    let rest = number;
    for (const { bytes, starts, count } of this.messageIds) {
      if (rest < count)
        return Buffer.from(bytes.buffer, bytes.byteOffset).toString('utf8', starts[rest], starts[rest + 1]);
      rest -= count;
    }
    return '';
  }

  /** All is adopted: gives up what it takes to find a text again. */
  rest(): void {
    for (const texts of [this.ids, this.addresses, this.clients, this.relays, this.logins]) texts.rest();
  }

  /** Makes ready for further texts. */
  wake(): void {
    for (const texts of [this.ids, this.addresses, this.clients, this.relays, this.logins]) texts.wake();
  }

  /** Place behind the host in `ids.bytes`. */
  bareStart(id: number): number {
    const { bytes, starts } = this.ids;
    let place = starts[id] as number;
    // Hosts are short: asking `indexOf` takes longer.
    while (bytes[place] !== newline) place += 1;
    return place + 1;
  }

  /** As the index has it; 0 for what names no queue ID. */
  bareHash(id: number): number {
    const { bytes, starts } = this.ids;
    const [start, end] = [this.bareStart(id), starts[id + 1] as number];
    return start === end ? 0 : queueIdHash(hashBytes(bytes, start, end));
  }

  haveSameHost(one: number, other: number): boolean {
    const { bytes, starts } = this.ids;
    let [at, place] = [starts[one] as number, starts[other] as number];
    while (bytes[at] === bytes[place] && bytes[at] !== newline) [at, place] = [at + 1, place + 1];
    return bytes[at] === bytes[place];
  }

  queueId(id: number): string {
    const { bytes, starts } = this.ids;
    return Buffer.from(bytes.buffer).toString('utf8', this.bareStart(id), starts[id + 1]);
  }

  host(id: number): string {
    const { bytes, starts } = this.ids;
    return Buffer.from(bytes.buffer).toString('utf8', starts[id], this.bareStart(id) - 1);
  }
}
