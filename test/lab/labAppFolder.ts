import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownHostsLine } from '../../src/core/ssh/knownHosts.ts';
import { PROFILE_DEFAULTS, serverProfileSchema, type ServerProfile } from '../../src/core/ssh/profile.ts';
import type { Envelope } from '../../src/main/store/versionedStore.ts';
import { firstSettings, SETTINGS_VERSION } from '../../src/shared/firstSettings.ts';
import type { Lab } from './lab.ts';

/**
 * Makes a data folder for the app in which the lab is a saved server already: changes allowed, its key file named, its host key
 * known. It goes with the lab. Nothing of the user's own settings, servers and cases is touched.
 */
export function prepareAppFolder(lab: Lab): { readonly folder: string; readonly keyFile: string } {
  const folder = join(lab.sandbox.folder, 'app');
  const keyFile = join(lab.sandbox.folder, 'ssh-key');
  mkdirSync(folder, { recursive: true });
  writeFileSync(keyFile, lab.ssh.privateKey, { mode: 0o600 });
  const host = '127.0.0.1';
  const { port } = lab.ssh;
  const profile: ServerProfile = serverProfileSchema.parse({
    ...PROFILE_DEFAULTS,
    id: 'lab-root',
    name: 'Lab',
    colour: 'orange',
    host,
    port,
    signIn: [{ kind: 'keyFile', path: keyFile }],
    access: 'changes-allowed',
    notes: `A real mail server for tries. Addresses: ${lab
      .directory()
      .entries.map(({ emails }) => emails[0])
      .join(', ')}.`,
  });
  // As the profile store keeps it; what it cannot read it would set aside.
  const content: Envelope = { version: 1, data: [profile] };
  writeFileSync(join(folder, 'servers.json'), JSON.stringify(content, null, 2));
  // Whoever starts the lab need not be told what the app is.
  const settings: Envelope = { version: SETTINGS_VERSION, data: { ...firstSettings, welcomed: true } };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
  const [type = '', base64 = ''] = lab.ssh.hostKey.split(' ');
  writeFileSync(join(folder, 'known_hosts'), `${knownHostsLine({ host, port }, { type, base64 }).trim()}\n`);
  return { folder, keyFile };
}
