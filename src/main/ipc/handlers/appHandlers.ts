import { basename } from 'node:path';
import type { AppDescription, Settings } from '../../../shared/ipc/contract.ts';
import { failure, success } from '../../../shared/ipc/errors.ts';
import type { VersionedStore } from '../../store/versionedStore.ts';
import type { Handlers } from '../answerCall.ts';

export interface AppHandlersNeeds {
  readonly about: Omit<AppDescription, 'settings' | 'damagedStore'>;
  readonly settings: VersionedStore<Settings>;
  /** File under which something else that was stored had to be set aside. */
  readonly damagedStore: () => string | null;
  /** Called with settings that were stored. */
  readonly apply: (settings: Settings) => void;
}

export function appHandlers({
  about,
  settings,
  damagedStore,
  apply,
}: AppHandlersNeeds): Pick<Handlers, 'app.describe' | 'settings.save'> {
  return {
    'app.describe': () => {
      const damaged = settings.damaged ?? damagedStore();
      return success({
        ...about,
        settings: settings.value,
        damagedStore: damaged === null ? null : basename(damaged),
      });
    },
    'settings.save': (wanted) => {
      try {
        settings.save(wanted);
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return failure({ code: 'internal', message: { key: 'errors:not-saved' }, detail });
      }
      apply(wanted);
      return success(wanted);
    },
  };
}
