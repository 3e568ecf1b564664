import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { IpcRendererEvent } from 'electron';
import type { Bridge } from '../shared/ipc/bridge.ts';
import { callChannel, eventChannel } from '../shared/ipc/channels.ts';
import type { CallName, EventName } from '../shared/ipc/channels.ts';
import type { CallInput, CallOutput } from '../shared/ipc/contract.ts';
import type { Result } from '../shared/ipc/errors.ts';

const ask = <Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutput<Name>>> =>
  ipcRenderer.invoke(callChannel, name, input) as Promise<Result<CallOutput<Name>>>;

const bridge: Bridge = {
  call: (name, input) => {
    // A page could name any path here; dropped files come through `admitFiles`, which asks Chromium for theirs.
    if (name === 'files.admit') {
      return Promise.resolve({
        ok: false,
        error: { code: 'not-allowed', message: { key: 'errors:not-allowed' } },
      });
    }
    return ask(name, input);
  },
  on: <Name extends EventName>(name: Name, listener: (payload: never) => void) => {
    // The event object stays here: it would hand the page the raw channel.
    const forward = (_event: IpcRendererEvent, sent: unknown, payload: unknown): void => {
      if (sent === name) listener(payload as never);
    };
    ipcRenderer.on(eventChannel, forward);
    return () => void ipcRenderer.off(eventChannel, forward);
  },
  // Only a real File has a path: one made up by a script gives an empty one.
  admitFiles: (files) =>
    ask('files.admit', {
      paths: files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ''),
    }),
};

contextBridge.exposeInMainWorld('mailtriage', Object.freeze(bridge));
