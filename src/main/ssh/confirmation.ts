import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { RenderedCommand } from '../../core/command/renderCommand.ts';

/** Long enough to read a preview, short enough that nobody confirms what they no longer see. */
export const CONFIRMATION_LIFETIME_MS = 5 * 60_000;

export interface IssuedConfirmation {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export type ConsumeResult =
  | { readonly ok: true; readonly confirmedBy: string }
  | { readonly ok: false; readonly reason: 'unknown' | 'expired' | 'other-command' };

interface Pending {
  readonly subject: Buffer;
  readonly confirmedBy: string;
  readonly expiresAt: number;
}

/**
 * Tokens that let one changing command run once. Main issues one after it showed the preview; it is good for exactly
 * that line, that standard input and that profile.
 */
export class Confirmations {
  readonly #pending = new Map<string, Pending>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param confirmedBy who will be named in the audit log. */
  issue(profileId: string, command: RenderedCommand, confirmedBy: string): IssuedConfirmation {
    this.#forgetExpired();
    const token = randomBytes(24).toString('base64url');
    const expiresAt = this.#now() + CONFIRMATION_LIFETIME_MS;
    this.#pending.set(token, { subject: subjectOf(profileId, command), confirmedBy, expiresAt });
    return { token, expiresAt };
  }

  /** Uses a token up. A token shown for something else is used up too: it must not be tried on. */
  consume(token: string, profileId: string, command: RenderedCommand): ConsumeResult {
    const pending = this.#pending.get(token);
    if (pending === undefined) return { ok: false, reason: 'unknown' };
    this.#pending.delete(token);
    if (pending.expiresAt < this.#now()) return { ok: false, reason: 'expired' };
    if (!timingSafeEqual(pending.subject, subjectOf(profileId, command))) {
      return { ok: false, reason: 'other-command' };
    }
    return { ok: true, confirmedBy: pending.confirmedBy };
  }

  #forgetExpired(): void {
    for (const [token, { expiresAt }] of this.#pending) {
      if (expiresAt < this.#now()) this.#pending.delete(token);
    }
  }
}

function subjectOf(profileId: string, command: RenderedCommand): Buffer {
  const subject = JSON.stringify([profileId, command.templateId, command.line, command.stdin]);
  return createHash('sha256').update(subject).digest();
}
