import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { until } from './until.ts';

/** Drops what goes to and comes from one port of loopback, as a pulled cable does: nobody is told, TCP tries on. */
export interface PacketFilter {
  drop(): Promise<void>;
  pass(): Promise<void>;
  stop(): Promise<void>;
}

const nft = '/usr/sbin/nft';

/**
 * `undefined` when packets can be dropped here, else the reason in words. The trial table belongs to its process (see
 * `openPacketFilter`) and is gone with it.
 */
export function whyNoPacketFilter(): string | undefined {
  if (!existsSync(nft)) return 'the Debian package nftables is missing';
  const trial = spawnSync(nft, ['-i'], {
    input: `add table inet mailtriage_trial_${String(process.pid)} { flags owner; }\n`,
    encoding: 'utf8',
  });
  const complaint = `${trial.stderr}`.trim();
  return trial.status === 0 && complaint === ''
    ? undefined
    : `this machine does not let packets be filtered: ${complaint.split('\n')[0] ?? 'no reason given'}`;
}

/**
 * Uses a table of nftables that its process owns (`flags owner`, nft(8)): the kernel removes it when the process ends, and
 * the process ends when its standard input closes, which happens even when the test runner is killed. Its rules name
 * loopback and one port; nothing else on the machine is filtered.
 */
export async function openPacketFilter(port: number): Promise<PacketFilter> {
  const table = `inet mailtriage_lab_${String(port)}`;
  const child = spawn(nft, ['-i'], { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const rules = (): string =>
    spawnSync(nft, ['list', 'table', ...table.split(' ')], { encoding: 'utf8' }).stdout;
  const say = async (commands: readonly string[], done: () => boolean): Promise<void> => {
    child.stdin.write(`${commands.join('; ')}\n`);
    await until(`nft to do: ${commands.join('; ')}`, () => {
      if (complaint.trim() !== '') throw new Error(`nft: ${complaint.trim()}`);
      return done();
    });
  };
  await say(
    [
      `add table ${table} { flags owner; }`,
      `add chain ${table} wire { type filter hook input priority 0; policy accept; }`,
    ],
    () => rules().includes('chain wire'),
  );
  return {
    drop: () =>
      say(
        ['dport', 'sport'].map(
          (end) => `add rule ${table} wire iifname "lo" tcp ${end} ${String(port)} drop`,
        ),
        () => rules().includes(`sport ${String(port)} drop`),
      ),
    pass: () => say([`flush chain ${table} wire`], () => !rules().includes('drop')),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
