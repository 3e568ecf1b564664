import type { AppDescription } from '../../../shared/ipc/contract.ts';
import type { Settings } from '../../../shared/settings.ts';
import { success } from '../../../shared/ipc/errors.ts';
import type { OpenedFiles } from '../../files/openedFiles.ts';
import type { NoticeBoard } from '../../noticeBoard.ts';
import type { Handlers } from '../answerCall.ts';

export interface AppHandlersNeeds {
  readonly about: Omit<AppDescription, 'settings'>;
  readonly settings: { readonly value: Settings };
  readonly notices: NoticeBoard;
  readonly opened: OpenedFiles;
}

type Names =
  'app.describe' | 'notices.list' | 'notices.dismiss' | 'files.takeOpened' | 'window.keep' | 'window.recall';

/** What the window asks about the app itself. */
export function appHandlers({ about, settings, notices, opened }: AppHandlersNeeds): Pick<Handlers, Names> {
  let kept: string | null = null;
  return {
    'app.describe': () => success({ ...about, settings: settings.value }),
    'notices.list': () => success(notices.open),
    'notices.dismiss': ({ id }) => {
      notices.dismiss(id);
      return success(null);
    },
    'files.takeOpened': () => success(opened.take()),
    'window.keep': ({ text }) => {
      kept = text;
      return success(null);
    },
    'window.recall': () => success(kept),
  };
}
