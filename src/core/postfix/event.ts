/**
 * What one Postfix line says. Small and flat on purpose: a faster reader may build the same events from bytes, and
 * everything behind this type (lives of queue IDs, messages, summary) works on events alone.
 */
export type PostfixEvent =
  | ClientEvent
  | PickupEvent
  | MessageIdEvent
  | ActiveEvent
  | { readonly type: 'removed' }
  | ExpiredEvent
  | DeliveryEvent
  | NotificationEvent
  | AccessEvent
  | SuperuserEvent
  | SessionEvent
  /** Understood, says something about a queue ID, but changes nothing (`host x said: ...`, `warning: ...`). */
  | { readonly type: 'note' }
  | DiagnosticEvent
  /** Understood and of no consequence for a message (statistics, TLS lines, start and stop). */
  | { readonly type: 'info' };

/** smtpd or qmqpd gave the queue ID to a client's mail. */
export interface ClientEvent {
  readonly type: 'client';
  readonly client: string;
  readonly saslUsername: string | null;
  /** The client before a content filter, as the filter reports it (XFORWARD). */
  readonly origClient: string | null;
  readonly origQueueId: string | null;
}

/** Mail submitted on the machine itself, or put back by `postsuper -r` (`origId`). */
export interface PickupEvent {
  readonly type: 'pickup';
  readonly sender: string | null;
  readonly origId: string | null;
}

interface MessageIdEvent {
  readonly type: 'message-id';
  readonly messageId: string;
  readonly resent: boolean;
}

/** The queue manager takes the message up; again at every attempt. */
interface ActiveEvent {
  readonly type: 'active';
  readonly sender: string;
  readonly size: number | null;
  readonly recipientCount: number | null;
}

interface ExpiredEvent {
  readonly type: 'expired';
  readonly sender: string;
}

export interface DeliveryEvent {
  readonly type: 'delivery';
  readonly address: string;
  readonly originalAddress: string | null;
  readonly relay: string | null;
  readonly delaySeconds: number | null;
  readonly dsn: string | null;
  /** As logged: `sent`, `deferred`, `bounced`, `SOFTBOUNCE`, `deliverable`... */
  readonly status: string;
  readonly reply: string | null;
}

interface NotificationEvent {
  readonly type: 'notification';
  readonly kind: 'bounce' | 'delay' | 'success';
  readonly to: 'sender' | 'postmaster';
  /** Queue ID of the notification, a message of its own. */
  readonly notificationId: string;
}

export type AccessAction =
  | 'reject'
  | 'reject_warning'
  | 'hold'
  | 'discard'
  | 'redirect'
  /** filter, prepend, replace, info, warn, bcc and the like: the mail goes on. */
  | 'other';

/** A decision of smtpd, postscreen, a milter, a before-queue proxy or cleanup's header checks. */
export interface AccessEvent {
  readonly type: 'access';
  readonly action: AccessAction;
  readonly by: 'access' | 'milter' | 'proxy' | 'content';
  /** `CONNECT`, `HELO`, `MAIL`, `RCPT`, `DATA`, `END-OF-MESSAGE`, `header`, `body`... */
  readonly stage: string;
  readonly client: string | null;
  readonly dsn: string | null;
  /** The words of the decision, `550 5.1.1 <a@b.c>: Recipient address rejected: ...`. */
  readonly reply: string;
  readonly sender: string | null;
  readonly recipient: string | null;
}

export interface SuperuserEvent {
  readonly type: 'superuser';
  readonly action: 'deleted' | 'held' | 'released' | 'requeued' | 'expired';
}

/** Beginning and end of an SMTP session; `stage` is where it broke (`RCPT`, `DATA`), when it did. */
export interface SessionEvent {
  readonly type: 'session';
  readonly change: 'connect' | 'disconnect' | 'broken';
  readonly stage: string | null;
  /** How many mails of the session were sent but not accepted (`data=1/3` at the end: 2). */
  readonly unaccepted: number;
}

export interface DiagnosticEvent {
  readonly type: 'diagnostic';
  readonly level: 'warning' | 'error' | 'fatal' | 'panic';
}

/** An event with the queue ID it is about; null when the line names none. */
export interface PostfixLine {
  readonly queueId: string | null;
  readonly event: PostfixEvent;
}

export const note: PostfixEvent = { type: 'note' };
export const info: PostfixEvent = { type: 'info' };
