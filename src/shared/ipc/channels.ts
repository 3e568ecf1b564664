/**
 * Names only: the preload imports this file and nothing else, because a schema library in the preload
 * costs more than the whole bridge. `contract.ts` says what each call takes and gives; a name missing
 * on either side is a type error there.
 */
export const callNames = [
  'app.describe',
  'settings.save',
  'settings.exportFile',
  'settings.importFile',
  'settings.chooseLogFolder',
  'notices.list',
  'notices.dismiss',
  'files.takeOpened',
  'window.keep',
  'window.recall',
  'trouble.note',
  'trouble.report',
  'files.choose',
  'files.admit',
  'text.saveAs',
  'picture.saveAs',
  'wizard.preview',
  'wizard.run',
  'wizard.pasteNext',
  'wizard.window',
  'job.cancel',
  'servers.list',
  'servers.save',
  'servers.remove',
  'servers.duplicate',
  'servers.importSshConfig',
  'servers.exportFile',
  'servers.importFile',
  'servers.connect',
  'servers.disconnect',
  'servers.probe',
  'servers.answer',
  'servers.forgetSecrets',
  'servers.chooseKeyFile',
  'servers.startPractice',
  'cases.list',
  'cases.open',
  'cases.begin',
  'cases.note',
  'cases.remove',
  'cases.export',
  'audit.list',
  'audit.export',
  'logs.open',
  'logs.offer',
  'logs.overview',
  'logs.rows',
  'logs.message',
  'logs.export',
  'logs.close',
] as const;

export const eventNames = [
  'job.progress',
  'menu.command',
  'notices.changed',
  'files.opened',
  'server.state',
  'server.prompt',
  'server.promptClosed',
  'server.banner',
  'logs.firstRows',
  'logs.grown',
] as const;

export type CallName = (typeof callNames)[number];
export type EventName = (typeof eventNames)[number];

/** One channel carries all calls, one all events: the name travels inside and is checked in main. */
export const callChannel = 'mailtriage:call';
export const eventChannel = 'mailtriage:event';
