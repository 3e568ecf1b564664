import { Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { EventPayload } from '../shared/ipc/contract.ts';
import { openExternalPage } from './security/externalPages.ts';
import type { Say } from './words.ts';

export type MenuCommand = EventPayload<'menu.command'>['command'];

/** The menu in the user's language; what it asks for is done by the window. */
export function setMenu(say: Say, send: (command: MenuCommand) => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(say, send, process.platform === 'darwin')));
}

/** Every label is ours: Electron's own role labels are English only. */
export function menuTemplate(
  say: Say,
  send: (command: MenuCommand) => void,
  mac: boolean,
): MenuItemConstructorOptions[] {
  const role = (
    name: NonNullable<MenuItemConstructorOptions['role']>,
    key: string,
  ): MenuItemConstructorOptions => ({
    role: name,
    label: say(key),
  });
  const command = (name: MenuCommand, key: string, accelerator?: string): MenuItemConstructorOptions => ({
    id: name,
    label: say(key),
    click: () => send(name),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const settings = command('settings', 'menu:settings', 'CmdOrCtrl+,');
  const ofMac: MenuItemConstructorOptions = {
    label: 'MailTriage',
    submenu: [
      role('about', 'menu:about'),
      line,
      settings,
      line,
      role('hide', 'menu:hide'),
      role('hideOthers', 'menu:hide-others'),
      role('unhide', 'menu:show-all'),
      line,
      role('quit', 'menu:quit'),
    ],
  };
  return [
    ...(mac ? [ofMac] : []),
    {
      label: say('menu:file'),
      submenu: [
        command('open-log', 'menu:open-log', 'CmdOrCtrl+O'),
        ...(mac ? [role('close', 'menu:close')] : [line, settings, line, role('quit', 'menu:quit')]),
      ],
    },
    {
      label: say('menu:edit'),
      submenu: [
        role('undo', 'menu:undo'),
        role('redo', 'menu:redo'),
        line,
        role('cut', 'menu:cut'),
        role('copy', 'menu:copy'),
        role('paste', 'menu:paste'),
        role('selectAll', 'menu:select-all'),
      ],
    },
    {
      label: say('menu:view'),
      submenu: [
        command('home', 'menu:home', 'Alt+Home'),
        command('search', 'menu:search', 'CmdOrCtrl+K'),
        command('find-mail', 'menu:find-mail', 'CmdOrCtrl+F'),
        line,
        role('zoomIn', 'menu:zoom-in'),
        role('zoomOut', 'menu:zoom-out'),
        role('resetZoom', 'menu:zoom-reset'),
        line,
        role('togglefullscreen', 'menu:full-screen'),
      ],
    },
    {
      label: say('menu:window'),
      submenu: [role('minimize', 'menu:minimize'), role('close', 'menu:close')],
    },
    {
      label: say('menu:help'),
      role: 'help',
      submenu: [
        command('glossary', 'menu:glossary', 'F1'),
        command('shortcuts', 'menu:shortcuts', 'CmdOrCtrl+/'),
        { label: say('menu:bluemind-docs'), click: () => void openExternalPage('bluemind-docs') },
        { label: say('menu:postfix-docs'), click: () => void openExternalPage('postfix-docs') },
        ...(mac ? [] : [line, role('about', 'menu:about')]),
      ],
    },
  ];
}
