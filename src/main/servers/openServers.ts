import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { PracticeTrouble } from '../../core/practice/world.ts';
import type { EventName } from '../../shared/ipc/channels.ts';
import type { EventPayload, ServerFacts } from '../../shared/ipc/contract.ts';
import { AuditLog } from '../audit/auditLog.ts';
import { Confirmations } from '../ssh/confirmation.ts';
import { KnownHostsFiles } from '../ssh/knownHostsFile.ts';
import { SerialQueue } from '../ssh/serialQueue.ts';
import type { Session } from '../ssh/session.ts';
import type { PracticeServer } from '../practice/practiceServer.ts';
import { ProfileStore } from '../store/profileStore.ts';
import { SecretStore } from '../store/secretStore.ts';
import type { Vault } from '../store/secretStore.ts';
import type { OpenWriter } from '../store/versionedStore.ts';
import type { Say } from '../words.ts';
import type { Edition } from './practiceProfile.ts';
import { PromptDesk } from './promptDesk.ts';
import { ServerRegistry } from './serverRegistry.ts';
import type { SshConfigPlace } from './sshConfigDrafts.ts';

export interface OpenServersNeeds {
  /** Where the app keeps its data. */
  readonly folder: string;
  /** The user's own folder, where ssh keeps its files. */
  readonly home: string;
  readonly openWriter: OpenWriter;
  readonly vault: Vault;
  readonly probe: (session: Session) => Promise<ServerFacts>;
  readonly startPractice: (edition: Edition, trouble: PracticeTrouble | null) => Promise<PracticeServer>;
  /** The practice server of this name ended without being told to. */
  readonly onPracticeEnded: (name: string) => void;
  readonly say: () => Say;
  readonly send: <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;
  readonly isAttended: () => boolean;
  /** A command that was run could not be written down. */
  readonly onAuditNotWritten: () => void;
  readonly report: (what: string, error: unknown) => void;
}

export interface Servers {
  readonly registry: ServerRegistry;
  readonly desk: PromptDesk;
  readonly profiles: ProfileStore;
  readonly secrets: SecretStore;
  readonly audit: AuditLog;
  readonly confirmations: Confirmations;
  readonly sshConfig: SshConfigPlace;
}

/** Puts everything together that has to do with servers. */
export function openServers(needs: OpenServersNeeds): Servers {
  const { folder, home, openWriter, vault, send, say, report } = needs;
  const now = new Date();
  const profiles = new ProfileStore(folder, openWriter, now);
  const secrets = new SecretStore(folder, openWriter, vault, now);
  const audit = new AuditLog(join(folder, 'audit.jsonl'), (what, error) => {
    report(what, error);
    needs.onAuditNotWritten();
  });
  const confirmations = new Confirmations(Date.now);
  const desk = new PromptDesk(
    {
      onPrompt: (prompt) => send('server.prompt', prompt),
      onClosed: (closed) => send('server.promptClosed', closed),
    },
    needs.isAttended,
  );
  const registry = new ServerRegistry({
    profiles,
    secrets,
    desk,
    surroundings: {
      knownHosts: new KnownHostsFiles(join(folder, 'known_hosts'), [
        join(home, '.ssh', 'known_hosts'),
        join(home, '.ssh', 'known_hosts2'),
        '/etc/ssh/ssh_known_hosts',
      ]),
      confirmations,
      serial: new SerialQueue(),
      agent: { platform: process.platform, socket: process.env['SSH_AUTH_SOCK'] },
      now: Date.now,
      onCommand: (record) => audit.append(record),
    },
    probe: needs.probe,
    startPractice: needs.startPractice,
    onPracticeEnded: needs.onPracticeEnded,
    practiceName: (version) => say()('servers-main:practice.name', { version }),
    onState: (id, state, facts) => send('server.state', { id, state, facts }),
    onBanner: (id, hop, text) => send('server.banner', { id, hop, text }),
    report,
  });
  const sshConfig = {
    home,
    platform: process.platform,
    userId: process.getuid?.() ?? null,
    localUser: userName(),
  };
  return { registry, desk, profiles, secrets, audit, confirmations, sshConfig };
}

/** Who uses this computer; `userInfo` throws for users without an entry in the system's list. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? process.env['USERNAME'] ?? 'root';
  }
}
