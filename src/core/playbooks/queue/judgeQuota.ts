import { parseIndexInfo } from '../../bluemind/indexInfo.ts';
import { parseUserGet } from '../../bluemind/userGet.ts';
import { outputOf, wholeText } from '../../playbook/collectOutputs.ts';
import { evidenceOf } from '../../playbook/evidenceOf.ts';
import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import type { Remedy } from '../../playbook/verdict.ts';
import { userGet } from '../bmCliCommands.ts';
import { usedSpace } from './commands.ts';
import type { QuotaFindings } from './findings.ts';

/** Full means: used space has reached the limit. Near full is where BlueMind's own web mail turns red (85 %). */
const NEARLY_FULL = 0.85;

/** How full is the mailbox? Both figures come from the server; without both there is no verdict. */
export function judgeQuota(reading: Reading, context: StepContext): StepResult {
  const address = context.facts.recipient?.trim() ?? '';
  const space = parseIndexInfo(wholeText(outputOf(reading.outputs, usedSpace.id)));
  const users = parseUserGet(wholeText(outputOf(reading.outputs, userGet.id)));
  const used =
    space.items.find(({ email }) => email.toLowerCase() === address.toLowerCase()) ?? space.items[0];
  const user = users.items[0];
  const findings: QuotaFindings & Record<string, unknown> = {
    view: 'quota',
    address,
    usedKib: used?.usedKib ?? null,
    limitKib: user?.quotaKib ?? null,
    limitKnown: user !== undefined,
  };
  const id = conclude(findings);
  const advice = (key: string): Remedy => ({ kind: 'advice', text: { key: `queue:remedy.${key}` } });
  const retry: Remedy = { kind: 'step', step: 'retry-one', text: { key: 'queue:remedy.retry-one' } };
  const full = [advice('shift-delete'), advice('raise-quota'), retry];
  const remedies: readonly Remedy[] =
    id === 'quota-unknown' ? [advice('rights')] : id === 'quota-room' || id === 'no-limit' ? [retry] : full;
  return {
    verdict: {
      level:
        id === 'quota-full'
          ? 'problem'
          : id === 'quota-near'
            ? 'warning'
            : id === 'quota-unknown'
              ? 'unknown'
              : 'ok',
      id: `queue.${id}`,
      because: {
        key: `queue:verdict.${id}`,
        values: { address, used: (findings.usedKib ?? 0) * 1024, limit: (findings.limitKib ?? 0) * 1024 },
      },
      details: [...space.findings, ...users.findings].map(({ sentence }) => sentence),
      evidence: reading.outputs.flatMap((named) => evidenceOf(named, [address], 2)),
      confidence: 'certain',
      whoActs:
        id === 'quota-full' || id === 'quota-near' ? 'user' : id === 'quota-unknown' ? 'you' : 'nobody',
      remedies,
    },
    findings,
    learned: {},
    next: remedies,
  };
}

function conclude({ usedKib, limitKib, limitKnown }: QuotaFindings): string {
  if (!limitKnown || usedKib === null) return 'quota-unknown';
  if (limitKib === null) return 'no-limit';
  if (usedKib >= limitKib) return 'quota-full';
  return usedKib >= limitKib * NEARLY_FULL ? 'quota-near' : 'quota-room';
}
