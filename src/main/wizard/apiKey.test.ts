import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { practiceApiKey, practiceLesserKey } from '../../core/practice/curlCommand.ts';
import type { StepAnswer } from '../../shared/ipc/contract.ts';
import type { Result } from '../../shared/ipc/errors.ts';
import { TestWizard } from './testWizard.ts';

const facts = { recipient: 'greta.vogel@bluemind.example' };

let wizard: TestWizard;
let server = '';
/** Keys the person types, one for each question. */
let typed: string[] = [];
let keep = false;
beforeEach(async () => {
  wizard = new TestWizard();
  const { id, secret } = await wizard.test.strangeServer({ access: 'changes-allowed', apiKey: 'ask' });
  server = id;
  typed = [];
  keep = false;
  wizard.test.answer = ({ kind }) => {
    if (kind === 'hostKey') return { kind, decision: 'once' };
    if (kind === 'password') return { kind, secret, keep: false };
    const key = typed.shift();
    return kind === 'apiKey' && key !== undefined ? { kind, secret: key, keep } : null;
  };
});
afterEach(() => wizard.test.close());

let jobs = 0;
async function regenerate(on = server): Promise<Result<StepAnswer>> {
  const source = { kind: 'server' as const, servers: [on] };
  const asked = { wizard: 'maps', step: 'regenerate', facts, source };
  const shown = await wizard.handlers['wizard.preview'](asked);
  if (!shown.ok) throw new Error(shown.error.message.key);
  expect(shown.value.confirmation?.key).toBe('maps:regenerate.confirmation-by-key');
  expect(shown.value.commands.map(({ line }) => line).join()).toMatch(/^env LC_ALL=C curl -q .*_repair$/);
  jobs += 1;
  const jobId = `job-${String(jobs).padStart(8, '0')}`;
  return wizard.handlers['wizard.run']({ ...asked, jobId, token: shown.value.token ?? '' });
}
const verdictOf = (answer: Result<StepAnswer>): string =>
  answer.ok ? answer.value.result.verdict.id : answer.error.message.key;
const asked = () => wizard.test.questions().filter(({ kind }) => kind === 'apiKey');
const written = () => readFileSync(join(wizard.test.folder, 'audit.jsonl'), 'utf8');

it('asks for the key once, uses it for all that follows, and shows and writes it nowhere', async () => {
  typed = [` ${practiceApiKey}\n`];
  const answer = await regenerate();
  expect(verdictOf(answer)).toBe('maps.regenerate-started');
  expect(asked()).toHaveLength(1);
  expect(verdictOf(await regenerate())).toBe('maps.regenerate-started');
  expect(asked()).toHaveLength(1);
  expect(written()).toContain('maps.regenerate-by-rest');
  for (const text of [JSON.stringify(answer), written(), wizard.test.sentText()]) {
    expect(text).not.toContain(practiceApiKey);
  }
});

it('asks again for one that BlueMind does not accept, which is blotted out of its answer', async () => {
  typed = ['wrong-key-1', practiceApiKey];
  expect(verdictOf(await regenerate())).toBe('maps.regenerate-started');
  expect(asked().map((question) => 'attempt' in question && question.attempt)).toEqual([1, 2]);

  wizard.test.servers.registry.disconnect(server);
  typed = ['wrong-key-2', 'wrong-key-3', 'wrong-key-4'];
  const refused = await regenerate();
  expect(verdictOf(refused)).toBe('maps.key-refused');
  expect(JSON.stringify(refused)).toContain('session id [redacted] is not valid');
  expect(JSON.stringify(refused) + written()).not.toMatch(/wrong-key/);
});

it('says that it is not admin0’s, and asks for another one next time although that one was kept', async () => {
  keep = true;
  typed = [practiceLesserKey];
  expect(verdictOf(await regenerate())).toBe('maps.only-admin0');
  expect(wizard.test.servers.secrets.has(server)).toBe(true);
  typed = [practiceApiKey];
  expect(verdictOf(await regenerate())).toBe('maps.regenerate-started');
  expect(asked()).toHaveLength(2);
});

it('keeps a good one for the next time, if that is wanted', async () => {
  keep = true;
  typed = [practiceApiKey];
  await regenerate();
  wizard.test.servers.registry.disconnect(server);
  expect(verdictOf(await regenerate())).toBe('maps.regenerate-started');
  expect(asked()).toHaveLength(1);
});

it('sends nothing that could not be a key, and nothing when thought better of', async () => {
  typed = ['a"\noutput = /etc/passwd', 'two words', 'back\\slash'];
  expect(verdictOf(await regenerate())).toBe('ssh:error.api-key-unusable');
  expect(verdictOf(await regenerate())).toBe('ssh:error.cancelled');
});

it('is practised on one of the practice servers, which knows its key', async () => {
  await wizard.test.servers.registry.startPractice(5);
  expect(verdictOf(await regenerate('practice-5'))).toBe('maps.regenerate-started');
  expect(wizard.test.questions()).toEqual([]);
});
