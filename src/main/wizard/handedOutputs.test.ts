import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quoteForPosixShell } from '../../core/command/quoteForPosixShell.ts';
import type { Facts } from '../../core/playbook/facts.ts';
import { playbooks } from '../../core/playbooks/registry.ts';
import { TestServer } from '../../core/practice/testServer.ts';
import type { PasteProgress, PastedOutput, StepAnswer } from '../../shared/ipc/contract.ts';
import type { Result } from '../../shared/ipc/errors.ts';
import { isOutputOf } from './expectedOutput.ts';
import { TestWizard } from './testWizard.ts';

const bruno = 'bruno.lang@bluemind.example';

let wizard: TestWizard;
beforeEach(() => {
  wizard = new TestWizard();
});
afterEach(() => wizard.test.close());

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.message.key} ${result.error.detail ?? ''}`);
  return result.value;
}

const pasteNext = async (
  name: string,
  step: string,
  facts: Facts,
  outputs: readonly PastedOutput[],
  blueMind?: 4 | 5,
): Promise<PasteProgress> =>
  valueOf(
    await wizard.handlers['wizard.pasteNext']({
      wizard: name,
      step,
      facts,
      outputs: [...outputs],
      ...(blueMind === undefined ? {} : { blueMind }),
    }),
  );

const judge = (
  name: string,
  step: string,
  facts: Facts,
  source: { kind: 'pasted'; text: string; outputs: PastedOutput[] } | { kind: 'files'; files: string[] },
): Promise<Result<StepAnswer>> =>
  Promise.resolve(
    wizard.handlers['wizard.run']({ jobId: 'job-00000001', wizard: name, step, facts, source }),
  );

/** Somebody at the server who runs what they are shown and hands back what it printed. */
async function pasteAll(name: string, step: string, facts: Facts): Promise<PastedOutput[]> {
  const server = new TestServer(5);
  const outputs: PastedOutput[] = [];
  for (let round = 0; round < 20; round += 1) {
    const { commands, recognised } = await pasteNext(name, step, facts, outputs);
    expect(recognised.filter(({ usable }) => !usable)).toEqual([]);
    if (commands.length === 0) return outputs;
    for (const { command, label, line } of commands) {
      const { stdout, stderr } = server.run(wordsOf(line));
      outputs.push({ command, label, text: stdout + stderr });
    }
  }
  throw new Error('never ready');
}

/** The words of a line that holds nothing but plain ones and single quotes. */
function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  expect(quoteForPosixShell(words)).toBe(line);
  return words.slice(2);
}

describe('pasted outputs', () => {
  it.each([
    ['maps', 'check-address', { recipient: 'greta.vogel@bluemind.example' }, 'maps.stale'],
    ['queue', 'list', { recipient: bruno }, 'queue.over-quota'],
    ['queue', 'quota', { recipient: bruno }, 'queue.quota-full'],
    ['restore', 'list-deleted', { recipient: 'emma.roth@bluemind.example' }, 'restore.can-restore'],
  ])('lead %s/%s to its verdict, command by command', async (name, step, facts, verdict) => {
    const outputs = await pasteAll(name, step, facts);
    const { result } = valueOf(await judge(name, step, facts, { kind: 'pasted', text: '', outputs }));
    expect(result.verdict.id).toBe(verdict);
  });

  it('are asked for again when they are the wrong thing, nothing, or nothing known', async () => {
    const first = await pasteNext('queue', 'quota', { recipient: bruno }, []);
    expect(first.commands.map(({ line, privilege }) => [line, privilege])).toEqual([
      [`env LC_ALL=C bm-cli index info ${bruno}`, 'root'],
      [`env LC_ALL=C bm-cli user get ${bruno}`, 'root'],
    ]);
    const answer = (text: string) => [{ command: 'queue.used-space', label: bruno, text }];
    for (const [text, problem] of [
      ['Mail queue is empty\n', 'other'],
      ['', 'empty'],
      ['lorem ipsum\n', 'unknown'],
    ] as const) {
      const next = await pasteNext('queue', 'quota', { recipient: bruno }, answer(text));
      expect(next.commands).toEqual(first.commands);
      expect(next.recognised).toMatchObject([
        { usable: false, problem: { key: `servers-main:paste.${problem}` } },
      ]);
    }
    const complaint = await pasteNext(
      'queue',
      'quota',
      { recipient: bruno },
      answer('sh: bm-cli: command not found\n'),
    );
    expect(complaint.recognised).toMatchObject([{ kind: 'shell-error', usable: true, problem: null }]);
    expect(complaint.commands).toHaveLength(1);
  });

  it('are not judged before they are complete', async () => {
    const outputs = [{ command: 'queue.used-space', label: bruno, text: '' }];
    expect(
      await judge('queue', 'quota', { recipient: bruno }, { kind: 'pasted', text: '', outputs }),
    ).toMatchObject({
      ok: false,
      error: {
        message: {
          key: 'servers-main:paste.missing',
          values: { command: `env LC_ALL=C bm-cli index info ${bruno}` },
        },
      },
    });
  });

  it('follow the kind of server they come from', async () => {
    const facts = { recipient: bruno, login: 'bruno', technicalDomain: 'x.internal' };
    const commandOf = async (blueMind?: 4 | 5) =>
      (await pasteNext('restore', 'list-deleted', facts, [], blueMind)).commands[0]?.command;
    expect([await commandOf(4), await commandOf(5), await commandOf()]).toEqual([
      'restore.cyrus-list',
      'restore.bm-cli-list',
      'restore.bm-cli-list',
    ]);
  });

  it('say when something seems to be missing, and are used all the same', async () => {
    const listing = new TestServer(4).run(['postqueue', '-p']).stdout.split('\n').slice(0, -3).join('\n');
    const outputs = [{ command: 'queue.list-json', label: '', text: listing }];
    const { recognised } = await pasteNext('queue', 'list', {}, outputs);
    expect(recognised).toMatchObject([
      { kind: 'postqueue-p', usable: true, problem: { key: 'servers-main:paste.cut-off' } },
    ]);
  });
});

describe('saved files', () => {
  const grant = async (name: string, text: string): Promise<string> => {
    const path = join(wizard.test.folder, name);
    writeFileSync(path, text);
    const [granted] = await wizard.grants.admit([path]);
    return granted?.id ?? '';
  };

  it('are taken for the commands whose output they are; others are named', async () => {
    const server = new TestServer(4);
    const files = [
      await grant('queue.txt', server.run(['postqueue', '-p']).stdout),
      await grant(
        'settings.txt',
        server.run(['postconf', 'maximal_queue_lifetime', 'queue_run_delay']).stdout,
      ),
      await grant('notes.txt', 'lunch at noon\n'),
    ];
    const { result } = valueOf(await judge('queue', 'list', { recipient: bruno }, { kind: 'files', files }));
    expect(result.verdict.id).toBe('queue.over-quota');
    expect(result.verdict.details[0]).toEqual({
      key: 'servers-main:files.not-used',
      values: { file: 'notes.txt' },
    });
  });

  it('never answer a question they do not name', async () => {
    const server = new TestServer(4);
    const lookup = server.run(['postmap', '-q', bruno, 'hash:/etc/postfix/virtual_alias']).stdout;
    const unnamed = [await grant('answer.txt', `$ postmap -q\n${lookup}`)];
    expect(
      await judge('maps', 'check-address', { recipient: bruno }, { kind: 'files', files: unnamed }),
    ).toMatchObject({
      ok: false,
      error: { message: { key: 'servers-main:files.none-fits' } },
    });
  });

  it('that fit nothing are said so', async () => {
    const files = [await grant('notes.txt', 'lunch at noon\n')];
    expect(await judge('queue', 'list', {}, { kind: 'files', files })).toMatchObject({
      ok: false,
      error: { code: 'unreadable-input', message: { key: 'servers-main:files.none-fits' } },
    });
    expect(await judge('queue', 'list', {}, { kind: 'files', files: ['gone'] })).toMatchObject({
      ok: false,
      error: { message: { key: 'errors:grant-gone' } },
    });
  });
});

describe('every command of every step', () => {
  const commands = playbooks.flatMap(({ id, steps }) =>
    steps.flatMap(({ id: step, acquire }) => (acquire.kind === 'commands' ? [[id, step] as const] : [])),
  );

  it.each(commands)('%s/%s can be shown to whoever pastes', async (name, step) => {
    const facts: Facts = {
      recipient: bruno,
      person: bruno,
      messageId: '<offer-77@partner.example>',
      queueId: 'C5BF3135FAF',
      imapUid: '7',
      keyword: 'Rappel',
      pickedMessages: 'bm-cli:7',
      login: 'bruno',
      technicalDomain: 'x.internal',
    };
    const shown = (await pasteNext(name, step, facts, [])).commands;
    expect(shown.length).toBeGreaterThan(0);
    for (const { line } of shown) expect(line).toMatch(/^env LC_ALL=C /);
  });

  it('never takes silence or something unknown in a file for an output', () => {
    for (const kind of ['empty', 'unknown', 'address'] as const) {
      const recognised = {
        kind,
        confidence: 'certain',
        cutOff: false,
        name: { key: 'x' },
        hints: [],
        also: [],
      } as const;
      expect(isOutputOf('maps.lookup', recognised)).toBe(false);
    }
  });
});
