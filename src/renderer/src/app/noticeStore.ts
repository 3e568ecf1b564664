import { create } from 'zustand';
import type { Notice } from '../../../shared/ipc/contract.ts';
import { ask, listen } from './bridge.ts';

/** What main has to tell that answers nothing the user asked. */
export const useNotices = create<{ readonly open: readonly Notice[] }>()(() => ({ open: [] }));

/** Asks for what is open and follows it from then on; the returned function ends that. */
export function followNotices(): () => void {
  void ask('notices.list', undefined).then((answer) => {
    if (answer.ok) useNotices.setState({ open: answer.value });
  });
  return listen('notices.changed', (open) => useNotices.setState({ open }));
}

export async function dismissNotice(id: string): Promise<void> {
  useNotices.setState(({ open }) => ({ open: open.filter((notice) => notice.id !== id) }));
  await ask('notices.dismiss', { id });
}
