import { statusRank } from '../../core/logIndex/messageTable.ts';
import { byPipe, bySmtp } from '../engine/segmentScan.ts';
import { none } from './mailColumns.ts';
import type { MailReader } from './mailReader.ts';
import type { SharedTexts } from './sharedTexts.ts';

/** Deliveries to content filters that do not say what became of the mail (core's `silentFilters`). */
export class SilentFilters {
  readonly #reader: MailReader;
  readonly #texts: SharedTexts;
  readonly #loopback = new Map<number, boolean>();

  constructor(reader: MailReader, texts: SharedTexts) {
    this.#reader = reader;
    this.#texts = texts;
  }

  took(recipient: number): boolean {
    const { recipients } = this.#reader.mails;
    if (
      recipients.statuses.values[recipient] !== statusRank.delivered ||
      recipients.handedOn.at(recipient) !== 0
    )
      return false;
    const daemon = recipients.daemons.values[recipient];
    if (daemon === byPipe) return true;
    const relay = recipients.relays.at(recipient);
    return daemon === bySmtp && relay !== none && this.#isLoopback(relay);
  }

  #isLoopback(relay: number): boolean {
    let known = this.#loopback.get(relay);
    if (known === undefined) {
      const text = this.#texts.relays.text(relay);
      this.#loopback.set(relay, (known = text.includes('[127.') || text.includes('[::1]')));
    }
    return known;
  }
}
