import { randomUUID } from 'node:crypto';
import type { EventPayload, PromptAnswer, ServerQuestion } from '../../shared/ipc/contract.ts';

interface OpenPrompt {
  readonly serverId: string;
  readonly kind: ServerQuestion['kind'];
  readonly settle: (answer: PromptAnswer | null) => void;
}

export interface PromptDeskEvents {
  readonly onPrompt: (prompt: EventPayload<'server.prompt'>) => void;
  readonly onClosed: (closed: EventPayload<'server.promptClosed'>) => void;
}

/** Questions of sessions that wait for the window. A question nobody can answer any more is answered with null. */
export class PromptDesk {
  readonly #events: PromptDeskEvents;
  /** False while there is no window. */
  readonly #isAttended: () => boolean;
  readonly #open = new Map<string, OpenPrompt>();

  constructor(events: PromptDeskEvents, isAttended: () => boolean) {
    this.#events = events;
    this.#isAttended = isAttended;
  }

  async ask<Kind extends ServerQuestion['kind']>(
    server: { readonly id: string; readonly name: string },
    question: Extract<ServerQuestion, { kind: Kind }>,
  ): Promise<Extract<PromptAnswer, { kind: Kind }> | null> {
    if (!this.#isAttended()) return null;
    const promptId = randomUUID();
    const { kind } = question;
    const answered = new Promise<PromptAnswer | null>((settle) => {
      this.#open.set(promptId, { serverId: server.id, kind, settle });
    });
    this.#events.onPrompt({ promptId, id: server.id, server: server.name, question });
    // `answer` lets only answers of the question's own kind through.
    return (await answered) as Extract<PromptAnswer, { kind: Kind }> | null;
  }

  /** False when the question is no longer open or the answer does not fit it. */
  answer(promptId: string, answer: PromptAnswer | null): boolean {
    const prompt = this.#open.get(promptId);
    if (prompt === undefined || (answer !== null && answer.kind !== prompt.kind)) return false;
    this.#close(promptId, prompt, answer);
    return true;
  }

  /** The connection is given up: its questions need no answer. */
  cancelOf(serverId: string): void {
    for (const [promptId, prompt] of this.#open) {
      if (prompt.serverId === serverId) this.#close(promptId, prompt, null);
    }
  }

  cancelAll(): void {
    for (const [promptId, prompt] of this.#open) this.#close(promptId, prompt, null);
  }

  #close(promptId: string, prompt: OpenPrompt, answer: PromptAnswer | null): void {
    this.#open.delete(promptId);
    prompt.settle(answer);
    this.#events.onClosed({ promptId });
  }
}
