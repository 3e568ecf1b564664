import { create } from 'zustand';
import type { EventPayload, PromptAnswer } from '../../../../shared/ipc/contract.ts';
import { ask, listen } from '../../app/bridge.ts';

export type Prompt = EventPayload<'server.prompt'>;

interface PromptStore {
  /** Open questions, the oldest first: one is shown at a time. */
  readonly prompts: readonly Prompt[];
}

export const usePrompts = create<PromptStore>()(() => ({ prompts: [] }));

const { setState: set } = usePrompts;

const drop = (promptId: string): void =>
  set(({ prompts }) => ({ prompts: prompts.filter((prompt) => prompt.promptId !== promptId) }));

/** Takes up what sessions ask; the returned function ends that. */
export function followPrompts(): () => void {
  const endPrompts = listen('server.prompt', (prompt) =>
    set(({ prompts }) => ({ prompts: [...prompts, prompt] })),
  );
  const endClosed = listen('server.promptClosed', ({ promptId }) => drop(promptId));
  return () => {
    endPrompts();
    endClosed();
  };
}

/** A secret passes through here once, on its way to main, and is kept nowhere. Null: thought better of it. */
export async function answerPrompt(promptId: string, answer: PromptAnswer | null): Promise<void> {
  drop(promptId);
  await ask('servers.answer', { promptId, answer });
}
