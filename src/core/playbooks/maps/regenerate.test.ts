import { describe, expect, it } from 'vitest';
import { TestServer } from '../../practice/testServer.ts';
import { practiceApiKey, practiceLesserKey } from '../../practice/curlCommand.ts';
import { messagesOf, missingIn } from '../testCatalogue.ts';
import { answered } from '../testOutputs.ts';
import { mapsPlaybook } from './playbook.ts';
import { judgeRegenerating, planRegenerate } from './regenerate.ts';

const greta = 'greta.vogel@bluemind.example';
const context = {
  facts: { recipient: greta },
  now: 0,
  server: { name: 'mail', blueMind: 5, hasApiKey: true },
} as const;
const post = (stdout: string, more: { stderr?: string; exitCode?: number } = {}) =>
  answered('maps.regenerate-by-rest', stdout, more);
const task = (state: string) =>
  answered('maps.task-status', `${JSON.stringify({ steps: 1, progress: 1, state })}\n200\n`, { label: '1' });
const started = post('{"id":"task-1"}\n200\n');
const fault = (status: number, message: string) =>
  post(`${JSON.stringify({ errorCode: 'X', errorType: 'ServerFault', message })}\n${status}\n`);

describe.each([4, 5] as const)('with an API key, on BlueMind %i', (edition) => {
  it('is started through the interface and proved by the maps themselves', async () => {
    const server = new TestServer(edition);
    server.apiKey = practiceApiKey;
    const before = await server.step(mapsPlaybook, 'check-address', { recipient: greta });
    expect(before.verdict.id).toBe('maps.stale');
    const asked = await server.step(mapsPlaybook, 'regenerate', before.facts);
    expect(asked.verdict).toMatchObject({ id: 'maps.regenerate-started', level: 'unknown' });
    expect(asked.verdict.details).toEqual([{ key: 'maps:detail.task-success' }]);
    expect((await server.step(mapsPlaybook, 'verify', before.facts)).verdict.id).toBe('maps.verified');
    expect(server.lines.join('\n')).toContain('/system/maildelivery/mgmt/_repair');
    expect(server.lines.join('\n')).not.toContain('bm-cli maintenance');
  });

  it('has the key in no line, and says whose key is needed', async () => {
    const server = new TestServer(edition);
    server.apiKey = practiceLesserKey;
    const { verdict, outputs } = await server.step(mapsPlaybook, 'regenerate', { recipient: greta });
    expect(verdict.id).toBe('maps.only-admin0');
    expect(outputs).toHaveLength(1);
    expect(server.lines.join('\n')).not.toContain(practiceLesserKey);
    expect(server.world.mapsDueAt).toBeNull();
  });
});

it('without an API key bm-cli stays the way', async () => {
  const server = new TestServer(5);
  await server.step(mapsPlaybook, 'regenerate', { recipient: greta });
  expect(server.lines.join('\n')).toContain('bm-cli maintenance repair');
  expect(server.lines.join('\n')).not.toContain('curl');
  const [planned] = planRegenerate({ ...context, server: null }, []);
  expect(planned).toMatchObject({ template: { id: 'maps.regenerate' } });
});

describe('what the interface answered', () => {
  it.each([
    ['a task that ended', 'regenerate-started', 'unknown', [started, task('Success')]],
    ['a task that still runs', 'regenerate-started', 'unknown', [started, task('InProgress')]],
    ['a task nobody knows', 'regenerate-started', 'unknown', [started]],
    ['a task that failed', 'regenerate-failed', 'problem', [started, task('InError')]],
    ['a bad key', 'key-refused', 'problem', [fault(401, 'session id [redacted] is not valid')]],
    ['not admin0', 'only-admin0', 'problem', [fault(403, 'only admin0 can regenerate postfix maps')]],
    ['another refusal', 'key-not-allowed', 'problem', [fault(403, 'no right')]],
    ['an error of the core', 'rest-failed', 'problem', [fault(500, 'boom')]],
    [
      'nobody there',
      'rest-not-reached',
      'problem',
      [post('\n000\n', { exitCode: 7, stderr: 'curl: (7) Failed to connect to 127.0.0.1 port 8090\n' })],
    ],
    ['no curl', 'no-curl', 'problem', [post('', { exitCode: 127, stderr: 'sh: 1: curl: not found\n' })]],
    ['nothing readable', 'rest-unreadable', 'unknown', [post('')]],
  ] as const)('%s: %s', (_what, id, level, outputs) => {
    const result = judgeRegenerating({ outputs }, context);
    expect(result.verdict).toMatchObject({ id: `maps.${id}`, level });
    expect(messagesOf(result).flatMap(missingIn)).toEqual([]);
    expect(result.verdict.remedies.length).toBeGreaterThan(0);
  });

  it('looks at the task until it ends, but not for ever', () => {
    expect(planRegenerate(context, [started])).toHaveLength(2);
    expect(planRegenerate(context, [started, task('InProgress')])).toHaveLength(2);
    expect(planRegenerate(context, [started, task('Success')])).toEqual([]);
    const looks = Array.from({ length: 10 }, () => task('InProgress'));
    expect(planRegenerate(context, [started, ...looks])).toEqual([]);
    expect(planRegenerate(context, [fault(403, 'no')])).toEqual([]);
  });
});
