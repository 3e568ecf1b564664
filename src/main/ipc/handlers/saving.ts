import { basename } from 'node:path';
import { failure, success } from '../../../shared/ipc/errors.ts';
import type { Result } from '../../../shared/ipc/errors.ts';
import type { Dialogs } from './fileHandlers.ts';

/** Asks where to, and writes there. Answers the file name, null when the user thought better of it. */
export async function saveWhereWanted(
  dialogs: Pick<Dialogs, 'choosePlace'>,
  suggestedName: string,
  write: (path: string) => Promise<void>,
): Promise<Result<string | null>> {
  const place = await dialogs.choosePlace(suggestedName);
  if (place === null) return success(null);
  const name = basename(place);
  try {
    await write(place);
  } catch (error) {
    return failure({
      code: 'internal',
      message: { key: 'errors:text-not-saved', values: { name } },
      detail: error instanceof Error ? error.message : String(error),
    });
  }
  return success(name);
}

/** Something the app keeps for itself could not be written. */
export function storing<T>(write: () => T): Result<T> {
  try {
    return success(write());
  } catch (error) {
    return failure({
      code: 'internal',
      message: { key: 'servers-main:not-stored' },
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}
