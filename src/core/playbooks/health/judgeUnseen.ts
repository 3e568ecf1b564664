import { parsePostconf } from '../../queue/postconf.ts';
import { outputOf } from '../../playbook/collectOutputs.ts';
import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import { arrivalsIn, countBy } from './arrivals.ts';
import { postfixLimits } from './commands.ts';
import { advice, healthResult } from './healthVerdict.ts';
import { isWithin, logEvidence, logReading, signsIn } from './logSigns.ts';

const DAY = 86_400_000;
/** With fewer mails than this from outside nothing can be said about where they come from. */
const ENOUGH = 20;
const NEARLY_ALL = 0.9;

/** The log does not know the mail: was it refused before it had a name, or does something stand in front of this server? */
export function judgeUnseen(reading: Reading, context: StepContext): StepResult {
  const { facts, now } = context;
  const found = logReading(reading.outputs, 'signs', now);
  const log = logReading(reading.outputs, 'arrivals', now);
  const tooLarge = signsIn(found).filter(
    ({ kind, at, text }) => kind === 'too-large' && isWithin(at, found.end, DAY) && cameFrom(text, facts),
  );
  if (tooLarge.length > 0) {
    const setting = parsePostconf(outputOf(reading.outputs, postfixLimits.id)?.stdout ?? '').values;
    const limit = Number(setting['message_size_limit'] ?? 'x');
    return healthResult({
      id: Number.isInteger(limit) ? 'too-large' : 'too-large-limit-unknown',
      level: 'problem',
      values: { count: tooLarge.length, ...(Number.isInteger(limit) ? { limit } : {}) },
      details: [{ key: 'causes:message-too-large.meaning' }, { key: 'health:detail.refused-before-named' }],
      evidence: logEvidence(tooLarge, 'essage size exceeds'),
      // Such a refusal names neither sender nor recipient: it fits, but nothing proves that it is this mail.
      confidence: facts.person === undefined ? 'likely' : 'possible',
      whoActs: 'sender',
      remedies: [{ kind: 'advice', text: { key: 'causes:message-too-large.action' } }],
    });
  }
  // What stands in front of the server does not touch what its own people send.
  const outside =
    facts.person !== undefined
      ? []
      : arrivalsIn(log).filter(({ account, client }) => account === null && !/\[(?:127\.|::1)/.test(client));
  const [gate] = countBy(outside, ({ client }) => client);
  if (gate !== undefined && outside.length >= ENOUGH && gate[1] >= outside.length * NEARLY_ALL) {
    const [client, count] = gate;
    return healthResult({
      id: 'filter-in-front',
      level: 'warning',
      values: { client, count, total: outside.length },
      evidence: logEvidence(
        outside.filter((arrival) => arrival.client === client),
        client,
      ),
      confidence: 'likely',
      remedies: [advice('look-in-filter'), advice('ask-sender')],
    });
  }
  return healthResult({
    id: 'unseen',
    level: 'unknown',
    confidence: 'likely',
    remedies: [advice('ask-sender'), advice('look-in-filter')],
  });
}

/**
 * `NOQUEUE: reject: MAIL from mx.example.org[192.0.2.1]: 552 5.3.4 Message size exceeds fixed limit; proto=ESMTP helo=<mx.example.org>`:
 * such a line names the other computer only. Somebody of ours hands mail in at the submission service, somebody else's
 * server is called after their domain.
 */
function cameFrom(text: string, { person, sender }: StepContext['facts']): boolean {
  if (person !== undefined) return text.includes('submission/smtpd') || text.includes('smtps/smtpd');
  const domain = sender?.slice(sender.lastIndexOf('@') + 1).toLowerCase() ?? '';
  return domain !== '' && text.toLowerCase().includes(domain);
}
