import { practiceApiKey } from '../../core/practice/curlCommand.ts';
import { knownHostsLine, parseKnownHosts } from '../../core/ssh/knownHosts.ts';
import { PROFILE_DEFAULTS } from '../../core/ssh/profile.ts';
import type { ServerProfile } from '../../core/ssh/profile.ts';
import type { PracticeServer } from '../practice/practiceServer.ts';
import type { KnownHostsStore } from '../ssh/knownHostsFile.ts';
import type { SessionPrompts } from '../ssh/prompts.ts';
import { Secret } from '../ssh/secret.ts';

export type Edition = 4 | 5;

export const practiceId = (edition: Edition): string => `practice-${edition}`;
export const isPracticeId = (id: string): boolean => /^practice-[45]$/.test(id);

/** The simulated server as a profile. It is made anew for each run and never saved. */
export function practiceProfile(
  { host, port, username, edition }: PracticeServer,
  name: string,
): ServerProfile {
  return {
    ...PROFILE_DEFAULTS,
    id: practiceId(edition),
    name,
    colour: 'teal',
    host,
    port,
    user: username,
    signIn: [{ kind: 'password' }],
    jumpHosts: [],
    logPaths: [],
    // One of the two is practised with bm-cli, the other through BlueMind's own interface.
    apiKey: edition === 5 ? 'ask' : 'none',
    // Nothing here can be broken: it is what it is for.
    access: 'changes-allowed',
  };
}

/** Main made the server's key itself a moment ago, so it is known; nothing else on loopback is. */
export function practiceKnownHosts({ host, port, hostKey }: PracticeServer): KnownHostsStore {
  const line = knownHostsLine({ host, port }, { type: hostKey.type, base64: hostKey.data });
  const hosts = parseKnownHosts('MailTriage', line);
  return { load: () => Promise.resolve({ kind: 'read', hosts }), remember: () => Promise.resolve() };
}

/** Main knows the password; whatever else is asked is not our server asking. */
export function practicePrompts({ secret }: PracticeServer): SessionPrompts {
  return {
    askHostKey: () => Promise.resolve('reject'),
    password: ({ attempt }) => Promise.resolve(attempt === 1 ? secret : null),
    passphrase: () => Promise.resolve(null),
    keyboardInteractive: () => Promise.resolve(null),
    sudoPassword: () => Promise.resolve(null),
    apiKey: ({ attempt }) => Promise.resolve(attempt === 1 ? new Secret(practiceApiKey) : null),
  };
}
