import { outputOf } from '../../playbook/collectOutputs.ts';
import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import type { Evidence } from '../../playbook/verdict.ts';
import { coreLogTail } from '../maps/commands.ts';
import { advice, healthResult, toWizard } from './healthVerdict.ts';
import { logEvidence, logReading } from './logSigns.ts';
import { bareMessageId } from './planHealth.ts';

/**
 * Was a mail that came again dropped because the mailbox had it already? Cyrus (BlueMind 4) says so in the mail log, BlueMind 5
 * in core.log:
 *   dupelim: eliminated duplicate message to d.internal!user.anna id <4711@example.org> (delivery)
 *   Message delivery {...} skipped as message id was seen in the last 1 day(s)
 */
export function judgeRepeated(reading: Reading, context: StepContext): StepResult {
  const id = bareMessageId(context.facts.messageId);
  const log = logReading(reading.outputs, 'own', context.now);
  const login = context.facts.login?.toLowerCase();
  const isOwn = (text: string): boolean =>
    login === undefined || text.toLowerCase().replaceAll('^', '.').includes(login);
  const byCyrus = log.lines.filter(
    ({ text }) => text.includes('dupelim: eliminated duplicate') && text.includes(id) && isOwn(text),
  );
  const byCore = (outputOf(reading.outputs, coreLogTail.id)?.stdout ?? '')
    .split('\n')
    .flatMap((text, index): Evidence[] =>
      text.includes('skipped as message id was seen') && text.includes(id) && isOwn(text)
        ? [{ file: '/var/log/bm/core.log', line: index + 1, text }]
        : [],
    );
  const evidence = [...logEvidence(byCyrus, 'duplicate'), ...byCore.slice(-4)];
  if (id !== '' && evidence.length > 0) {
    return healthResult({
      id: 'duplicate-dropped',
      level: 'problem',
      values: { id, count: byCyrus.length + byCore.length },
      evidence,
      whoActs: 'sender',
      remedies: [advice('send-anew'), toWizard('history'), toWizard('restore')],
    });
  }
  if (!log.read) {
    return healthResult({ id: 'repeated-unreadable', level: 'unknown', remedies: [advice('rights')] });
  }
  return healthResult({
    id: 'no-duplicate',
    level: 'ok',
    values: { id },
    evidence: logEvidence(
      log.lines.filter(({ text }) => id !== '' && text.includes(id)),
      id,
    ),
    confidence: 'likely',
    remedies: [toWizard('history')],
  });
}
