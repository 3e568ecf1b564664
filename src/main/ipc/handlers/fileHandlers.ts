import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileGrant } from '../../../shared/ipc/contract.ts';
import { LogFileError } from '../../../logfiles/logFileProblem.ts';
import { failure, success } from '../../../shared/ipc/errors.ts';
import type { Result } from '../../../shared/ipc/errors.ts';
import type { FileGrants } from '../../files/fileGrants.ts';
import type { Handlers } from '../answerCall.ts';
import { fileProblemError } from '../fileProblemError.ts';

/** Native dialogs; answers null or an empty list when the user thinks better of it. */
export interface Dialogs {
  readonly chooseFiles: (purpose: 'logs' | 'outputs') => Promise<readonly string[]>;
  readonly choosePlace: (suggestedName: string) => Promise<string | null>;
}

export function fileHandlers(
  grants: FileGrants,
  dialogs: Dialogs,
): Pick<Handlers, 'files.choose' | 'files.admit' | 'text.saveAs'> {
  const admit = async (paths: readonly string[]): Promise<Result<readonly FileGrant[]>> => {
    try {
      return success(await grants.admit(paths));
    } catch (error) {
      if (error instanceof LogFileError) return failure(fileProblemError(error.problem));
      throw error;
    }
  };
  return {
    'files.choose': async ({ purpose }) => admit(await dialogs.chooseFiles(purpose)),
    'files.admit': ({ paths }) => admit(paths),
    'text.saveAs': async ({ suggestedName, text }) => {
      const place = await dialogs.choosePlace(plainFileName(suggestedName));
      if (place === null) return success(null);
      const name = basename(place);
      try {
        await writeFile(place, text);
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return failure({
          code: 'internal',
          message: { key: 'errors:text-not-saved', values: { name } },
          detail,
        });
      }
      return success(name);
    },
  };
}

/** The window proposes a name, never a place; characters no file system wants become `_`. */
function plainFileName(suggested: string): string {
  const name = suggested.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '_').replace(/^[.\s]+/, '');
  return name === '' ? 'MailTriage.txt' : name;
}
