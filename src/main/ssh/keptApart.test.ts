import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RenderedCommand } from '../../core/command/renderCommand.ts';
import { importSshConfig } from '../../core/ssh/sshConfigImport.ts';
import { firstLinesForAudit } from './audit.ts';
import { ChannelGate } from './channelGate.ts';
import { CONFIRMATION_LIFETIME_MS, Confirmations } from './confirmation.ts';
import { hostVerifier } from './hostVerifier.ts';
import { KnownHostsFiles } from './knownHostsFile.ts';
import { Secret } from './secret.ts';
import { SerialQueue } from './serialQueue.ts';
import { readSshConfig } from './sshConfigFile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('Secret', () => {
  it('prints as [redacted] however it is printed', () => {
    const secret = new Secret('open sesame');
    const printed = [`${secret}`, JSON.stringify({ secret }), inspect({ secret }), String(secret)].join(' ');
    expect(printed).not.toContain('sesame');
    expect(printed).toContain('[redacted]');
    expect(secret.reveal()).toBe('open sesame');
  });
});

describe('hostVerifier', () => {
  const blob = Buffer.from('\0\0\0\x0bssh-ed25519rest', 'latin1');
  const asked = (decide: Parameters<typeof hostVerifier>[0]) => {
    const answers: unknown[] = [];
    let returned: unknown = 'nothing';
    try {
      returned = hostVerifier(decide)(blob, (answer: boolean) => answers.push(answer));
    } catch {
      returned = 'threw';
    }
    return { answers, returned };
  };

  it('answers through the callback only, and returns nothing ssh2 could take for yes', () => {
    expect(asked(() => true)).toEqual({ answers: [true], returned: undefined });
    expect(asked(() => false)).toEqual({ answers: [false], returned: undefined });
  });

  it('takes nothing but true for yes, and a failure for no', () => {
    const promise = (() => Promise.resolve(true)) as unknown as () => boolean;
    expect(asked(promise).answers).toEqual([false]);
    const fails = () => {
      throw new Error('no');
    };
    expect(asked(fails).answers).toEqual([false]);
  });
});

describe('Confirmations', () => {
  const command = { templateId: 't', line: 'env LC_ALL=C postqueue -f', stdin: null } as RenderedCommand;

  it('expire', () => {
    let now = 0;
    const confirmations = new Confirmations(() => now);
    const { token, expiresAt } = confirmations.issue('p', command, 'me');
    expect(expiresAt).toBe(CONFIRMATION_LIFETIME_MS);
    now = CONFIRMATION_LIFETIME_MS + 1;
    expect(confirmations.consume(token, 'p', command)).toEqual({ ok: false, reason: 'expired' });
  });

  it.each([
    ['another profile', 'q', command],
    ['another line', 'p', { ...command, line: 'env LC_ALL=C postqueue -i A' }],
    ['another standard input', 'p', { ...command, stdin: 'x' }],
  ])('are not good for %s, and are used up by trying', (_name, profile, other) => {
    const confirmations = new Confirmations(() => 0);
    const { token } = confirmations.issue('p', command, 'me');
    expect(confirmations.consume(token, profile, other)).toEqual({ ok: false, reason: 'other-command' });
    expect(confirmations.consume(token, 'p', command)).toEqual({ ok: false, reason: 'unknown' });
  });
});

describe('KnownHostsFiles', () => {
  it('keeps every key when many are accepted at once, in a file only its owner reads', async () => {
    const file = join(folder, 'deep', 'known_hosts');
    const store = new KnownHostsFiles(file, [join(folder, 'absent')]);
    const key = {
      type: 'ssh-ed25519',
      base64: Buffer.from('\0\0\0\x0bssh-ed25519x', 'latin1').toString('base64'),
    };
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => store.remember({ host: `h${index}`, port: 22 }, key)),
    );
    await store.remember({ host: 'h0', port: 22 }, key);
    const reading = await store.load();
    expect(reading.kind === 'read' && reading.hosts.entries.length).toBe(20);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['known_hosts']);
  });

  it('calls a file it cannot read unreadable, not empty', async () => {
    mkdirSync(join(folder, 'known_hosts'));
    const reading = await new KnownHostsFiles(join(folder, 'own'), [join(folder, 'known_hosts')]).load();
    expect(reading.kind).toBe('unreadable');
  });
});

describe('readSshConfig', () => {
  const surroundings = () => ({
    home: folder,
    platform: process.platform,
    userId: process.getuid?.() ?? null,
  });
  const write = (name: string, text: string, mode = 0o600) => {
    const file = join(folder, '.ssh', name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  };

  it('follows Include with wildcards, in its place and within its block, and runs nothing', async () => {
    const proof = join(folder, 'proof');
    write('conf.d/10-a', 'Host a\n  User from-include\n');
    write('conf.d/20-b', 'Port 2200\n');
    const main = write(
      'config',
      [
        'Include conf.d/*',
        'Host a b',
        '  User later',
        '  HostName=%h.example.org',
        `Match exec "touch ${proof}"`,
        '  User owned',
        'Host b',
        '  Include conf.d/20-*',
        'Host *',
        '  IdentityFile "~/.ssh/my key"',
      ].join('\n'),
    );
    const { blocks, warnings, files } = await readSshConfig(main, surroundings());
    const { candidates } = importSshConfig(blocks, { home: folder, localUser: 'x' });
    expect(warnings).toEqual([]);
    expect(files.length).toBe(4);
    expect(candidates.map(({ alias, profile }) => [alias, profile.user, profile.host, profile.port])).toEqual(
      [
        ['a', 'from-include', 'a.example.org', 2200],
        ['b', 'later', 'b.example.org', 2200],
      ],
    );
    expect(candidates[0]?.profile.signIn).toContainEqual({
      kind: 'keyFile',
      path: join(folder, '.ssh/my key'),
    });
    expect(existsSync(proof)).toBe(false);
  });

  it('refuses files that others may write, and circles', async () => {
    const open = write('config', 'Host a\n', 0o666);
    expect((await readSshConfig(open, surroundings())).warnings.map(({ code }) => code)).toEqual([
      'unsafe-config',
    ]);
    const round = write('round', 'Include round\nHost a\n');
    expect((await readSshConfig(round, surroundings())).warnings.map(({ code }) => code)).toContain(
      'include-depth',
    );
    expect(await readSshConfig(join(folder, 'absent'), surroundings())).toEqual({
      blocks: [],
      warnings: [],
      files: [],
    });
  });
});

describe('ChannelGate and SerialQueue', () => {
  it('admit no more than the limit, keep one place for urgent ones, and learn', async () => {
    const gate = new ChannelGate(3);
    const leave = [await gate.enter(), await gate.enter()];
    let third = false;
    void gate.enter().then(() => (third = true));
    await Promise.resolve();
    expect(third).toBe(false);
    leave.push(await gate.enter(true));
    expect(gate.active).toBe(3);
    gate.learnLimit(1);
    leave[0]?.();
    leave[0]?.();
    leave[1]?.();
    await Promise.resolve();
    expect([gate.active, third]).toEqual([1, false]);
    leave[2]?.();
    await Promise.resolve();
    await Promise.resolve();
    expect(third).toBe(true);
  });

  it('run tasks of one name in turn, also after a failure', async () => {
    const queue = new SerialQueue();
    const order: string[] = [];
    const task = (name: string, fails = false) =>
      queue.run('bm-cli', async () => {
        order.push(`${name} in`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push(`${name} out`);
        if (fails) throw new Error(name);
      });
    const results = await Promise.allSettled([task('a', true), task('b')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out']);
  });
});

describe('firstLinesForAudit', () => {
  it('keeps the beginning and takes out what looks like a secret', () => {
    const text =
      'password: hunter2\n"authKey":"abc-def"\ntoken 5\nx hidden y\n550e8400-e29b-41d4-a716-446655440000\nsixth';
    expect(firstLinesForAudit(text, ['hidden', ''])).toEqual([
      'password: [redacted]',
      '"authKey":"[redacted]"',
      'token [redacted]',
      'x [redacted] y',
      '[redacted]',
    ]);
  });
});

describe('ssh2', () => {
  it('works without its native parts, which do not fit Electron', () => {
    const root = join(import.meta.dirname, '../../../node_modules');
    const native = ['ssh2/lib/protocol/crypto/build', 'cpu-features/build'].filter((path) =>
      existsSync(join(root, path)),
    );
    expect(native).toEqual([]);
    // They are optional: ssh2 asks for them in try blocks.
    expect(readFileSync(join(root, 'ssh2/lib/protocol/constants.js'), 'utf8')).toContain(
      "require('cpu-features')",
    );
  });
});
