import { randomUUID } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { classifyKeyFile } from '../../../core/ssh/classifyKeyFile.ts';
import type { CallName } from '../../../shared/ipc/channels.ts';
import { failure, success } from '../../../shared/ipc/errors.ts';
import type { AppErrorCode, Result } from '../../../shared/ipc/errors.ts';
import { isPracticeId } from '../../servers/practiceProfile.ts';
import { readProfileFile, writeProfileFile } from '../../servers/profileFile.ts';
import type { PromptDesk } from '../../servers/promptDesk.ts';
import type { ServerRegistry } from '../../servers/serverRegistry.ts';
import { sshConfigDrafts } from '../../servers/sshConfigDrafts.ts';
import type { SshConfigPlace } from '../../servers/sshConfigDrafts.ts';
import type { ProfileStore } from '../../store/profileStore.ts';
import type { SecretStore } from '../../store/secretStore.ts';
import type { Handlers } from '../answerCall.ts';
import type { Dialogs } from './fileHandlers.ts';
import { saveWhereWanted, storing } from './saving.ts';

export interface ServerHandlersNeeds {
  readonly registry: ServerRegistry;
  readonly desk: PromptDesk;
  readonly profiles: ProfileStore;
  readonly secrets: SecretStore;
  readonly dialogs: Pick<Dialogs, 'chooseFile' | 'choosePlace'>;
  readonly sshConfig: SshConfigPlace;
}

/** A private key is a few kilobytes; more is not looked at. */
const KEY_HEAD_BYTES = 128 * 1024;

const refuse = (code: AppErrorCode, key: string): Result<never> => failure({ code, message: { key } });

export function serverHandlers({
  registry,
  desk,
  profiles,
  secrets,
  dialogs,
  sshConfig,
}: ServerHandlersNeeds): Pick<Handlers, Extract<CallName, `servers.${string}`>> {
  return {
    'servers.list': () => success(registry.list()),
    'servers.save': (profile) => {
      if (isPracticeId(profile.id)) return refuse('not-allowed', 'servers-main:practice.not-saved');
      return storing(() => {
        registry.save(profile);
        return profile;
      });
    },
    'servers.remove': ({ id }) =>
      storing(() => {
        registry.remove(id);
        return null;
      }),
    'servers.duplicate': ({ id }) => {
      const copied = storing(() => registry.duplicate(id));
      if (!copied.ok) return copied;
      return copied.value === null ? refuse('not-found', 'errors:server-gone') : success(copied.value);
    },
    'servers.importSshConfig': async () => success(await sshConfigDrafts(sshConfig, randomUUID)),
    'servers.exportFile': () =>
      saveWhereWanted(dialogs, 'MailTriage-servers.json', (path) =>
        writeFile(path, writeProfileFile(profiles.all)),
      ),
    'servers.importFile': async () => {
      const path = await dialogs.chooseFile('servers');
      if (path === null) return success([]);
      let imported;
      try {
        imported = await readProfileFile(path, randomUUID);
      } catch (error) {
        return failure({
          code: 'unreadable-input',
          message: { key: 'servers-main:import.unreadable' },
          detail: String(error),
        });
      }
      if (imported === null) return refuse('unreadable-input', 'servers-main:import.not-profiles');
      const read = imported;
      return storing(() => {
        profiles.save(...read);
        return read;
      });
    },
    'servers.connect': ({ id }) => registry.connect(id),
    'servers.disconnect': ({ id }) => {
      registry.disconnect(id);
      return success(null);
    },
    'servers.probe': ({ id }) => registry.probe(id),
    'servers.answer': ({ promptId, answer }) =>
      desk.answer(promptId, answer) ? success(null) : refuse('not-found', 'servers-main:prompt-gone'),
    'servers.forgetSecrets': ({ id }) =>
      storing(() => {
        secrets.forget(id);
        return null;
      }),
    'servers.chooseKeyFile': async () => {
      const path = await dialogs.chooseFile('key');
      if (path === null) return success(null);
      try {
        return success({ path, ...classifyKeyFile(await headOf(path), path) });
      } catch (error) {
        const message = { key: 'ssh:key.unreadable', values: { path } };
        return failure({ code: 'unreadable-input', message, detail: String(error) });
      }
    },
    'servers.startPractice': ({ blueMind, trouble }) => registry.startPractice(blueMind, trouble),
  };
}

async function headOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(KEY_HEAD_BYTES), 0, KEY_HEAD_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
