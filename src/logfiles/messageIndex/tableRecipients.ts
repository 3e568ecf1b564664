import { statusRank } from '../../core/logIndex/messageTable.ts';
import type { RecipientColumns } from '../../core/logIndex/messageTable.ts';
import { plainLoops } from '../../core/logIndex/rowLoops.ts';
import type { RowLoops } from '../../core/logIndex/rowLoops.ts';
import { Int32Column } from '../engine/column.ts';
import { gatherBytes, gatherFractions, gatherNumbers } from './gather.ts';
import { giveUpColumns, none } from './mailColumns.ts';
import type { RecipientChains } from './mailColumns.ts';

/** A recipient that is no recipient of a mail as it stands; `cause`: number in `causes`. */
export interface OwnRecipient {
  readonly address: number;
  readonly original: number;
  /** Place in `tellingStatuses`. */
  readonly status: number;
  readonly cause: number;
  readonly relay: number;
  readonly delay: number;
}

/** The recipients of a table, row by row. Which they are is put down first; then each column is copied as a whole. */
export class TableRecipients {
  readonly #chains: RecipientChains;
  /** Numbers of recipients; none for own ones. */
  readonly #numbers: Int32Column;
  readonly #originals: (readonly [place: number, original: number])[] = [];
  readonly #own: (readonly [place: number, recipient: OwnRecipient])[] = [];

  /** `more`: how many own ones there may be. */
  constructor(chains: RecipientChains, more: number) {
    this.#chains = chains;
    this.#numbers = new Int32Column(chains.next.length + more);
  }

  get length(): number {
    return this.#numbers.length;
  }

  /** From one recipient on all of its mail. */
  addChain(first: number): void {
    const next = this.#chains.next.values;
    for (let at = first; at !== none; at = next[at] as number) this.#numbers.push(at);
  }

  /** A mail's recipient with another address before aliases. */
  addWithOriginal(recipient: number, original: number): void {
    if (this.#chains.originals.at(recipient) !== original)
      this.#originals.push([this.#numbers.length, original]);
    this.#numbers.push(recipient);
  }

  addOwn(recipient: OwnRecipient): void {
    this.#own.push([this.#numbers.length, recipient]);
    this.#numbers.push(none);
  }

  /** The mails' recipients are given up. `causesOfReasons`: see `causeOf`. `loops`: where what is asked about most is to stand. */
  finish(causesOfReasons: readonly number[], loops: RowLoops): RecipientColumns {
    const { addresses, originals, statuses: statusOf, reasons, relays, delays } = this.#chains;
    const numbers = this.#numbers.finish();
    const moved = (column: Int32Column, room = plainLoops): Int32Array => {
      const gathered = gatherNumbers(column, numbers, room);
      giveUpColumns(column);
      return gathered;
    };
    const columns = {
      addresses: moved(addresses, loops),
      originals: moved(originals),
      causes: moved(reasons),
      relays: moved(relays, loops),
      statuses: gatherBytes(statusOf, numbers),
      delays: gatherFractions(delays, numbers),
    };
    const { causes, statuses } = columns;
    for (let at = 0; at < causes.length; at += 1)
      causes[at] = causeOf(causesOfReasons, statuses[at] as number, causes[at] as number);
    for (const [place, original] of this.#originals) columns.originals[place] = original;
    for (const [place, { address, original, status, cause, relay, delay }] of this.#own) {
      columns.addresses[place] = address;
      columns.originals[place] = original;
      statuses[place] = status;
      causes[place] = cause;
      columns.relays[place] = relay;
      columns.delays[place] = delay;
    }
    return columns;
  }
}

/**
 * Number in `causes`. What went well has none, whatever was the matter before. `causesOfReasons`: that of each reason, none for
 * reasons without one.
 */
export function causeOf(causesOfReasons: readonly number[], status: number, reason: number): number {
  const isFine =
    status === statusRank.delivered || status === statusRank.forwarded || status === statusRank.queued;
  return isFine || reason === none ? none : (causesOfReasons[reason] ?? none);
}
