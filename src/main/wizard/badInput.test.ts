import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Facts } from '../../core/playbook/facts.ts';
import { missingIn } from '../../core/playbooks/testCatalogue.ts';
import type { PastedOutput, StepAnswer } from '../../shared/ipc/contract.ts';
import type { Result } from '../../shared/ipc/errors.ts';
import { TestWizard } from './testWizard.ts';

const bruno = 'bruno.lang@bluemind.example';

const wizard = new TestWizard();
beforeAll(async () => {
  const started = await wizard.test.servers.registry.startPractice(4);
  if (!started.ok) throw new Error(started.error.message.key);
});
afterAll(() => wizard.test.close());

let jobs = 0;
const nextJob = () => `job-${String((jobs += 1)).padStart(8, '0')}`;

/** What is said: a refusal's sentence, or a verdict's with the number of things to do. */
function told(answer: Result<StepAnswer>): string {
  const message = answer.ok ? answer.value.result.verdict.because : answer.error.message;
  expect(missingIn(message)).toEqual([]);
  if (answer.ok) {
    const { verdict } = answer.value.result;
    expect(verdict.level).not.toBe('ok');
    expect(verdict.remedies.length).toBeGreaterThan(0);
    return verdict.id;
  }
  return message.key;
}

const onServer = async (name: string, step: string, facts: Facts): Promise<string> =>
  told(
    await wizard.handlers['wizard.run']({
      jobId: nextJob(),
      wizard: name,
      step,
      facts,
      source: { kind: 'server', servers: ['practice-4'] },
    }),
  );

/** The step's first question answered with a text; what is asked besides gets its usual answer. */
async function pasted(name: string, step: string, facts: Facts, text: string): Promise<string> {
  const outputs: PastedOutput[] = [];
  for (let round = 0; round < 10; round += 1) {
    const next = await wizard.handlers['wizard.pasteNext']({ wizard: name, step, facts, outputs });
    if (!next.ok) throw new Error(next.error.message.key);
    const [problem] = next.value.recognised.flatMap((one) => (one.usable ? [] : (one.problem ?? [])));
    if (problem !== undefined) {
      expect(missingIn(problem)).toEqual([]);
      return problem.key;
    }
    if (next.value.commands.length === 0) break;
    outputs.push(
      ...next.value.commands.map(({ command, label }) => ({
        command,
        label,
        text: command === 'queue.times' ? 'maximal_queue_lifetime = 5d\n' : text,
      })),
    );
  }
  const source = { kind: 'pasted' as const, text: '', outputs };
  return told(await wizard.handlers['wizard.run']({ jobId: nextJob(), wizard: name, step, facts, source }));
}

describe('bad input gets a sentence that says what happened and what to do', () => {
  it.each([
    ['an address without @', 'maps', 'check-address', { recipient: 'bruno.lang' }, 'check:address'],
    ['no address', 'queue', 'quota', {}, 'check:address-missing'],
    [
      'a domain that is not on the server',
      'maps',
      'check-address',
      { recipient: 'a@elsewhere.example' },
      'maps.domain-unknown',
    ],
    [
      'an address nobody has',
      'maps',
      'check-address',
      { recipient: 'nobody@bluemind.example' },
      'maps.unknown-address',
    ],
    ['a UID that is not a number', 'history', 'by-uid', { recipient: bruno, imapUid: '12x' }, 'check:number'],
    ['a UID nobody can have', 'history', 'by-uid', { recipient: bruno, imapUid: '0' }, 'check:number'],
    [
      'a folder that would be an option',
      'history',
      'by-uid',
      { recipient: bruno, imapUid: '7', folder: '--all' },
      'check:folder',
    ],
    [
      'no word to search',
      'history',
      'by-keyword',
      { recipient: bruno, keyword: ' ' },
      'check:keyword-missing',
    ],
  ] as const)('%s', async (_what, name, step, facts, expected) => {
    expect(await onServer(name, step, facts)).toBe(expected);
  });

  it.each([
    ['an empty paste', 'queue', 'list', '', 'servers-main:paste.empty'],
    ['something else', 'queue', 'list', 'lunch at noon\n', 'servers-main:paste.unknown'],
    ['the output of another command', 'queue', 'quota', 'Mail queue is empty\n', 'servers-main:paste.other'],
    ['a tool that is missing', 'queue', 'list', 'sh: 1: postqueue: not found\n', 'queue.unreadable'],
    [
      'a missing tool, in German',
      'queue',
      'list',
      '-bash: postqueue: Befehl nicht gefunden.\n',
      'queue.unreadable',
    ],
    [
      'a missing tool, in French',
      'queue',
      'list',
      'bash: postqueue : commande introuvable\n',
      'queue.unreadable',
    ],
    ['no permission', 'queue', 'list', 'bash: /usr/sbin/postqueue: Permission denied\n', 'queue.unreadable'],
    ['no permission, in German', 'queue', 'list', 'sudo: Ein Passwort ist notwendig\n', 'queue.unreadable'],
    ['a missing bm-cli', 'queue', 'quota', 'bash: bm-cli: command not found\n', 'queue.quota-unknown'],
    [
      'a stopped core',
      'queue',
      'quota',
      'java.net.ConnectException: Connection refused\n',
      'queue.quota-unknown',
    ],
    [
      'exit 0 with an error',
      'restore',
      'find-mailbox',
      'Invalid or unknown domain : bluemind.example\n',
      'restore.mailbox-unknown',
    ],
    [
      'exit 0 with an error',
      'history',
      'by-keyword',
      "Your search for 'x' did not match anything\n",
      'history.no-match',
    ],
  ] as const)('%s in %s/%s', async (_what, name, step, text, expected) => {
    const facts = { recipient: bruno, keyword: 'Angebot' };
    expect(await pasted(name, step, facts, text)).toBe(expected);
  });
});
