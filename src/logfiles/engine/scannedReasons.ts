import { servicesOfOneOrigin } from '../../core/causes/replyOrigin.ts';
import { reasonOf } from '../../core/postfix/reasonCounts.ts';
import type { SummaryReason } from '../../core/postfix/summaryParts.ts';
import { ReplyShapes } from './replyShape.ts';
import type { Span } from './replyShape.ts';
import type { ScannedReason } from './segmentScan.ts';

/** What was not delivered, or refused, as nearly all of it is. */
export type CommonRefusal = 'deferred' | 'bounced' | 'rejected';

const refusals: readonly CommonRefusal[] = ['deferred', 'bounced', 'rejected'];
const services = [...servicesOfOneOrigin];

/** Numbers the reasons why mail was deferred, bounced, refused or put aside in a stretch of a log. */
export class ScannedReasons {
  readonly list: ScannedReason[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #shapes = new ReplyShapes();
  /** A refusal is asked for twice: it counts, and it is a mail's fate. */
  #last: { readonly said: object; readonly kind: string; readonly number: number } | null = null;

  of(
    said: { readonly dsn: string | null; readonly reply: string | null },
    kind: ScannedReason['kind'],
    daemon: string,
  ): number {
    const last = this.#last;
    if (last !== null && last.said === said && last.kind === kind) return last.number;
    const reason = reasonOf(said, kind as SummaryReason['kind'], daemon);
    const known = this.#numbers.get(reason.key);
    const number = known ?? this.list.push({ ...reason, kind }) - 1;
    if (known === undefined) this.#numbers.set(reason.key, number);
    this.#last = { said, kind, number };
    return number;
  }

  /** The same, straight from bytes (ASCII). */
  read(bytes: Buffer, code: Span, reply: Span, kind: CommonRefusal, daemon: string): number {
    const service = services.indexOf(daemon);
    const context = refusals.indexOf(kind) + refusals.length * service;
    const known = service < 0 ? -1 : this.#shapes.find(bytes, context, code, reply);
    if (known >= 0) return known;
    const number = this.of(
      {
        dsn: bytes.toString('latin1', code.start, code.end),
        reply: bytes.toString('latin1', reply.start, reply.end),
      },
      kind,
      daemon,
    );
    // A reply without a known cause counts by its own words, of which the shape leaves too much out.
    if (service >= 0 && this.list[number]?.cause !== null) this.#shapes.learn(number);
    return number;
  }
}
