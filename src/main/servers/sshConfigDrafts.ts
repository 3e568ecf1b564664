import { join } from 'node:path';
import { serverProfileSchema } from '../../core/ssh/profile.ts';
import { importSshConfig } from '../../core/ssh/sshConfigImport.ts';
import type { ServerDraft, SshConfigDrafts } from '../../shared/ipc/contract.ts';
import { readSshConfig } from '../ssh/sshConfigFile.ts';
import type { SshConfigSurroundings } from '../ssh/sshConfigFile.ts';

export interface SshConfigPlace extends SshConfigSurroundings {
  readonly localUser: string;
}

/** The servers of the user's own ssh configuration, as drafts. Nothing is saved and nothing is run. */
export async function sshConfigDrafts(place: SshConfigPlace, newId: () => string): Promise<SshConfigDrafts> {
  const reading = await readSshConfig(join(place.home, '.ssh', 'config'), place);
  const { candidates, warnings } = importSshConfig(reading.blocks, place);
  const unusable: string[] = [];
  const drafts = candidates.flatMap(({ alias, profile, warnings: own }): readonly ServerDraft[] => {
    const checked = serverProfileSchema.safeParse({ ...profile, id: newId() });
    if (!checked.success) unusable.push(alias);
    return checked.success ? [{ profile: checked.data, warnings: own.map(({ message }) => message) }] : [];
  });
  return {
    candidates: drafts,
    warnings: [
      ...[...reading.warnings, ...warnings].map(({ message }) => message),
      ...unusable.map((name) => ({ key: 'servers-main:import.unusable', values: { name } })),
    ],
  };
}
