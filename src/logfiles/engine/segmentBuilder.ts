import type { AccessEvent, DeliveryEvent, PostfixLine } from '../../core/postfix/event.ts';
import { mailStages } from '../../core/postfix/smtpSession.ts';
import type { LogSource } from '../../core/postfix/logRecord.ts';
import { maxSamples } from '../../core/postfix/logReader.ts';
import { isCountedDecision, normalAddress } from '../../core/postfix/logTotals.ts';
import { handedOnTo } from '../../core/postfix/queueLife.ts';
import { bare } from '../../core/postfix/traceQuery.ts';
import { offsetMinutes, wallMillis } from '../../core/syslog/stamp.ts';
import type { Stamp } from '../../core/syslog/stamp.ts';
import { ByteInterner } from './byteInterner.ts';
import { Float64Column, Int32Column, Uint8Column } from './column.ts';
import { hashBytes, hashText, queueIdHash } from './hash.ts';
import { sessionHash } from './indexKeys.ts';
import { internText } from './internText.ts';
import { isPlainDelivery, MessageColumnsBuilder } from './messageColumns.ts';
import { ScannedReasons } from './scannedReasons.ts';
import { lineStride, packHour, packStamp, tally } from './segmentScan.ts';
import type { ScannedReason, SegmentScan, StampOfLine } from './segmentScan.ts';

export interface ScanWants {
  readonly index: boolean;
  readonly totals: boolean;
  /** Also what the message table wants; only together with the other two. */
  readonly messages?: boolean;
  /**
   * Lines are thought to stand in order of time, in one file: then the turns of sessions in which nothing was decided can be
   * left out of the message table.
   */
  readonly isInOrder?: boolean;
  /**
   * The only address (as core's `bare` leaves it) the index will be asked for, null for none: of others it need not know.
   * Without totals the kernel reads the common lines only when this is given.
   */
  readonly address?: string | null;
}

class HashedLineColumn {
  readonly lines = new Int32Column();
  readonly hashes = new Int32Column();

  push(line: number, hash: number): void {
    this.lines.push(line);
    this.hashes.push(hash);
  }

  append(lines: Int32Array, hashes: Int32Array, count: number): void {
    this.lines.append(lines, count);
    this.hashes.append(hashes, count);
  }

  take(): { lines: Int32Array<ArrayBuffer>; hashes: Int32Array<ArrayBuffer> } {
    return { lines: this.lines.take(), hashes: this.hashes.take() };
  }
}

/**
 * Collects what a stretch of a log says. The scanner fills most columns straight from bytes; lines it does not know by
 * heart come in here as events of the reference parsers, and must leave the same traces.
 */
export class SegmentBuilder {
  readonly wants: ScanWants;
  /** Number of the line being read. */
  line = 0;
  /** Where it stands. */
  lineBytes: Uint8Array = new Uint8Array(0);
  lineStart = 0;
  lineEnd = 0;
  understood = 0;
  foreign = 0;
  notUnderstood = 0;
  readonly foreignPrograms = new Map<string, number>();
  readonly offsets = new Float64Column();
  readonly queueIds = new Int32Column();
  readonly mentions = new HashedLineColumn();
  readonly messageIds = new HashedLineColumn();
  readonly addresses = new HashedLineColumn();
  readonly sessions = new HashedLineColumn();
  readonly sessionEnds = new Uint8Column();
  readonly #repeats = new HashedLineColumn();
  readonly ids = new ByteInterner();
  readonly normalAddresses = new ByteInterner();
  readonly clients = new ByteInterner();
  readonly messages: MessageColumnsBuilder | null;
  /** Set before a record of a daemon that owns a queue (`MessageColumnsBuilder.instanceBits`). */
  instanceBits = 0;
  readonly #samples: { line: number; text: string }[] = [];
  readonly #starts: { line: number; stamp: Stamp }[] = [];
  readonly #stampLines = new Int32Column();
  readonly #packed = new Int32Column();
  readonly #odd: Stamp[] = [];
  #oddLast: Stamp | null = null;
  readonly earliest: ZonedEnd = { line: -1, key: 0, stamp: null, position: 0 };
  readonly latest: ZonedEnd = { line: -1, key: 0, stamp: null, position: 0 };
  #zonedOrdered = true;
  #zonedFirstKey = 0;
  #zonedLastKey = 0;
  readonly #kinds = new Uint8Column();
  readonly #lines = new Int32Column();
  readonly #ids = new Int32Column();
  readonly #values = new Int32Column();
  readonly #times: [number, number][] = [];
  readonly #senders = new Int32Column();
  readonly #sizes = new Float64Column();
  readonly reasons = new ScannedReasons();
  readonly #zones: string[] = [];
  #keys: Float64Column | null = null;
  readonly #hours = new Int32Column();
  readonly #recordZones = new Int32Column();
  /** Time of the line being read, when its stamp has an offset; NaN when not. */
  zonedKey = NaN;
  zonedHour = 0;
  zonedZone = 0;
  zonedDigits = 0;

  constructor(wants: ScanWants) {
    this.wants = wants;
    this.messages =
      wants.messages === true ? new MessageColumnsBuilder(this.normalAddresses, this.clients) : null;
  }

  zoneNumber(zone: string): number {
    const known = this.#zones.indexOf(zone);
    return known >= 0 ? known : this.#zones.push(zone) - 1;
  }

  /** The line being read has a stamp without an offset that differs from the one before. */
  stampPacked(packed: number): void {
    this.#stampLines.push(this.line);
    this.#packed.push(packed);
    this.#oddLast = null;
  }

  /** As `stampPacked`, for lines read by the kernel. */
  stampRuns(lines: Int32Array, packed: Int32Array, count: number): void {
    if (count === 0) return;
    this.#stampLines.append(lines, count);
    this.#packed.append(packed, count);
    this.#oddLast = null;
  }

  /** Packed stamp of the lines before the one being read, when it has the common form; 0 otherwise. */
  get packedStamp(): number {
    const { length } = this.#packed;
    return length === 0 ? 0 : Math.max(0, this.#packed.at(length - 1));
  }

  stamp(stamp: Stamp): void {
    this.zonedKey = NaN;
    const offset = offsetMinutes(stamp);
    if (offset !== null && stamp.year !== null) {
      const key = wallMillis(stamp, stamp.year) - offset * 60_000;
      const { year, month, day, hour, zone } = stamp;
      this.zonedDigits = stamp.fraction.length;
      this.zoned(key, packHour(year, month, day, hour), this.zoneNumber(zone ?? ''), stamp, 0);
    } else if (stamp.year === null && stamp.fraction === '') {
      const packed = packStamp(stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second);
      if (packed !== this.packedStamp) this.stampPacked(packed);
    } else if (stamp !== this.#oddLast) {
      this.#stampLines.push(this.line);
      this.#packed.push(-1 - this.#odd.length);
      this.#odd.push(stamp);
      this.#oddLast = stamp;
    }
  }

  /**
   * The line being read has a stamp with an offset. In an ordered log every line is the latest so far, so the scanner gives
   * the stamp's position instead of the stamp, and makes it out when it must give up its bytes (`settleEnds`).
   */
  zoned(key: number, hour: number, zone: number, stamp: Stamp | null, position: number): void {
    this.zonedKey = key;
    this.zonedHour = hour;
    this.zonedZone = zone;
    if (this.earliest.line < 0) {
      this.#zonedFirstKey = key;
      for (const end of [this.earliest, this.latest]) setEnd(end, this.line, key, stamp, position);
    } else {
      if (key < this.#zonedLastKey) this.#zonedOrdered = false;
      if (key < this.earliest.key) setEnd(this.earliest, this.line, key, stamp, position);
      else if (key > this.latest.key) setEnd(this.latest, this.line, key, stamp, position);
    }
    this.#zonedLastKey = key;
  }

  /** As `zoned`, for lines read by the kernel one after the other. */
  zonedRun({ firstKey, lastKey, isOrdered, earliest, latest }: ZonedRun): void {
    if (this.earliest.line < 0) {
      this.#zonedFirstKey = firstKey;
      for (const end of [this.earliest, this.latest])
        setEnd(end, earliest.line, earliest.key, null, earliest.position);
    } else if (firstKey < this.#zonedLastKey) this.#zonedOrdered = false;
    if (!isOrdered) this.#zonedOrdered = false;
    if (earliest.key < this.earliest.key)
      setEnd(this.earliest, earliest.line, earliest.key, null, earliest.position);
    if (latest.key > this.latest.key) setEnd(this.latest, latest.line, latest.key, null, latest.position);
    this.#zonedLastKey = lastKey;
  }

  settleEnds(stampAt: (position: number) => Stamp | null): void {
    for (const end of [this.earliest, this.latest]) {
      if (end.line >= 0) end.stamp ??= stampAt(end.position);
    }
  }

  countForeign(program: string): void {
    this.foreign += 1;
    this.foreignPrograms.set(program, (this.foreignPrograms.get(program) ?? 0) + 1);
  }

  countNotUnderstood(text: string): void {
    this.notUnderstood += 1;
    if (this.#samples.length < maxSamples) this.#samples.push({ line: this.line, text });
  }

  /** Postfix starts in the line being read. */
  countStart(stamp: Stamp): void {
    if (this.#starts.length < maxStarts) this.#starts.push({ line: this.line, stamp });
  }

  repeatOf(line: number): void {
    if (this.wants.index) this.#repeats.push(this.line, line);
  }

  /** Before a line is read. */
  beginLine(offset: number): void {
    if ((this.line & (lineStride - 1)) === 0) this.offsets.push(offset);
    if (this.wants.index) this.queueIds.push(0);
  }

  /** Enters an event of the reference parsers. Does not count the line. */
  enter({ event, queueId }: PostfixLine, source: LogSource, times: number): void {
    if (event.type === 'info') return;
    if (this.wants.index) this.#enterIndex({ event, queueId }, source);
    if (this.wants.totals) this.#enterTotals({ event, queueId }, source, times);
  }

  #enterIndex({ event, queueId }: PostfixLine, source: LogSource): void {
    if (queueId !== null) this.queueIds.values[this.line] = queueIdHash(hashText(queueId));
    const address = (text: string | null): void => {
      if (text !== null && this.messages === null) this.addresses.push(this.line, hashText(bare(text)));
    };
    const mention = (id: string | null): void => {
      if (id !== null) this.mentions.push(this.line, queueIdHash(hashText(id)));
    };
    switch (event.type) {
      case 'client':
        mention(event.origQueueId);
        this.#session(source, '', false);
        return;
      case 'pickup':
        address(event.sender);
        mention(event.origId);
        return;
      case 'message-id':
        this.messageIds.push(this.line, hashText(bare(event.messageId)));
        return;
      case 'active':
      case 'expired':
        address(event.sender);
        return;
      case 'delivery':
        address(event.address);
        address(event.originalAddress);
        // What was not delivered was not handed on (core's `applyDelivery`).
        if (event.status === 'sent') mention(handedOnTo(event.reply)?.queueId ?? null);
        return;
      case 'notification':
        mention(event.notificationId);
        return;
      case 'access':
        address(event.sender);
        address(event.recipient);
        if (queueId === null) {
          const perClient = source.service.daemon === 'postscreen';
          this.#session(source, perClient ? (event.client ?? '') : '', false);
        }
        return;
      case 'session':
        if (queueId === null) this.#session(source, '', event.change !== 'broken');
        return;
      default:
        return;
    }
  }

  #session({ host, service, pid }: LogSource, client: string, isEnd: boolean): void {
    this.session(sessionHash(host, service, pid, client), isEnd);
  }

  session(hash: number, isEnd: boolean): void {
    this.sessions.push(this.line, hash);
    this.sessionEnds.push(isEnd ? 1 : 0);
  }

  #enterTotals({ event, queueId }: PostfixLine, { host, service, pid }: LogSource, times: number): void {
    const { daemon, instance } = service;
    const { messages } = this;
    const id = (): number => internText(this.ids, `${host}\n${queueId ?? ''}`);
    switch (event.type) {
      case 'client':
        if (messages !== null) this.turn(sessionHash(host, service, pid, ''), queueId === null ? -1 : id());
        this.count(
          tally.client,
          id(),
          messages?.arrivalOf(event) ?? internText(this.clients, event.client),
          times,
        );
        return;
      case 'pickup':
        if (event.origId !== null) this.#rare(id());
        this.#owned(instance);
        this.count(tally.pickup, id(), messages?.senderOf(event) ?? 0, times);
        return;
      case 'active':
        if (event.size === null) this.#rare(id());
        this.#owned(instance);
        this.active(id(), this.#address(event.sender), event.size ?? 0, times);
        return;
      case 'delivery':
        if (!isPlainDelivery(event, daemon)) this.#rare(id());
        this.#delivery(event, id(), daemon, times);
        return;
      case 'access':
        if (isCountedDecision(event, daemon)) this.#decision(event, id(), daemon, times);
        if (queueId !== null) this.#rare(id());
        else if (messages !== null) this.#beforeQueue(messages, event, { host, service, pid }, id());
        return;
      case 'removed':
        this.#owned(instance);
        this.#record(tally.removed, id);
        return;
      case 'message-id':
        if (messages === null) return;
        if (event.resent) this.#rare(id());
        else {
          const bytes = Buffer.from(event.messageId);
          this.#owned(instance);
          this.count(tally.messageId, id(), messages.messageId(bytes, 0, bytes.length), 1);
        }
        return;
      case 'expired':
      case 'superuser':
        if (queueId !== null) this.#rare(id());
        return;
      case 'session':
        if (queueId === null && messages !== null) this.turn(sessionHash(host, service, pid, ''), -1);
        else if (queueId !== null) this.#record(tally.note, id);
        return;
      default:
        if (queueId !== null) this.#record(tally.note, id);
    }
  }

  /** A queue's own daemons tell instances on one machine apart. */
  #owned(instance: string): void {
    if (this.messages !== null) this.instanceBits = this.messages.instanceBits(instance);
  }

  #record(kind: number, id: () => number): void {
    if (this.messages !== null) this.count(kind, id(), 0, 1);
  }

  #rare(id: number): void {
    if (this.messages !== null) this.count(tally.odd, id, 0, 1);
  }

  /** Processes of which the last word was a turn. */
  readonly #quiet = new Set<number>();

  /** An SMTP session begins or ends (`id` -1), or gets a queue ID. */
  turn(process: number, id: number): void {
    if (this.wants.isInOrder === true) {
      if (this.#quiet.has(process)) return;
      this.#quiet.add(process);
    }
    this.count(tally.session, id, process, 1);
  }

  #beforeQueue(
    messages: MessageColumnsBuilder,
    event: AccessEvent,
    { host, service, pid }: LogSource,
    id: number,
  ): void {
    if (!mailStages.has(event.stage) || event.action === 'reject_warning' || event.action === 'other') return;
    const client = service.daemon === 'postscreen' ? (event.client ?? '') : '';
    const reason = this.reasons.of(event, statusKinds[event.action] ?? 'unknown', service.daemon);
    const process = sessionHash(host, service, pid, client);
    this.#decide(id, process, messages.decisionOf(event, reason, process, this.#lineHash()));
  }

  #lineHash(): number {
    const end = this.lineBytes[this.lineEnd - 1] === 0x0d ? this.lineEnd - 1 : this.lineEnd;
    return hashBytes(this.lineBytes, this.lineStart, end);
  }

  /** A decision about a mail without a queue ID, the row of which was entered. */
  #decide(id: number, process: number, row: number): void {
    this.#quiet.delete(process);
    this.count(tally.decision, id, row, 1);
  }

  /**
   * smtpd refuses the mail that the process is just receiving. `id` stands for no queue ID; addresses are numbers, -1 for none.
   * `lineHash` null: of the line being read.
   */
  refuse(
    id: number,
    process: number,
    client: number,
    sender: number,
    recipient: number,
    reason: number,
    lineHash: number | null = null,
  ): void {
    this.count(tally.rejected, id, reason, 1);
    if (this.messages === null) return;
    const text = lineHash ?? this.#lineHash();
    this.#decide(id, process, this.messages.refusal(process, client, sender, recipient, reason, text));
  }

  #delivery(event: DeliveryEvent, id: number, daemon: string, times: number): void {
    const { messages } = this;
    if (event.status === 'sent') {
      const row = messages?.deliveryOf(event, -1, daemon);
      if (event.reply?.includes('forwarded as ') === true) this.count(tally.forwarded, id, row ?? 0, times);
      else this.count(tally.sent, id, row ?? this.#address(event.address), times);
    } else if (event.status === 'deferred' || event.status === 'bounced') {
      const reason = this.reasons.of(event, event.status, daemon);
      this.count(tally[event.status], id, messages?.deliveryOf(event, reason, daemon) ?? reason, times);
    }
  }

  #decision(event: AccessEvent, id: number, daemon: string, times: number): void {
    if (event.action === 'reject_warning') this.count(tally.rejectWarning, id, 0, times);
    const kind =
      event.action === 'reject'
        ? 'rejected'
        : event.action === 'hold'
          ? 'held'
          : event.action === 'discard'
            ? 'discarded'
            : null;
    if (kind !== null) this.count(tally[kind], id, this.reasons.of(event, kind, daemon), times);
  }

  #address(address: string): number {
    return internText(this.normalAddresses, this.messages === null ? normalAddress(address) : address);
  }

  active(id: number, sender: number, size: number, times: number): void {
    this.count(tally.active, id, this.#senders.length, times);
    this.#senders.push(sender);
    this.#sizes.push(size);
  }

  count(kind: number, id: number, value: number, times: number): void {
    if (times !== 1) this.#times.push([this.#kinds.length, times]);
    this.#kinds.push(kind | this.instanceBits);
    this.instanceBits = 0;
    this.#lines.push(this.line);
    this.#ids.push(id);
    this.#values.push(value);
    if (this.#keys === null && Number.isNaN(this.zonedKey)) return;
    if (this.#keys === null) {
      // The first stamp with an offset: those before it have none.
      this.#keys = new Float64Column();
      for (let row = 0; row < this.#kinds.length - 1; row += 1) this.#pushTime(this.#keys, NaN);
    }
    this.#pushTime(this.#keys, this.zonedKey);
  }

  #pushTime(keys: Float64Column, key: number): void {
    keys.push(key);
    this.#hours.push(this.zonedHour);
    this.#recordZones.push(this.zonedZone);
    this.messages?.digits.push(this.zonedDigits);
  }

  finish(): SegmentScan {
    const { wants, line } = this;
    const [first, last] = [endOf(this.earliest), endOf(this.latest)];
    const zoned =
      first === null || last === null
        ? null
        : {
            first,
            last,
            ordered: this.#zonedOrdered,
            firstKey: this.#zonedFirstKey,
            lastKey: this.#zonedLastKey,
          };
    return {
      lines: line,
      counts: { understood: this.understood, foreign: this.foreign, notUnderstood: this.notUnderstood },
      foreign: [...this.foreignPrograms],
      samples: this.#samples,
      starts: this.#starts,
      stamps: {
        lines: this.#stampLines.take(),
        packed: this.#packed.take(),
        odd: this.#odd,
        zoned,
      },
      offsets: this.offsets.take(),
      index: wants.index
        ? {
            queueIds: this.queueIds.take(),
            mentions: this.mentions.take(),
            messageIds: this.messageIds.take(),
            addresses: this.addresses.take(),
            sessions: this.sessions.take(),
            sessionEnds: this.sessionEnds.take(),
            repeats: this.#repeats.take(),
          }
        : null,
      totals: wants.totals
        ? {
            kinds: this.#kinds.take(),
            lines: this.#lines.take(),
            ids: this.#ids.take(),
            values: this.#values.take(),
            times: this.#times,
            senders: this.#senders.take(),
            sizes: this.#sizes.take(),
            queueIds: this.ids.take(),
            addresses: this.normalAddresses.take(),
            clients: this.clients.take(),
            reasons: this.reasons.list,
            zoned:
              this.#keys === null
                ? null
                : {
                    keys: this.#keys.take(),
                    hours: this.#hours.take(),
                    zones: this.#recordZones.take(),
                  },
            zones: this.#zones,
            messages: this.messages?.finish(this.#keys !== null) ?? null,
          }
        : null,
    };
  }
}

/** The earliest or latest line whose stamp has an offset; line -1 when there was none. */
interface ZonedEnd {
  line: number;
  key: number;
  stamp: Stamp | null;
  position: number;
}

/** Lines whose stamp has an offset, with the first of the earliest and of the latest. */
interface ZonedRun {
  readonly firstKey: number;
  readonly lastKey: number;
  /** Keys never went back. */
  readonly isOrdered: boolean;
  readonly earliest: { readonly line: number; readonly key: number; readonly position: number };
  readonly latest: { readonly line: number; readonly key: number; readonly position: number };
}

function setEnd(end: ZonedEnd, line: number, key: number, stamp: Stamp | null, position: number): void {
  end.line = line;
  end.key = key;
  end.stamp = stamp;
  end.position = position;
}

function endOf({ line, key, stamp }: ZonedEnd): StampOfLine | null {
  return stamp === null ? null : { line, key, stamp };
}

/** More than anybody would look at. */
const maxStarts = 1000;

/** Words for the status of what was decided, see `findCause`; what is only redirected has none. */
const statusKinds: Readonly<Record<string, ScannedReason['kind']>> = {
  reject: 'rejected',
  hold: 'held',
  discard: 'discarded',
  redirect: 'unknown',
};
