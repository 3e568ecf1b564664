import { arrangeFiles } from '../../core/postfix/logReader.ts';
import type { ArrangedFiles } from '../../core/postfix/logReader.ts';
import { domainOfClient, normalAddress, zeroCounters } from '../../core/postfix/logTotals.ts';
import { compareReasons } from '../../core/postfix/reasonCounts.ts';
import type { SummaryResult } from '../../core/postfix/summary.ts';
import type { SummaryHour, SummaryReason } from '../../core/postfix/summaryParts.ts';
import { AddressDomains } from './addressDomains.ts';
import { isCapital } from './asciiBytes.ts';
import { ByteInterner } from './byteInterner.ts';
import { internText, textNumber } from './internText.ts';
import { release } from './release.ts';
import type { ScannedFile, ScannedSegment } from './scannedFile.ts';
import { stampOfRun } from './scannedFile.ts';
import { kindMask, packHour, printHour, tally } from './segmentScan.ts';
import type { ScannedReason, TotalsColumns } from './segmentScan.ts';
import { timeOrder } from './timeOrder.ts';

type Hour = { -readonly [K in keyof SummaryHour]: SummaryHour[K] };

/** Where a line stands: `line` counts from 0. */
export interface LinePlace {
  readonly file: ScannedFile;
  readonly line: number;
}

export interface ScannedSummary {
  readonly summary: SummaryResult;
  /** Reasons whose reply stands elsewhere: the line that came first in time was not the first in its stretch. */
  readonly repliesElsewhere: ReadonlyMap<SummaryReason, LinePlace>;
}

/** Adds up what was scanned, as core's `LogTotals`, `ReasonCounts` and `summary` do record by record. */
export function summarizeScans(scanned: readonly ScannedFile[]): ScannedSummary {
  const arranged = arrangeFiles(scanned.map(({ reader }) => reader));
  const byReader = new Map(scanned.map((file) => [file.reader, file]));
  const files = arranged.files.map((reader) => byReader.get(reader) as ScannedFile);
  const adding = new ScanTotals();
  const stretches = files.flatMap((file) =>
    file.segments.map((segment) => adding.stretch(file, segment, arranged.offset)),
  );
  timeOrder(
    stretches.map(({ keys }) => keys),
    (stretch, row) => adding.add(stretches[stretch] as TotalsStretch, row),
  );
  return adding.finish(arranged);
}

/** Texts that the caller keeps for all stretches; those of a row are there before it is added. */
export interface KeptTexts {
  readonly ids: ByteInterner;
  readonly addresses: ByteInterner;
  readonly clients: ByteInterner;
  readonly domains: AddressDomains;
}

export interface KeptNumbers {
  readonly ids: Int32Array;
  readonly addresses: Int32Array;
  readonly clients: Int32Array;
}

/** A stretch's rows; its own numbers for texts are turned into those of the whole run. */
export interface TotalsStretch {
  readonly file: ScannedFile;
  readonly segment: ScannedSegment;
  readonly columns: TotalsColumns;
  /** When each row was, and in which hour. */
  readonly keys: Float64Array;
  readonly hours: Int32Array;
  readonly times: ReadonlyMap<number, number>;
  readonly ids: Int32Array;
  readonly addresses: Int32Array;
  readonly clients: Int32Array;
  readonly firstRows: Int32Array;
}

interface ReasonFound {
  readonly reason: ScannedReason;
  readonly elsewhere: LinePlace | null;
  count: number;
}

const pickedUp = 1;
const firstClient = 2;

export class ScanTotals {
  readonly #counts = zeroCounters();
  readonly #ids: ByteInterner;
  /** As logged where the caller keeps them, else with their domains in lower case. */
  readonly #addresses: ByteInterner;
  readonly #clients: ByteInterner;
  readonly #hours: Hour[] = [];
  readonly #hourNumbers = new Map<string, number>();
  readonly #usedHours = new Set<Hour>();
  #lastHour: Hour | null = null;
  readonly #reasons = new Map<string, ReasonFound>();
  /** By queue ID: its size, where its mail came from (until the size is known), whether it was deferred. */
  #sizes = new Float64Array(0);
  #from = new Int32Array(0);
  #deferred = new Uint8Array(0);
  /** By address. */
  #isSender = new Uint8Array(0);
  #isRecipient = new Uint8Array(0);
  readonly #domains: AddressDomains;
  readonly #sendingDomains = new Set<number>();
  readonly #recipientDomains = new Set<number>();

  constructor(kept: KeptTexts | null = null) {
    this.#addresses = kept?.addresses ?? new ByteInterner();
    this.#ids = kept?.ids ?? new ByteInterner();
    this.#clients = kept?.clients ?? new ByteInterner();
    this.#domains = kept?.domains ?? new AddressDomains(this.#addresses);
  }

  stretch(
    file: ScannedFile,
    segment: ScannedSegment,
    offset: number,
    numbers: KeptNumbers | null = null,
    keys = rowKeys(file, segment, offset),
  ): TotalsStretch {
    const columns = segment.scan.totals;
    if (columns === null) throw new Error('scanned without totals');
    const firstRows = new Int32Array(columns.reasons.length).fill(-1);
    for (let row = columns.kinds.length - 1; row >= 0; row -= 1) {
      if (hasReason(columns.kinds[row] as number)) firstRows[reasonNumber(columns, row)] = row;
    }
    const ids = numbers?.ids ?? this.#ids.adopt(columns.queueIds);
    const addresses = numbers?.addresses ?? this.#addresses.adopt(columns.addresses);
    const clients = numbers?.clients ?? this.#clients.adopt(columns.clients);
    this.#makeRoom();
    const hours = this.#hoursOf(file, segment, columns);
    const times = new Map(columns.times);
    return { file, segment, columns, keys, hours, times, ids, addresses, clients, firstRows };
  }

  #hoursOf(file: ScannedFile, segment: ScannedSegment, { lines, zoned, zones }: TotalsColumns): Int32Array {
    const { stamps } = segment.scan;
    const hours = new Int32Array(lines.length);
    let [packedHour, hourNumber] = [-1, -1];
    const firstYear = file.reader.clock.firstYear();
    const hourOfRun = (run: number): number => {
      const value = stamps.packed[run] as number;
      let packed: number;
      if (value >= 0) {
        const year = firstYear + (segment.yearShifts[run] as number);
        packed = packHour(year, value >>> 22, (value >>> 17) & 31, (value >>> 12) & 31);
      } else {
        const stamp = stampOfRun(value, stamps.odd);
        const year = file.reader.clock.yearOf(file.clockedRun(segment, run, stamp));
        packed = packHour(year, stamp.month, stamp.day, stamp.hour);
      }
      if (packed !== packedHour) hourNumber = this.#hour(packed, '');
      packedHour = packed;
      return hourNumber;
    };
    let run = -1;
    let runHour = -1;
    let zonedBefore = NaN;
    let zonedHour = -1;
    for (let row = 0; row < lines.length; row += 1) {
      if (zoned !== null && !Number.isNaN(zoned.keys[row])) {
        const [hour, zone] = [zoned.hours[row] as number, zoned.zones[row] as number];
        const both = hour * 1024 + zone;
        if (both !== zonedBefore) zonedHour = this.#hour(hour, zones[zone] ?? '');
        zonedBefore = both;
        hours[row] = zonedHour;
        continue;
      }
      const before = run;
      while (run + 1 < stamps.lines.length && (stamps.lines[run + 1] as number) <= (lines[row] as number))
        run += 1;
      if (run !== before) runHour = hourOfRun(run);
      hours[row] = runHour;
    }
    return hours;
  }

  #hour(packed: number, zone: string): number {
    const from = `${printHour(packed)}${zone}`;
    const known = this.#hourNumbers.get(from);
    if (known !== undefined) return known;
    this.#hourNumbers.set(from, this.#hours.length);
    return this.#hours.push({ from, received: 0, delivered: 0, deferred: 0, bounced: 0, rejected: 0 }) - 1;
  }

  /** Rows must come in order of time. */
  add(stretch: TotalsStretch, row: number): void {
    const { columns } = stretch;
    const counts = this.#counts;
    const id = stretch.ids[columns.ids[row] as number] as number;
    const value = columns.values[row] as number;
    const times = stretch.times.size === 0 ? 1 : (stretch.times.get(row) ?? 1);
    const kind = (columns.kinds[row] as number) & kindMask;
    switch (kind) {
      case tally.client:
      case tally.pickup:
        counts.received += times;
        this.#from[id] =
          kind === tally.pickup
            ? pickedUp
            : firstClient + (stretch.clients[clientNumber(columns, value)] as number);
        this.#inHour(stretch, row).received += times;
        return;
      case tally.active:
        this.#addSize(
          id,
          stretch.addresses[columns.senders[value] as number] as number,
          columns.sizes[value] as number,
        );
        return;
      case tally.sent:
        counts.delivered += times;
        counts.bytesDelivered += (this.#sizes[id] as number) * times;
        this.#isRecipient[stretch.addresses[addressNumber(columns, value)] as number] = 1;
        this.#inHour(stretch, row).delivered += times;
        return;
      case tally.forwarded:
        counts.forwarded += times;
        return;
      case tally.deferred:
        this.#deferred[id] = 1;
        counts.deferrals += times;
        this.#inHour(stretch, row).deferred += times;
        break;
      case tally.bounced:
        counts.bounced += times;
        this.#inHour(stretch, row).bounced += times;
        break;
      case tally.rejected:
        counts.rejected += times;
        this.#inHour(stretch, row).rejected += times;
        break;
      case tally.rejectWarning:
        counts.rejectWarnings += times;
        return;
      case tally.held:
        counts.held += times;
        break;
      case tally.discarded:
        counts.discarded += times;
        break;
      default:
        return;
    }
    this.#addReason(stretch, row, reasonNumber(columns, row), times);
  }

  /** Room for all texts that are known; growing with each stretch would copy too often. */
  #makeRoom(): void {
    const larger = <T extends { set(values: T): void }>(column: T, empty: T): T => {
      empty.set(column);
      return empty;
    };
    if (this.#ids.count > this.#sizes.length) {
      const length = Math.ceil(this.#ids.count * 1.25);
      this.#sizes = larger(this.#sizes, new Float64Array(length));
      this.#from = larger(this.#from, new Int32Array(length));
      this.#deferred = larger(this.#deferred, new Uint8Array(length));
    }
    if (this.#addresses.count > this.#isSender.length) {
      const length = Math.ceil(this.#addresses.count * 1.25);
      this.#isSender = larger(this.#isSender, new Uint8Array(length));
      this.#isRecipient = larger(this.#isRecipient, new Uint8Array(length));
    }
  }

  #inHour({ hours }: TotalsStretch, row: number): Hour {
    const hour = this.#hours[hours[row] as number] as Hour;
    if (hour !== this.#lastHour) this.#usedHours.add(hour);
    this.#lastHour = hour;
    return hour;
  }

  #addSize(id: number, sender: number, size: number): void {
    if ((this.#sizes[id] as number) > 0) return;
    this.#sizes[id] = size;
    const from = this.#from[id] as number;
    if (from === 0) return;
    this.#from[id] = 0;
    this.#counts.bytesReceived += size;
    if (this.#isSender[sender] === 1) return;
    const domain = this.#domains.of(sender);
    if (domain < 0) {
      // Such a sender counts for the domain of the client it came from.
      const client = from === pickedUp ? '' : domainOfClient(this.#clients.text(from - firstClient));
      const name = client === '' ? this.#senderName(sender) : client;
      this.#sendingDomains.add(internText(this.#domains.names, name));
      this.#nameless.add(sender);
      return;
    }
    this.#isSender[sender] = 1;
    this.#sendingDomains.add(domain);
  }

  #senderName(address: number): string {
    const name = this.#normal(address);
    return name === '' ? 'from=<>' : name;
  }

  #normal(address: number): string {
    return normalAddress(this.#addresses.text(address));
  }

  /** How many of the marked addresses differ, but for the case of their domains. */
  #countDistinct(marks: Uint8Array): number {
    const addresses = this.#addresses;
    const folded = new Set<string>();
    let count = 0;
    for (let address = 0; address < addresses.count; address += 1) {
      if (marks[address] !== 1) continue;
      if (this.#hasCapitals(address)) folded.add(this.#normal(address));
      else count += 1;
    }
    for (const address of folded) {
      const known = textNumber(addresses, address);
      if (known < 0 || marks[known] !== 1 || this.#hasCapitals(known)) count += 1;
    }
    return count;
  }

  #hasCapitals(address: number): boolean {
    const { bytes, starts } = this.#addresses;
    const end = starts[address + 1] as number;
    for (let place = starts[address] as number; place < end; place += 1) {
      const byte = bytes[place] as number;
      // What is no ASCII may have capitals too.
      if (isCapital(byte) || byte >= 0x80) return true;
    }
    return false;
  }

  /** Senders without a domain. */
  readonly #nameless = new Set<number>();

  #addReason(
    { file, segment, columns, firstRows }: TotalsStretch,
    row: number,
    value: number,
    times: number,
  ): void {
    const reason = columns.reasons[value] as ScannedReason;
    const known = this.#reasons.get(reason.key);
    if (known !== undefined) {
      known.count += times;
      return;
    }
    const line = segment.firstLine + (columns.lines[row] as number);
    const elsewhere = firstRows[value] === row ? null : { file, line };
    this.#reasons.set(reason.key, { reason, elsewhere, count: times });
  }

  /** Nothing can be added afterwards. */
  finish({ counts: input, period, coverage }: ArrangedFiles): ScannedSummary {
    this.#makeRoom();
    const counts = this.#counts;
    for (const deferred of this.#deferred) counts.deferred += deferred;
    const senders = new Set<string>();
    for (const sender of this.#nameless) senders.add(this.#senderName(sender));
    for (let address = 0; address < this.#addresses.count; address += 1) {
      if (this.#isRecipient[address] !== 1) continue;
      const domain = this.#domains.of(address);
      this.#recipientDomains.add(
        domain < 0 ? internText(this.#domains.names, this.#normal(address)) : domain,
      );
    }
    counts.recipients = this.#countDistinct(this.#isRecipient);
    counts.senders = this.#countDistinct(this.#isSender) + senders.size;
    counts.sendingDomains = this.#sendingDomains.size;
    counts.recipientDomains = this.#recipientDomains.size;
    const repliesElsewhere = new Map<SummaryReason, LinePlace>();
    const reasons = [...this.#reasons.values()].map(({ reason, count, elsewhere }): SummaryReason => {
      const { cause, dsn, reply } = reason;
      const found = { kind: reason.kind as SummaryReason['kind'], cause, dsn, reply, count };
      if (elsewhere !== null) repliesElsewhere.set(found, elsewhere);
      return found;
    });
    const perHour = [...this.#usedHours];
    release(this.#sizes, this.#from, this.#deferred, this.#isSender, this.#isRecipient);
    return {
      summary: { input, period, totals: counts, perHour, reasons: reasons.sort(compareReasons), coverage },
      repliesElsewhere,
    };
  }
}

/** When each row was, comparable over all files. */
function rowKeys(file: ScannedFile, segment: ScannedSegment, offset: number): Float64Array {
  const columns = segment.scan.totals;
  if (columns === null) return new Float64Array(0);
  const { lines, zoned } = columns;
  const { stamps } = segment.scan;
  const runKeys = file.runKeys(segment, offset);
  const keys = new Float64Array(lines.length);
  let run = -1;
  for (let row = 0; row < lines.length; row += 1) {
    const key = zoned === null ? NaN : (zoned.keys[row] as number);
    if (!Number.isNaN(key)) {
      keys[row] = key;
      continue;
    }
    while (run + 1 < stamps.lines.length && (stamps.lines[run + 1] as number) <= (lines[row] as number))
      run += 1;
    keys[row] = runKeys[run] as number;
  }
  return keys;
}

/** With the message table deliveries have rows of their own. */
function addressNumber({ messages }: TotalsColumns, value: number): number {
  return messages === null ? value : (messages.deliveries.addresses[value] as number);
}

function clientNumber({ messages }: TotalsColumns, value: number): number {
  return messages === null ? value : (messages.arrivals.clients[value] as number);
}

function reasonNumber({ messages, kinds, values }: TotalsColumns, row: number): number {
  const value = values[row] as number;
  const kind = (kinds[row] as number) & kindMask;
  return messages !== null && (kind === tally.deferred || kind === tally.bounced)
    ? (messages.deliveries.reasons[value] as number)
    : value;
}

function hasReason(bits: number): boolean {
  const kind = bits & kindMask;
  return (
    kind === tally.deferred ||
    kind === tally.bounced ||
    kind === tally.rejected ||
    kind === tally.held ||
    kind === tally.discarded
  );
}
