import { parseUserGet } from '../../bluemind/userGet.ts';
import { outputOf, wholeText } from '../../playbook/collectOutputs.ts';
import { evidenceOf } from '../../playbook/evidenceOf.ts';
import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import { userGet, userGetArchived } from '../bmCliCommands.ts';
import { accountIn } from './arrivals.ts';
import { cyrusLimits } from './commands.ts';
import { advice, healthResult, toWizard } from './healthVerdict.ts';
import { isWithin, logEvidence, logReading, signsIn, type LoggedLine } from './logSigns.ts';
import { childrenOf, readVitals } from './readVitals.ts';

/** BlueMind's protection: three wrong passwords, and the account is refused for twenty minutes. */
const BLOCKED_AFTER = 3;
const BLOCKED_MS = 20 * 60_000;
const DAY = 86_400_000;

/** Why can this person not sign in, or not send? */
export function judgeSignIn(reading: Reading, context: StepContext): StepResult {
  const address = context.facts.person?.trim() ?? '';
  const { outputs } = reading;
  const vitals = readVitals(outputs, context);
  const running = childrenOf(vitals, 'imap');
  const most = vitals.childLimits.imap ?? 0;
  if (running !== null && most > 0 && running >= most) {
    return healthResult({
      id: 'imap-children',
      level: 'problem',
      values: { running, most },
      evidence: [
        { file: 'ps', line: 1, text: `${String(running)} × imapd` },
        ...evidenceOf(
          outputs.findLast(({ command }) => command === cyrusLimits.id),
          ['imap '],
          1,
        ),
      ],
      remedies: [advice('imap-children')],
    });
  }
  const user = parseUserGet(wholeText(outputOf(outputs, userGet.id))).items[0];
  const archived = parseUserGet(wholeText(outputOf(outputs, userGetArchived.id))).items.find(
    (item) => item.archived !== false,
  );
  const directory = outputs.filter(({ command }) => command === userGet.id || command === userGetArchived.id);
  const told = directory.flatMap((named) => evidenceOf(named, [address], 2)).slice(0, 2);
  if (user?.archived === true || (user === undefined && archived !== undefined)) {
    const remedies = [advice('reactivate')];
    return healthResult({
      id: 'account-suspended',
      level: 'problem',
      values: { address },
      evidence: told,
      remedies,
    });
  }
  const names = new Set(
    [address, address.split('@')[0] ?? '', user?.login ?? ''].map((name) => name.toLowerCase()),
  );
  const isOwn = ({ text }: LoggedLine): boolean => {
    const account = accountIn(text);
    return account !== null && (names.has(account) || names.has(account.split('@')[0] ?? ''));
  };
  const found = logReading(outputs, 'signs', context.now);
  const own = logReading(outputs, 'own', context.now);
  const worked = own.lines.filter((line) => line.text.includes(': client=') && isOwn(line));
  const lastWorked = worked.at(-1)?.at ?? null;
  const failures = signsIn(found).filter(
    (sign) =>
      sign.kind === 'sign-in-failed' &&
      isOwn(sign) &&
      isWithin(sign.at, found.end, DAY) &&
      (lastWorked === null || (sign.at ?? 0) > lastWorked),
  );
  const last = failures.at(-1);
  if (last !== undefined) {
    const inARow = failures.filter(({ at }) => isWithin(at, last.at, BLOCKED_MS)).length;
    const blocked = inARow >= BLOCKED_AFTER && isWithin(last.at, found.end, BLOCKED_MS);
    return healthResult({
      id: blocked ? 'sign-in-blocked' : 'wrong-password',
      level: 'problem',
      values: { address, count: failures.length },
      evidence: logEvidence(failures, 'authentication failed'),
      confidence: 'likely',
      whoActs: 'user',
      remedies: [...(blocked ? [advice('wait-unblock')] : []), advice('new-password'), advice('old-devices')],
    });
  }
  if (user === undefined) {
    const answered = directory.length > 1;
    return healthResult({
      id: answered ? 'no-such-user' : 'sign-in-unreadable',
      level: answered ? 'warning' : 'unknown',
      values: { address },
      evidence: told,
      confidence: answered ? 'likely' : 'certain',
      remedies: answered ? [advice('check-login')] : [advice('rights')],
    });
  }
  return healthResult({
    id: 'sign-in-ok',
    level: 'ok',
    values: { address },
    evidence: [...told, ...logEvidence(worked, '', 2)],
    // Only the mail log was read: what happens at the web page alone is not in it.
    confidence: 'possible',
    remedies: [toWizard('trace'), advice('try-web')],
  });
}
