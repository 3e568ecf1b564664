import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SignInMethod } from '../../src/core/ssh/profile.ts';
import { SerialQueue } from '../../src/main/ssh/serialQueue.ts';
import { codeOf, commandFor, eventually, execute, labSession, outputOf } from './labSession.ts';
import type { LabSession } from './labSession.ts';
import { LAB_USERS, pause, SshLab } from './realSshd.ts';
import type { RunningSshd } from './realSshd.ts';

let lab: SshLab;
let sshd: RunningSshd;
const open: LabSession[] = [];

beforeAll(async () => {
  lab = new SshLab();
  sshd = await lab.startSshd();
});
afterEach(() => {
  for (const { session } of open.splice(0)) session.disconnect();
});
afterAll(async () => {
  await lab?.stop();
});

const byKey = (path = lab.keyFile): SignInMethod[] => [{ kind: 'keyFile', path }];

function sessionFor(
  ...args: Parameters<typeof labSession> extends [string, ...infer Rest] ? Rest : never
): LabSession {
  const made = labSession(lab.folder, ...args);
  open.push(made);
  return made;
}

async function connected(...args: Parameters<typeof sessionFor>): Promise<LabSession> {
  const made = sessionFor(...args);
  const result = await made.session.connect();
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return made;
}

/** Processes whose command line holds a mark. */
function processesWith(mark: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(mark);
      } catch {
        return false;
      }
    });
}

describe('host keys', () => {
  it('asks about an unknown key by its fingerprint before anything else, and then knows it', async () => {
    const { session, prompts, states, knownHostsFile } = await connected({
      port: sshd.port,
      signIn: byKey(),
    });
    const shown = spawnSync('ssh-keygen', ['-lf', `${sshd.hostKeyFile}.pub`], { encoding: 'utf8' }).stdout;
    const [asked] = prompts.asked;
    expect(asked).toMatchObject({ kind: 'host-key', question: { verdict: { kind: 'unknown' } } });
    if (asked?.kind !== 'host-key') throw new Error('no question');
    expect(shown).toContain(asked.question.verdict.offered.fingerprint);
    expect(states.map((state) => state.kind)).toEqual([
      'connecting',
      'verifying-host-key',
      'authenticating',
      'authenticating',
      'probing',
      'ready',
    ]);
    session.disconnect();

    const again = await connected({ port: sshd.port, signIn: byKey() }, { knownHostsFile });
    expect(again.prompts.asked).toEqual([]);
    // ssh-keygen finds the line we wrote.
    const found = spawnSync('ssh-keygen', ['-F', `[127.0.0.1]:${sshd.port}`, '-f', knownHostsFile]);
    expect(found.status).toBe(0);
  });

  it('sends no credential until the key is accepted', async () => {
    const { session, prompts } = sessionFor({ port: sshd.port, signIn: byKey() });
    prompts.hostKeyAnswer = 'reject';
    const before = sshd.log().length;
    expect(codeOf(await session.connect())).toBe('host-key-rejected');
    await pause(200);
    const log = sshd.log().slice(before);
    expect(log).not.toMatch(/Accepted|Failed|Postponed|authenticating user|Invalid user/);
  });

  it('lets people read for longer than the server waits (LoginGraceTime)', async () => {
    const impatient = await lab.startSshd({ config: ['LoginGraceTime 2'] });
    const { session, prompts } = sessionFor({ port: impatient.port, signIn: byKey() });
    prompts.before = () => pause(4000);
    expect(codeOf(await session.connect())).toBe('ok');
    await impatient.stop();
  });

  it('refuses a changed key, with both fingerprints and no question', async () => {
    const first = await connected({ port: sshd.port, signIn: byKey() });
    const other = await lab.startSshd();
    const text = readFileSync(first.knownHostsFile, 'utf8').replaceAll(String(sshd.port), String(other.port));
    const changed = join(lab.folder, 'changed-known-hosts');
    writeFileSync(changed, text);
    const { session, prompts } = sessionFor(
      { port: other.port, signIn: byKey() },
      { knownHostsFile: changed },
    );
    const result = await session.connect();
    if (result.ok) throw new Error('connected');
    expect(result.error.code).toBe('host-key-changed');
    expect(result.error.hostKey?.kind).toBe('changed');
    expect(result.error.message.values?.['known']).toMatch(/^SHA256:/);
    expect(result.error.message.values?.['fingerprint']).toMatch(/^SHA256:/);
    expect(prompts.asked).toEqual([]);
    await other.stop();
  });

  it('refuses a revoked key and an unreadable file', async () => {
    const blob = readFileSync(`${sshd.hostKeyFile}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
    const revoked = join(lab.folder, 'revoked');
    writeFileSync(revoked, `@revoked * ${blob}\n[127.0.0.1]:${sshd.port} ${blob}\n`);
    const one = sessionFor({ port: sshd.port, signIn: byKey() }, { knownHostsFile: revoked });
    expect(codeOf(await one.session.connect())).toBe('host-key-revoked');
    const two = sessionFor({ port: sshd.port, signIn: byKey() }, { knownHostsFile: lab.folder });
    expect(codeOf(await two.session.connect())).toBe('known-hosts-unreadable');
  });

  it('prefers the key type it already knows, as ssh does', async () => {
    const both = await lab.startSshd({ hostKeyTypes: ['rsa', 'ed25519'] });
    const known = join(lab.folder, 'rsa-known');
    const blob = readFileSync(`${both.hostKeyFile}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
    writeFileSync(known, `[127.0.0.1]:${both.port} ${blob}\n`);
    const { session, prompts } = sessionFor({ port: both.port, signIn: byKey() }, { knownHostsFile: known });
    expect(codeOf(await session.connect())).toBe('ok');
    expect(prompts.asked).toEqual([]);
    await both.stop();
  });
});

describe('signing in', () => {
  it('uses every kind of key file, converted in memory where needed', async () => {
    const files: [string, string?][] = [
      [lab.makeKey('k-rsa', ['-t', 'rsa', '-b', '2048'])],
      [lab.makeKey('k-ecdsa', ['-t', 'ecdsa'])],
      [lab.makeKey('k-pem', ['-t', 'rsa', '-b', '2048', '-m', 'PEM'])],
      [lab.makeKey('k-pkcs8', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8'])],
      [lab.makeKey('k-pkcs8-ec', ['-t', 'ecdsa', '-m', 'PKCS8'])],
      [lab.makeKey('k-encrypted', ['-t', 'ed25519', '-N', 'open sesame']), 'open sesame'],
      [lab.makeKey('k-pkcs8-encrypted', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8', '-N', 'grüße']), 'grüße'],
    ];
    lab.authorize(`${lab.keyFile}.pub`, ...files.map(([file]) => `${file}.pub`));
    for (const [file, passphrase] of files) {
      const { session, prompts } = sessionFor({ port: sshd.port, signIn: byKey(file) });
      prompts.passphrases = passphrase === undefined ? [] : ['wrong', passphrase];
      expect([file, codeOf(await session.connect())]).toEqual([file, 'ok']);
      expect(prompts.count('passphrase')).toBe(passphrase === undefined ? 0 : 2);
    }
  });

  it('asks for a password again when it was wrong', async () => {
    const { session, prompts } = sessionFor({
      port: sshd.port,
      user: LAB_USERS.plain,
      signIn: [{ kind: 'password' }],
    });
    prompts.passwords = ['wrong', lab.password];
    expect(codeOf(await session.connect())).toBe('ok');
    expect(
      prompts.asked.filter((entry) => entry.kind === 'password').map((entry) => entry.question),
    ).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
  });

  it('says what the server accepts when nothing of the profile fits, and why a key was no help', async () => {
    const keysOnly = await lab.startSshd({ config: ['PasswordAuthentication no'] });
    const one = sessionFor({ port: keysOnly.port, signIn: [{ kind: 'password' }] });
    const refused = await one.session.connect();
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'sign-in-nothing-fits', accepts: ['publickey'] },
    });
    expect(one.prompts.count('password')).toBe(0);

    const two = sessionFor({ port: keysOnly.port, signIn: byKey(`${lab.keyFile}.pub`) });
    const wrongFile = await two.session.connect();
    if (wrongFile.ok) throw new Error('signed in with a public key');
    expect(wrongFile.error.notes).toContainEqual(expect.objectContaining({ key: 'ssh:key.publicHalf' }));

    const stranger = lab.makeKey('stranger', ['-t', 'ed25519']);
    const three = sessionFor({ port: keysOnly.port, signIn: byKey(stranger) });
    expect(codeOf(await three.session.connect())).toBe('sign-in-refused');
    await keysOnly.stop();
  });

  it('stops when the person cancels', async () => {
    const { session, prompts } = sessionFor({
      port: sshd.port,
      user: LAB_USERS.plain,
      signIn: [{ kind: 'password' }, { kind: 'keyFile', path: lab.keyFile }],
    });
    prompts.passwords = [null];
    expect(codeOf(await session.connect())).toBe('sign-in-cancelled');
  });

  it('goes on after a partial success (key and password wanted)', async () => {
    const strict = await lab.startSshd({ config: ['AuthenticationMethods publickey,password'] });
    const { session, prompts } = sessionFor({
      port: strict.port,
      user: LAB_USERS.plain,
      // The profile's order is the other way round: the server decides what it takes first.
      signIn: [{ kind: 'password' }, { kind: 'keyFile', path: lab.keyFile }],
    });
    prompts.passwords = [lab.password];
    expect(codeOf(await session.connect())).toBe('ok');
    await strict.stop();
  });

  it('answers keyboard-interactive of PAM: with the password, or with the server’s own words', async () => {
    const pam = await lab.startSshd({
      config: ['UsePAM yes', 'KbdInteractiveAuthentication yes', 'PasswordAuthentication no'],
    });
    const one = sessionFor({ port: pam.port, user: LAB_USERS.plain, signIn: [{ kind: 'password' }] });
    one.prompts.passwords = [lab.password];
    expect(codeOf(await one.session.connect())).toBe('ok');

    const two = sessionFor({
      port: pam.port,
      user: LAB_USERS.plain,
      signIn: [{ kind: 'keyboardInteractive' }],
    });
    two.prompts.interactive = [[lab.password]];
    expect(codeOf(await two.session.connect())).toBe('ok');
    const asked = two.prompts.asked.find((entry) => entry.kind === 'keyboard-interactive');
    expect(asked?.question).toMatchObject({
      prompts: [{ text: expect.stringMatching(/Password/), echo: false }],
    });
    await pam.stop();
  });

  it('uses an agent, and only the keys it may (MaxAuthTries)', async () => {
    const strict = await lab.startSshd({ config: ['MaxAuthTries 3', 'PasswordAuthentication no'] });
    const socket = join(lab.folder, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    try {
      await pause(300);
      const others = Array.from({ length: 5 }, (_, index) =>
        lab.makeKey(`agent-${index}`, ['-t', 'ed25519']),
      );
      for (const key of [...others, lab.keyFile]) {
        spawnSync('ssh-add', [key], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' });
      }
      const surroundings = { agent: { platform: 'linux' as const, socket } };
      const all = sessionFor(
        { port: strict.port, signIn: [{ kind: 'agent', agent: { kind: 'auto' }, onlyKeyFiles: [] }] },
        surroundings,
      );
      expect(codeOf(await all.session.connect())).toBe('sign-in-too-many-attempts');
      const limited = sessionFor(
        {
          port: strict.port,
          signIn: [{ kind: 'agent', agent: { kind: 'auto' }, onlyKeyFiles: [lab.keyFile] }],
        },
        surroundings,
      );
      expect(codeOf(await limited.session.connect())).toBe('ok');
    } finally {
      agent.kill();
      await strict.stop();
    }
  });

  it('goes on with the next method when the agent is gone', async () => {
    const { session } = sessionFor({
      port: sshd.port,
      signIn: [
        { kind: 'agent', agent: { kind: 'path', path: join(lab.folder, 'no-agent') }, onlyKeyFiles: [] },
        { kind: 'keyFile', path: lab.keyFile },
      ],
    });
    expect(codeOf(await session.connect())).toBe('ok');
  });

  it('asks again in a new connection when the server lost patience while a password was typed', async () => {
    const impatient = await lab.startSshd({ config: ['LoginGraceTime 2'] });
    const { session, prompts } = sessionFor({
      port: impatient.port,
      user: LAB_USERS.plain,
      signIn: [{ kind: 'password' }],
    });
    prompts.passwords = [lab.password];
    prompts.before = (kind) =>
      kind === 'password' && prompts.count('password') === 1 ? pause(4000) : Promise.resolve();
    expect(codeOf(await session.connect())).toBe('ok');
    expect(prompts.count('password')).toBe(1);
    await impatient.stop();
  });
});

describe('jump hosts', () => {
  it('verifies and signs in at every host of the chain, and names the one that fails', async () => {
    const jump = await lab.startSshd();
    const jumpHosts = [{ host: '127.0.0.1', port: jump.port, user: LAB_USERS.plain, signIn: byKey() }];
    const { session, prompts } = await connected({ port: sshd.port, signIn: byKey(), jumpHosts });
    expect(prompts.asked.map((entry) => entry.kind === 'host-key' && entry.question.hop.port)).toEqual([
      jump.port,
      sshd.port,
    ]);
    const output = await outputOf(session, ['sh', '-c', 'echo $SSH_CONNECTION']);
    expect(output.stdout).toContain(String(sshd.port));

    const broken = sessionFor({ port: 1, signIn: byKey(), jumpHosts });
    const result = await broken.session.connect();
    if (result.ok) throw new Error('connected to nothing');
    expect(result.error).toMatchObject({ code: 'unreachable', hop: { position: 2, of: 2, port: 1 } });

    const closed = await lab.startSshd({ config: ['AllowTcpForwarding no'] });
    const forbidden = sessionFor({
      port: sshd.port,
      signIn: byKey(),
      jumpHosts: [{ host: '127.0.0.1', port: closed.port, user: 'root', signIn: byKey() }],
    });
    expect(codeOf(await forbidden.session.connect())).toBe('jump-forwarding-refused');
    await closed.stop();
    await jump.stop();
  });
});

describe('commands', () => {
  it('keeps stdout, stderr, exit status and signal apart, in the plain locale', async () => {
    const { session } = await connected({ port: sshd.port, signIn: byKey() });
    const output = await outputOf(session, ['sh', '-c', 'echo out; echo err >&2; echo $LC_ALL; exit 3']);
    expect(output).toMatchObject({
      stdout: 'out\nC\n',
      stderr: 'err\n',
      exitCode: 3,
      signal: null,
      truncated: false,
    });
    const killed = await outputOf(session, ['sh', '-c', 'kill -9 $$']);
    expect(killed).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
  });

  it('brings hard arguments and standard input over unchanged', async () => {
    const { session } = await connected({ port: sshd.port, signIn: byKey() });
    const argv = ["it's", '-n', '$(id)', 'a\nb', '"', '\\', 'äöü😀', '', '*'];
    const output = await outputOf(session, ['printf', '%s\\0', ...argv]);
    expect(output.stdout.split('\0').slice(0, -1)).toEqual(argv);
    const stdin = 'one\ntwo\n'.repeat(200_000);
    const counted = await outputOf(session, ['wc', '-c'], { stdin });
    expect(counted.stdout.trim()).toBe(String(stdin.length));
  });

  it('stays whole through rekeying and 64 MiB of output, and cuts at the cap', async () => {
    const rekeying = await lab.startSshd({ config: ['RekeyLimit 1M'] });
    const { session } = await connected({ port: rekeying.port, signIn: byKey() });
    let bytes = 0;
    const all = await outputOf(
      session,
      ['head', '-c', String(64 * 1024 * 1024), '/dev/zero'],
      { maxBytes: 128 * 1024 * 1024 },
      { keepStdout: false, onStdout: (chunk) => void (bytes += chunk.length) },
    );
    expect([bytes, all.exitCode, all.truncated]).toEqual([64 * 1024 * 1024, 0, false]);
    const cut = await outputOf(session, ['sh', '-c', 'yes mailtriage-cut-mark'], { maxBytes: 100_000 });
    expect(cut.stdout.length).toBe(100_000);
    expect(cut.truncated).toBe(true);
    await eventually('yes is gone', () => processesWith('mailtriage-cut-mark').length === 0);
    await rekeying.stop();
  });

  it('gives binary output as text without failing', async () => {
    const { session } = await connected({ port: sshd.port, signIn: byKey() });
    const output = await outputOf(session, ['head', '-c', '100000', '/dev/urandom']);
    expect(output.exitCode).toBe(0);
    expect(output.stdout).toContain('\ufffd');
  });

  it.each([
    ['a group that obeys', 'sleep 1000 & sleep 1001 & wait'],
    [
      'processes that ignore TERM',
      "trap '' TERM; sleep 1002 & sh -c \"trap '' TERM; sleep 1003\"; sleep 1004",
    ],
    ['a process that left its session', 'setsid sleep 1005 & sleep 1006'],
  ])('cancelling ends the remote process: %s', async (_name, script) => {
    const { session } = await connected({ port: sshd.port, user: LAB_USERS.plain, signIn: byKey() });
    const abort = new AbortController();
    const mark = `mark-${Math.random().toString(36).slice(2)}`;
    const running = execute(session, ['sh', '-c', script, mark], {}, { signal: abort.signal });
    await eventually('the command runs', () => processesWith(mark).length > 0);
    const numbers = [...script.matchAll(/sleep (\d{4})/g)].map(([text]) => text.replace(' ', '\0'));
    await eventually('its children run', () => numbers.some((text) => processesWith(text).length > 0));
    abort.abort();
    const result = await running;
    expect(result).toMatchObject({ ok: true, value: { cancelled: true } });
    expect(processesWith(mark)).toEqual([]);
    for (const text of numbers) expect(processesWith(text)).toEqual([]);
  });

  it('ends a command that takes too long', async () => {
    const { session, records } = await connected({ port: sshd.port, signIn: byKey() });
    const output = await outputOf(session, ['sleep', '1010'], { timeoutMs: 500 });
    expect(output.timedOut).toBe(true);
    expect(processesWith('sleep\x001010')).toEqual([]);
    expect(records.at(-1)).toMatchObject({ outcome: 'timed-out', command: 'env LC_ALL=C sleep 1010' });
  });

  it('queues what is more than MaxSessions allows', async () => {
    const narrow = await lab.startSshd({ config: ['MaxSessions 2'] });
    const { session } = await connected({ port: narrow.port, signIn: byKey() });
    const outputs = await Promise.all(
      Array.from({ length: 12 }, (_, index) => outputOf(session, ['sh', '-c', `sleep 0.1; echo ${index}`])),
    );
    expect(outputs.map((output) => output.stdout)).toEqual(
      Array.from({ length: 12 }, (_, index) => `${index}\n`),
    );
    await narrow.stop();

    const none = await lab.startSshd({ config: ['MaxSessions 0'] });
    const two = await connected({ port: none.port, signIn: byKey() });
    expect(codeOf(await execute(two.session, ['true']))).toBe('no-more-sessions');
    await none.stop();
  });

  it('runs bm-cli commands one after the other, over two sessions', async () => {
    const serial = new SerialQueue();
    const sessions = [
      await connected({ port: sshd.port, signIn: byKey() }, { serial }),
      await connected({ port: sshd.port, signIn: byKey() }, { serial }),
    ];
    const file = join(lab.folder, 'overlap');
    writeFileSync(file, '');
    const script = `echo in >> ${file}; sleep 0.2; echo out >> ${file}`;
    await Promise.all(
      [...sessions, ...sessions].map(({ session }) =>
        outputOf(session, ['sh', '-c', script], { serialised: 'bm-cli' }),
      ),
    );
    expect(readFileSync(file, 'utf8')).toBe('in\nout\n'.repeat(4));
  });
});

describe('sudo', () => {
  const asRoot = ['sh', '-c', 'id -u; cat; echo $LC_ALL'] as const;

  it('needs no password where none is needed', async () => {
    const { session, prompts } = await connected({
      port: sshd.port,
      user: LAB_USERS.free,
      signIn: byKey(),
      sudo: 'passwordless',
    });
    const output = await outputOf(session, asRoot, { privilege: 'root', stdin: 'given\n' });
    expect(output.stdout).toBe('0\ngiven\nC\n');
    expect(prompts.count('sudo')).toBe(0);
  });

  it('asks once, gives the password to sudo only, and never shows it', async () => {
    const { session, prompts, records } = await connected({
      port: sshd.port,
      user: LAB_USERS.asks,
      signIn: byKey(),
      sudo: 'ask',
    });
    prompts.sudoPasswords = ['wrong', lab.password];
    const first = await outputOf(session, asRoot, { privilege: 'root', stdin: 'given\n' });
    expect(first.stdout).toBe('0\ngiven\nC\n');
    expect(first.stderr).toBe('');
    const argv = await outputOf(
      session,
      ['sh', '-c', 'cat /proc/*/cmdline /proc/*/environ 2>/dev/null | tr "\\0" "\\n"'],
      {
        privilege: 'root',
      },
    );
    expect(argv.stdout).toContain('LC_MAILTRIAGE_RUN');
    expect(argv.stdout).not.toContain(lab.password);
    expect(prompts.count('sudo')).toBe(2);
    expect(JSON.stringify(records)).not.toContain(lab.password);
    expect(records.at(0)?.command).toBe("env LC_ALL=C sudo -- sh -c 'id -u; cat; echo $LC_ALL'");
  });

  it('says so in words when sudo is refused, missing a password, or cancelled', async () => {
    const no = await connected({ port: sshd.port, user: LAB_USERS.plain, signIn: byKey(), sudo: 'ask' });
    no.prompts.sudoPasswords = [lab.password];
    expect(codeOf(await execute(no.session, ['id'], { privilege: 'root' }))).toBe('sudo-not-allowed');
    const never = await connected({
      port: sshd.port,
      user: LAB_USERS.asks,
      signIn: byKey(),
      sudo: 'passwordless',
    });
    expect(codeOf(await execute(never.session, ['id'], { privilege: 'root' }))).toBe(
      'sudo-password-required',
    );
    const wrong = await connected({ port: sshd.port, user: LAB_USERS.asks, signIn: byKey(), sudo: 'ask' });
    wrong.prompts.sudoPasswords = ['wrong'];
    expect(codeOf(await execute(wrong.session, ['id'], { privilege: 'root' }))).toBe('sudo-password-wrong');
    wrong.prompts.sudoPasswords = [null];
    expect(codeOf(await execute(wrong.session, ['id'], { privilege: 'root' }))).toBe('cancelled');
  });

  it('ends a cancelled command that runs as root', async () => {
    const { session, prompts } = await connected({
      port: sshd.port,
      user: LAB_USERS.asks,
      signIn: byKey(),
      sudo: 'ask',
    });
    prompts.sudoPasswords = [lab.password];
    const abort = new AbortController();
    const running = execute(session, ['sleep', '1020'], { privilege: 'root' }, { signal: abort.signal });
    // Not the first try, which goes without a password and is refused.
    await eventually(
      'sleep runs',
      () => prompts.count('sudo') > 0 && processesWith('sleep\x001020').length > 0,
    );
    abort.abort();
    expect(await running).toMatchObject({ ok: true, value: { cancelled: true } });
    expect(processesWith('sleep\x001020')).toEqual([]);
  });
});

describe('changing commands', () => {
  it('run once, with a token for exactly this command, on profiles that allow changes', async () => {
    const reading = await connected({ port: sshd.port, signIn: byKey() });
    const touched = join(lab.folder, 'touched');
    const change = commandFor(reading.session, ['touch', touched], { effect: 'changes' });
    const token = () => reading.confirmations.issue('lab-profile', change, 'tester').token;
    expect(codeOf(await reading.session.exec(change, { confirmation: token() }))).toBe('read-only-profile');

    const changing = await connected({ port: sshd.port, signIn: byKey(), access: 'changes-allowed' });
    const issue = () => changing.confirmations.issue('lab-profile', change, 'tester').token;
    expect(codeOf(await changing.session.exec(change))).toBe('not-confirmed');
    const other = commandFor(changing.session, ['touch', `${touched}-2`], { effect: 'changes' });
    const stolen = issue();
    expect(codeOf(await changing.session.exec(other, { confirmation: stolen }))).toBe('not-confirmed');
    expect(codeOf(await changing.session.exec(change, { confirmation: stolen }))).toBe('not-confirmed');
    const good = issue();
    expect(codeOf(await changing.session.exec(change, { confirmation: good }))).toBe('ok');
    expect(codeOf(await changing.session.exec(change, { confirmation: good }))).toBe('not-confirmed');
    expect(changing.records.map((record) => [record.outcome, record.confirmedBy])).toEqual([
      ['refused', null],
      ['refused', null],
      ['refused', null],
      ['ended', 'tester'],
      ['refused', null],
    ]);
  });
});

describe('a lost connection', () => {
  it('ends the running command, says so, and comes back by itself', async () => {
    const mortal = await lab.startSshd();
    const made = await connected(
      { port: mortal.port, signIn: byKey() },
      { reconnectDelaysSeconds: [0.2, 0.5, 1, 2, 2] },
    );
    const running = execute(
      made.session,
      ['sh', '-c', 'echo begun; sleep 1030'],
      {},
      {
        onStdout: () => void mortal.stop(),
      },
    );
    const result = await running;
    expect(codeOf(result)).toBe('connection-lost');
    expect(!result.ok && result.error.output?.stdout).toBe('begun\n');
    await eventually('it tries again', () => made.states.some((state) => state.kind === 'reconnecting'));
    expect(codeOf(await execute(made.session, ['true']))).toBe('not-connected');
    const back = await lab.startSshd({
      port: mortal.port,
      config: [`HostKey ${mortal.hostKeyFile}`],
      hostKeyTypes: [],
    });
    await eventually('it is back', () => made.session.state.kind === 'ready');
    expect((await outputOf(made.session, ['echo', 'again'])).stdout).toBe('again\n');
    await back.stop();
    await eventually('it gives up', () => made.session.state.kind === 'closed');
    expect(made.session.state).toMatchObject({ kind: 'closed', reason: { kind: 'gave-up' } });
  });
});
