import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { practiceApiKey } from '../../src/core/practice/curlCommand.ts';
import { startPracticeServer } from '../../src/main/practice/practiceServer.ts';
import type { PracticeServer } from '../../src/main/practice/practiceServer.ts';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { axeFindings } from './axe.ts';
import {
  acceptKey,
  knownLine,
  openServer,
  profileOf,
  signIn,
  startJumpServer,
  userDataWith,
} from './ownServers.ts';
import type { JumpServer, KeptData } from './ownServers.ts';
import { picture } from './pictures.ts';
import { at, begin, confirm, fill, verdict } from './practice.ts';
import { throwAwayKey } from '../../src/main/practice/throwAwayKey.ts';

/** Servers are simulated besides the window: on a busy machine both take their time. */
test.describe.configure({ timeout: 120_000 });

let app: RunningApp | null = null;
let server: PracticeServer;
let others: (PracticeServer | JumpServer)[] = [];
let folder = '';
test.beforeEach(async () => {
  server = await startPracticeServer({ now: Date.now, edition: 4 });
  others = [];
});
test.afterEach(async () => {
  await app?.close();
  app = null;
  for (const one of [server, ...others]) await one.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function launchWith(kept: KeptData): Promise<RunningApp> {
  folder = userDataWith(kept);
  app = await launchApp({ userDataDir: folder });
  return app;
}

/** Another key than the server's, and how ssh shows it. */
function anotherKey(): { readonly key: PracticeServer['hostKey']; readonly fingerprint: string } {
  const [type = '', data = ''] = throwAwayKey().public.split(' ');
  const digest = createHash('sha256').update(Buffer.from(data, 'base64')).digest('base64');
  return { key: { type, data }, fingerprint: `SHA256:${digest.replace(/=+$/, '')}` };
}

test('a changed host key is refused: both fingerprints, and nothing to accept', async () => {
  const old = anotherKey();
  const { page } = await launchWith({
    profiles: [profileOf(server, { id: 'profile-edge', name: 'Edge' })],
    knownHosts: [knownLine(server, old.key)],
  });
  await openServer(page, 'Edge');
  const refused = page.getByRole('dialog', { name: 'Not connected: the server’s identity does not fit' });
  await expect(refused).toContainText(old.fingerprint);
  await expect(refused).toContainText(server.hostKeyFingerprint);
  await expect(refused.getByRole('button')).toHaveText(['Understood, stay disconnected']);
  await picture(page, 'host-key-changed');
  expect(await axeFindings(page)).toEqual([]);
  await refused.getByRole('button').click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('Connected', { exact: true })).toHaveCount(0);

  await page.evaluate(() => {
    window.location.hash = '#/servers/profile-edge/edit';
  });
  await expect(page.getByRole('heading', { level: 1, name: 'Settings of Edge' })).toBeVisible();
  await picture(page, 'server-edit', { whole: true });
  expect(await axeFindings(page)).toEqual([]);
});

test('a revoked host key is refused as well', async () => {
  const { page } = await launchWith({
    profiles: [profileOf(server, { id: 'profile-edge', name: 'Edge' })],
    knownHosts: [`@revoked ${knownLine(server, server.hostKey)}`],
  });
  await openServer(page, 'Edge');
  const refused = page.getByRole('dialog', { name: 'Not connected: the server’s identity does not fit' });
  await expect(refused).toContainText('declared invalid');
  await expect(refused.getByRole('button')).toHaveText(['Understood, stay disconnected']);
});

test('through a jump host: each host shows its key and asks for its own password', async () => {
  const jump = await startJumpServer('porter', 'open sesame');
  others.push(jump);
  const { page } = await launchWith({
    profiles: [
      profileOf(server, {
        id: 'profile-inside',
        name: 'Inside',
        jumpHosts: [{ host: '127.0.0.1', port: jump.port, user: 'porter', signIn: [{ kind: 'password' }] }],
      }),
    ],
  });
  await openServer(page, 'Inside');
  await acceptKey(page, /host 1 of 2/);
  await expect(page.getByRole('dialog', { name: 'Password for porter on 127.0.0.1' })).toContainText(
    'host 1 of 2',
  );
  await signIn(page, 'porter on 127.0.0.1', 'open sesame');
  await acceptKey(page, server.hostKeyFingerprint);
  await picture(page, 'jump-host');
  await signIn(page, 'root on 127.0.0.1', server.secret.reveal());
  await expect(page.getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
  expect(new Set(jump.passedOn)).toEqual(new Set([`127.0.0.1:${String(server.port)}`]));
});

test('a group of servers is searched together, into one message', async () => {
  const backend = await startPracticeServer({ now: Date.now, edition: 4 });
  others.push(backend);
  const group = { group: 'Muster' };
  const { page } = await launchWith({
    profiles: [
      profileOf(server, { id: 'profile-edge', name: 'Edge', ...group }),
      profileOf(backend, { id: 'profile-backend', name: 'Backend', ...group }),
    ],
    knownHosts: [knownLine(server, server.hostKey), knownLine(backend, backend.hostKey)],
  });
  for (const [name, secret] of [
    ['Edge', server.secret],
    ['Backend', backend.secret],
  ] as const) {
    await openServer(page, name);
    await signIn(page, 'root on 127.0.0.1', secret.reveal());
    await expect(page.getByRole('button', { name: `Disconnect from ${name}` })).toBeVisible({
      timeout: 30_000,
    });
  }
  await begin(page, 'A mail never arrived');
  await page.getByRole('button', { name: 'A server', exact: true }).click();
  await page.getByRole('button', { name: /Search all 2 servers of the group/ }).click();
  await fill(page, 'Recipient', at('claire.moreau'));
  await fill(page, 'Sender', 'angebote@lieferant.example');
  await page.getByRole('button', { name: 'Find the mail' }).click();
  await expect(verdict(page)).toContainText('delivered to', { timeout: 60_000 });
  await picture(page, 'group-trace', { whole: true });

  await page
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('link', { name: 'Cases' })
    .click();
  await page
    .getByRole('link', { name: at('claire.moreau') })
    .first()
    .click();
  await expect(page.getByText('Source: Edge, Backend')).toBeVisible();
});

test('servers of ~/.ssh/config are taken over, with what was left out named', async () => {
  const home = mkdtempSync(join(tmpdir(), 'mailtriage-e2e-home-'));
  mkdirSync(join(home, '.ssh'), { mode: 0o700 });
  const config = join(home, '.ssh', 'config');
  writeFileSync(
    config,
    [
      'Host gate',
      '  HostName gate.muster.example',
      '  User porter',
      'Host mail',
      '  HostName mail.muster.example',
      '  Port 2222',
      '  User root',
      '  ProxyJump gate',
      'Match exec "rm -rf /"',
      '  User nobody',
      '',
    ].join('\n'),
  );
  chmodSync(config, 0o600);
  const before = process.env['HOME'];
  process.env['HOME'] = home;
  try {
    const { page } = await launchWith({});
    await page
      .getByRole('navigation', { name: 'Main navigation' })
      .getByRole('link', { name: 'Servers' })
      .click();
    await page.getByRole('button', { name: 'Take over from ssh' }).click();
    const found = page.getByRole('dialog', { name: 'Servers your ssh knows' });
    await expect(found.getByRole('listitem')).toHaveCount(2);
    await expect(found).toContainText('root@mail.muster.example, port 2222');
    await expect(found).toContainText(/Match/);
    await picture(page, 'ssh-config');
    expect(await axeFindings(page)).toEqual([]);
    await found.getByRole('checkbox', { name: 'mail' }).check();
    await found.getByRole('button', { name: 'Add the chosen server' }).click();
    await expect(page.getByText('1 server was loaded.')).toBeVisible();
    await expect(page.getByRole('link', { name: 'mail', exact: true })).toBeVisible();
    await expect(page.getByRole('main')).toContainText('through 1 other host');
  } finally {
    if (before === undefined) delete process.env['HOME'];
    else process.env['HOME'] = before;
    rmSync(home, { recursive: true, force: true });
  }
});

test('with an API key the delivery maps are written through BlueMind’s own interface', async () => {
  const { page } = await launchWith({
    profiles: [
      profileOf(server, { id: 'profile-edge', name: 'Edge', apiKey: 'ask', access: 'changes-allowed' }),
    ],
    knownHosts: [knownLine(server, server.hostKey)],
  });
  await openServer(page, 'Edge');
  await signIn(page, 'root on 127.0.0.1', server.secret.reveal());
  await expect(page.getByRole('button', { name: 'Disconnect from Edge' })).toBeVisible({ timeout: 30_000 });
  await page.evaluate(() => {
    window.location.hash = '#/wizard/maps';
  });
  await page.getByRole('button', { name: 'A server', exact: true }).click();
  await fill(page, 'Recipient', at('greta.vogel'));
  await page.getByRole('button', { name: 'Look the address up' }).last().click();
  await expect(verdict(page)).toContainText('they are out of date', { timeout: 30_000 });
  await page.getByRole('region', { name: 'What to do next' }).getByRole('button').first().click();
  await picture(page, 'api-key-confirm');
  await confirm(page, 'Write the delivery maps anew', /curl -q .*maildelivery\/mgmt\/_repair/);

  const asked = page.getByRole('dialog', { name: 'API key of BlueMind on Edge' });
  const answer = async (key: string): Promise<void> => {
    await asked.getByRole('textbox', { name: 'API key' }).fill(key);
    await asked.getByRole('button', { name: 'Use this key' }).click();
  };
  await answer('not-a-good-key');
  await expect(asked).toContainText('was not accepted');
  await picture(page, 'api-key');
  expect(await axeFindings(page)).toEqual([]);
  await answer(practiceApiKey);
  await expect(verdict(page)).toContainText('is in them', { timeout: 60_000 });
  await expect(page.getByText('BlueMind accepted the task')).toBeVisible();
  await page.evaluate(() => {
    window.location.hash = '#/audit';
  });
  await expect(page.getByRole('list').last()).toContainText('_repair');
  await expect(page.getByRole('main')).not.toContainText(practiceApiKey);
});
