import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import ssh2 from 'ssh2';
import { PROFILE_DEFAULTS, PROFILE_VERSION } from '../../src/core/ssh/profile.ts';
import type { ServerProfile } from '../../src/core/ssh/profile.ts';
import type { PracticeServer } from '../../src/main/practice/practiceServer.ts';
import { firstSettings, SETTINGS_VERSION } from '../../src/shared/firstSettings.ts';
import { throwAwayKey } from '../../src/main/practice/throwAwayKey.ts';

export interface KeptData {
  readonly profiles?: readonly ServerProfile[];
  /** Lines of the app's own known_hosts. */
  readonly knownHosts?: readonly string[];
}

/** A folder as an earlier start of the app would have left it. */
export function userDataWith({ profiles = [], knownHosts = [] }: KeptData): string {
  const folder = mkdtempSync(join(tmpdir(), 'mailtriage-e2e-own-'));
  const write = (name: string, content: unknown): void =>
    writeFileSync(join(folder, name), JSON.stringify(content), { mode: 0o600 });
  write('settings.json', { version: SETTINGS_VERSION, data: { ...firstSettings, welcomed: true } });
  if (profiles.length > 0) write('servers.json', { version: PROFILE_VERSION, data: profiles });
  if (knownHosts.length > 0)
    writeFileSync(join(folder, 'known_hosts'), `${knownHosts.join('\n')}\n`, { mode: 0o600 });
  return folder;
}

export function profileOf(
  server: Pick<PracticeServer, 'host' | 'port' | 'username'>,
  parts: Partial<ServerProfile> & Pick<ServerProfile, 'id' | 'name'>,
): ServerProfile {
  const { host, port, username } = server;
  return {
    ...PROFILE_DEFAULTS,
    host,
    port,
    user: username,
    signIn: [{ kind: 'password' }],
    jumpHosts: [],
    logPaths: [],
    ...parts,
  };
}

/** As ssh writes it down: `[127.0.0.1]:2222 ssh-ed25519 AAAA...`. */
export const knownLine = (
  { host, port }: Pick<PracticeServer, 'host' | 'port'>,
  { type, data }: PracticeServer['hostKey'],
): string => `[${host}]:${String(port)} ${type} ${data}`;

export async function signIn(page: Page, who: string, secret: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: `Password for ${who}` });
  await dialog.getByRole('textbox', { name: 'Password' }).fill(secret);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export async function openServer(page: Page, name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('link', { name: 'Servers' })
    .click();
  await page.getByRole('button', { name: `Connect to ${name}` }).click();
}

/** A host that does nothing but pass connections on (ssh's `-J`), for one user with one password. */
export interface JumpServer {
  readonly port: number;
  readonly passedOn: readonly string[];
  readonly stop: () => Promise<void>;
}

export async function startJumpServer(user: string, password: string): Promise<JumpServer> {
  const passedOn: string[] = [];
  const clients = new Set<ssh2.Connection>();
  const key = throwAwayKey();
  const server = new ssh2.Server({ hostKeys: [key.private] }, (client) => {
    clients.add(client);
    client.on('error', () => undefined);
    client.on('authentication', (attempt) => {
      if (attempt.method === 'password' && attempt.username === user && attempt.password === password)
        attempt.accept();
      else attempt.reject(['password']);
    });
    client.on('tcpip', (accept, _reject, { destIP, destPort }) => {
      passedOn.push(`${destIP}:${String(destPort)}`);
      const channel = accept();
      const socket = connect(destPort, destIP);
      channel.on('error', () => socket.destroy());
      socket.on('error', () => channel.end());
      channel.pipe(socket).pipe(channel);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    passedOn,
    stop: () =>
      new Promise((resolve) => {
        for (const client of clients) client.end();
        server.close(() => resolve());
      }),
  };
}

/** The dialog of a server that is not known yet. */
export async function acceptKey(page: Page, shown: RegExp | string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /^Is this really/ });
  await expect(dialog).toContainText(shown);
  await dialog.getByRole('button', { name: 'Connect this once' }).click();
}
