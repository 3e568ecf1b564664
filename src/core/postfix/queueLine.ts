import { isQueueId } from './queueId.ts';
import type { PostfixEvent } from './event.ts';

/**
 * Reads the lines of cleanup, pickup, qmgr, bounce and postsuper about one queue ID, from the text behind the ID.
 * Null when there is no rule for the text.
 */
export function parseQueueText(daemon: string, text: string): PostfixEvent | null {
  switch (daemon) {
    case 'pickup':
      return parsePickup(text);
    case 'cleanup':
      return parseMessageId(text);
    case 'qmgr':
    case 'oqmgr':
    case 'nqmgr':
      return parseQueueManager(text);
    case 'bounce':
    case 'defer':
    case 'trace':
      return parseNotification(text);
    case 'postsuper':
      return parseSuperuser(text);
    default:
      return null;
  }
}

// `uid=1000 from=<user>`, `uid=0 from=<a@example.org> orig_id=C5BF3135FAF`; very old: `sender=<user>`
const pickupLine = /^(?:uid=\d{1,10} )?(?:from|sender)=<(.*)>(?: orig_id=([0-9A-Za-z]{1,40}))?$/s;

function parsePickup(text: string): PostfixEvent | null {
  const found = pickupLine.exec(text);
  if (found === null) return null;
  return { type: 'pickup', sender: found[1] ?? '', origId: found[2] ?? null };
}

// `message-id=<x@example.org>`, `resent-message-id=<...>`; what the header held, so brackets may be missing
function parseMessageId(text: string): PostfixEvent | null {
  const resent = text.startsWith('resent-');
  const mark = resent ? 'resent-message-id=' : 'message-id=';
  if (!text.startsWith(mark)) return null;
  const value = text.slice(mark.length).trim();
  const messageId = value.startsWith('<') && value.endsWith('>') ? value.slice(1, -1) : value;
  return { type: 'message-id', messageId, resent };
}

// `from=<a@example.org>, size=8386, nrcpt=1 (queue active)`, `from=<a@example.org>, status=expired, returned to sender`
function parseQueueManager(text: string): PostfixEvent | null {
  if (text === 'removed') return { type: 'removed' };
  if (text.startsWith('skipped, still being delivered')) return { type: 'note' };
  if (!text.startsWith('from=<')) return null;
  const close = text.lastIndexOf('>, ');
  if (close < 0) return null;
  const sender = text.slice('from=<'.length, close);
  const rest = text.slice(close + 3);
  if (rest.startsWith('status=expired') || rest.startsWith('status=force-expired')) {
    return { type: 'expired', sender };
  }
  const size = /^size=(\d{1,15})/.exec(rest)?.[1];
  if (size === undefined) return null;
  const count = /^size=\d{1,15}, nrcpt=(\d{1,9})/.exec(rest)?.[1];
  return {
    type: 'active',
    sender,
    size: Number(size),
    recipientCount: count === undefined ? null : Number(count),
  };
}

// `sender non-delivery notification: 4Xk2Fz1b2Cz9rT4`, `sender delay notification: ...`,
// `sender delivery status notification: ...`, `postmaster non-delivery notification: ...`
const notificationLine =
  /^(sender|postmaster) (non-delivery|delay|delivery status) notification: ([0-9A-Za-z]{1,40})$/;

function parseNotification(text: string): PostfixEvent | null {
  const found = notificationLine.exec(text);
  if (found === null) return null;
  const id = found[3] ?? '';
  if (!isQueueId(id)) return { type: 'note' };
  return {
    type: 'notification',
    kind: found[2] === 'delay' ? 'delay' : found[2] === 'non-delivery' ? 'bounce' : 'success',
    to: found[1] === 'postmaster' ? 'postmaster' : 'sender',
    notificationId: id,
  };
}

function parseSuperuser(text: string): PostfixEvent | null {
  if (text === 'removed' || text === 'deleted') return { type: 'superuser', action: 'deleted' };
  if (text === 'placed on hold') return { type: 'superuser', action: 'held' };
  if (text === 'released from hold') return { type: 'superuser', action: 'released' };
  if (text === 'requeued') return { type: 'superuser', action: 'requeued' };
  if (text.startsWith('expired')) return { type: 'superuser', action: 'expired' };
  return null;
}
