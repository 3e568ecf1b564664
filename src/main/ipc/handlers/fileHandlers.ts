import { writeFile } from 'node:fs/promises';
import type { FileGrant } from '../../../shared/ipc/contract.ts';
import { LogFileError } from '../../../logfiles/logFileProblem.ts';
import { failure, success } from '../../../shared/ipc/errors.ts';
import type { Result } from '../../../shared/ipc/errors.ts';
import type { FileGrants } from '../../files/fileGrants.ts';
import type { Handlers } from '../answerCall.ts';
import { fileProblemError } from '../fileProblemError.ts';
import { saveWhereWanted } from './saving.ts';

/** Native dialogs; answers null or an empty list when the user thinks better of it. */
export interface Dialogs {
  readonly chooseFiles: (purpose: 'logs' | 'log-folder' | 'outputs') => Promise<readonly string[]>;
  /** One file that main itself reads; the window does not get at its content. */
  readonly chooseFile: (purpose: 'key' | 'servers' | 'settings') => Promise<string | null>;
  /** A folder for dialogs to begin in; `now` is the one they begin in today. */
  readonly chooseFolder: (now: string | null) => Promise<string | null>;
  readonly choosePlace: (suggestedName: string) => Promise<string | null>;
}

export function fileHandlers(
  grants: FileGrants,
  dialogs: Pick<Dialogs, 'chooseFiles' | 'choosePlace'>,
): Pick<Handlers, 'files.choose' | 'files.admit' | 'text.saveAs' | 'picture.saveAs'> {
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
    'text.saveAs': ({ suggestedName, text }) =>
      saveWhereWanted(dialogs, plainFileName(suggestedName), (path) => writeFile(path, text)),
    'picture.saveAs': async ({ suggestedName, png }) => {
      const picture = Buffer.from(png, 'base64');
      // PNG signature (RFC 2083, 3.1): nothing else is written under this name, whatever the window sends.
      if (!picture.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) {
        return failure({ code: 'bad-request', message: { key: 'errors:bad-request' } });
      }
      return saveWhereWanted(dialogs, plainFileName(suggestedName), (path) => writeFile(path, picture));
    },
  };
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The window proposes a name, never a place; characters no file system wants become `_`. */
function plainFileName(suggested: string): string {
  const name = suggested.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '_').replace(/^[.\s]+/, '');
  return name === '' ? 'MailTriage.txt' : name;
}
