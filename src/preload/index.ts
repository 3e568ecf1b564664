import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { IpcRendererEvent } from 'electron';
import type { Bridge } from '../shared/ipc/bridge.ts';
import { callChannel, eventChannel } from '../shared/ipc/channels.ts';
import type { CallName, EventName } from '../shared/ipc/channels.ts';
import type { CallInput, CallOutput } from '../shared/ipc/contract.ts';
import type { AppErrorCode, Result } from '../shared/ipc/errors.ts';

const ask = <Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutput<Name>>> =>
  ipcRenderer.invoke(callChannel, name, input) as Promise<Result<CallOutput<Name>>>;

const refusal = (code: AppErrorCode, key: string, detail?: string): Result<never> => ({
  ok: false,
  error: { code, message: { key }, ...(detail === undefined ? {} : { detail }) },
});

const bridge: Bridge = {
  call: (name, input) => {
    // A page could name any path here; dropped files come through `admitFiles`, which asks Chromium for theirs.
    if (name === 'files.admit') {
      return Promise.resolve(refusal('not-allowed', 'errors:not-allowed'));
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
  admitFiles: (files) => {
    try {
      // Only a real File has a path: one made up by a script gives an empty one.
      const paths = files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '');
      return ask('files.admit', { paths });
    } catch (error) {
      return Promise.resolve(refusal('bad-request', 'errors:bad-request', String(error)));
    }
  },
};

contextBridge.exposeInMainWorld('mailtriage', Object.freeze(bridge));
