import { z } from 'zod';
import type { Message } from '../../../core/message.ts';
import type { languages } from '../../firstSettings.ts';
import { settingsSchema } from '../../settings.ts';
import type { Settings } from '../../settings.ts';
import { call, recordId } from './call.ts';
import type { FileGrant } from './files.ts';

export interface AppDescription {
  readonly version: string;
  readonly electron: string;
  readonly platform: string;
  /** From the system, for the first start. */
  readonly systemLanguage: (typeof languages)[number];
  readonly settings: Settings;
}

/** Something the user is told that is not the answer to anything they did. It stays until it is understood. */
export interface Notice {
  readonly id: string;
  readonly level: 'info' | 'warning';
  readonly message: Message;
}

/** Log files the app was started with, or that the system handed to it. */
export interface OpenedFiles {
  readonly files: readonly FileGrant[];
  /** Why some could not be taken. */
  readonly problem: Message | null;
}

/** What the window holds of an investigation, as text; megabytes when log lines were pasted. */
const MAX_KEPT = 30_000_000;

export const appCalls = {
  'app.describe': call<AppDescription>()(z.undefined()),
  'settings.save': call<Settings>()(settingsSchema),
  /** All settings as a file, to a place the user picks. Answers the file name, null when thought better of it. */
  'settings.exportFile': call<string | null>()(z.undefined()),
  /** Settings of a file the user picks, stored at once; null when thought better of it. */
  'settings.importFile': call<Settings | null>()(z.undefined()),
  /** A folder the user picks for dialogs to begin in; null when thought better of it. */
  'settings.chooseLogFolder': call<string | null>()(z.undefined()),
  'notices.list': call<readonly Notice[]>()(z.undefined()),
  'notices.dismiss': call<null>()(z.strictObject({ id: recordId })),
  /** Files handed to the app from outside since this was last asked. */
  'files.takeOpened': call<OpenedFiles>()(z.undefined()),
  /** Keeps what the window holds in main's memory, so that a window that dies loses nothing. Never written to disk. */
  'window.keep': call<null>()(z.strictObject({ text: z.string().max(MAX_KEPT) })),
  /** What was kept last by a window that is gone; null at a fresh start. */
  'window.recall': call<string | null>()(z.undefined()),
  /** A fault of the window, for the report the user may save. */
  'trouble.note': call<null>()(z.strictObject({ text: z.string().max(20_000) })),
  /** The report as it would be saved: anonymous, for the user to read first. Nothing is sent anywhere. */
  'trouble.report': call<string>()(z.undefined()),
};

export interface AppEvents {
  'menu.command': {
    readonly command: 'home' | 'open-log' | 'settings' | 'glossary' | 'search' | 'find-mail' | 'shortcuts';
  };
  /** All notices that are open now. */
  'notices.changed': readonly Notice[];
  /** There is something for `files.takeOpened`. */
  'files.opened': null;
}
