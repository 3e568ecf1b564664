import { statusRank } from '../../core/logIndex/messageTable.ts';
import { hashSeed } from '../engine/hash.ts';
import { none } from './mailColumns.ts';
import type { MailReader } from './mailReader.ts';
import type { SharedTexts } from './sharedTexts.ts';
import type { SilentFilters } from './silentFilters.ts';

/** core's handOver.ts, for two mails of one host. */
const sameHostMillis = 10_000;
/** More comparisons are left to core. */
const mostComparisons = 4096;

const followed: ReadonlySet<number> = new Set([
  statusRank.bounced,
  statusRank.deferred,
  statusRank.queued,
  statusRank.delivered,
  statusRank.forwarded,
]);

/**
 * Messages of two queue IDs as nearly all of them are: every recipient went through a content filter on this host, which
 * said under which queue ID the mail comes back. Follows core's `linkLives` and `recipientsOf` in numbers; there may be
 * hundreds of thousands, and objects would cost more than all the rest. Anything else is left to core.
 */
export class MailPairs {
  /** For each mail the other of its pair; none when it has none. */
  readonly partners: Int32Array;
  readonly #isRoot: Uint8Array;
  readonly #reader: MailReader;
  readonly #texts: SharedTexts;
  readonly #filters: SilentFilters;
  #left: number[] = [];

  constructor(reader: MailReader, texts: SharedTexts, filters: SilentFilters) {
    this.#reader = reader;
    this.#texts = texts;
    this.#filters = filters;
    this.partners = new Int32Array(reader.mails.count).fill(none);
    this.#isRoot = new Uint8Array(reader.mails.count);
  }

  /** True for the mail that came in, false for what came back from the filter. */
  isRoot(mail: number): boolean {
    return this.#isRoot[mail] === 1;
  }

  /** False when core has to decide about these two. */
  take(one: number, other: number): boolean {
    const root = this.#isPair(one, other) ? one : this.#isPair(other, one) ? other : none;
    if (root === none) return false;
    this.partners[one] = other;
    this.partners[other] = one;
    this.#isRoot[root] = 1;
    return true;
  }

  #isPair(root: number, next: number): boolean {
    const { mails } = this.#reader;
    const { recipients } = mails;
    const [rootId, nextId] = [mails.ids.at(root), mails.ids.at(next)];
    if (rootId === nextId || mails.origIds.at(root) !== 0 || !this.#texts.haveSameHost(rootId, nextId))
      return false;
    if (this.#hasEmptyMessageId(root) || this.#hasEmptyMessageId(next)) return false;
    const begun = mails.firstKeys.values[next] as number;
    if (begun < (mails.firstKeys.values[root] as number) - sameHostMillis) return false;
    const hash = this.#texts.bareHash(nextId);
    let handed = 0;
    for (let at = mails.firstRecipients.at(root); at !== none; at = recipients.next.at(at)) {
      if (recipients.statuses.values[at] !== statusRank.delivered || recipients.handedOn.at(at) !== hash)
        return false;
      if (begun > (recipients.handedAt.values[at] as number) + sameHostMillis) return false;
      handed += 1;
    }
    let found = 0;
    for (let at = mails.firstRecipients.at(next); at !== none; at = recipients.next.at(at)) {
      if (recipients.handedOn.at(at) !== 0 || !followed.has(recipients.statuses.values[at] as number))
        return false;
      const original = recipients.originals.at(at);
      if (original !== none && this.#areSame(original, recipients.addresses.at(at))) return false;
      if (this.#filters.took(at)) return false;
      found += 1;
    }
    if (handed === 0 || found === 0 || handed * found > mostComparisons) return false;
    // Of several recipients each must be found again.
    return handed === 1 || this.#eachRecipient(root, next, () => undefined);
  }

  /** Core takes the other mail's then. Left to it even where another text has the same hash. */
  #hasEmptyMessageId(mail: number): boolean {
    const messageId = this.#reader.mails.messageIds.at(mail);
    return messageId !== none && this.#reader.messageIdHash(messageId) === hashSeed;
  }

  #areSame(one: number, other: number): boolean {
    const { folded } = this.#reader;
    return folded[one] === folded[other];
  }

  /** The recipients of a pair: rows of those that came back, with the address before aliases, none when it is not known. */
  eachRecipient(root: number, give: (recipient: number, original: number) => void): void {
    this.#eachRecipient(root, this.partners[root] as number, give);
  }

  /** False when a recipient was not found again. */
  #eachRecipient(root: number, next: number, give: (recipient: number, original: number) => void): boolean {
    const { mails } = this.#reader;
    const { recipients } = mails;
    const left = this.#left;
    left.length = 0;
    for (let at = mails.firstRecipients.at(next); at !== none; at = recipients.next.at(at)) left.push(at);
    const isOnly = recipients.next.at(mails.firstRecipients.at(root)) === none;
    for (let own = mails.firstRecipients.at(root); own !== none; own = recipients.next.at(own)) {
      const address = recipients.addresses.at(own);
      let same = left.filter((at) => this.#isFor(at, address));
      if (same.length === 0) {
        if (!isOnly) return false;
        same = [...left];
      }
      for (const at of same) {
        left.splice(left.indexOf(at), 1);
        give(at, this.#originalOf(at, own));
      }
    }
    for (const at of left) give(at, recipients.originals.at(at));
    return true;
  }

  #isFor(recipient: number, address: number): boolean {
    const { recipients } = this.#reader.mails;
    const original = recipients.originals.at(recipient);
    return (
      this.#areSame(recipients.addresses.at(recipient), address) ||
      (original !== none && this.#areSame(original, address))
    );
  }

  /** core's `joined`. */
  #originalOf(next: number, own: number): number {
    const { recipients } = this.#reader.mails;
    for (const original of [recipients.originals.at(next), recipients.originals.at(own)])
      if (original !== none) return original;
    const address = recipients.addresses.at(own);
    return this.#areSame(address, recipients.addresses.at(next)) ? none : address;
  }
}
