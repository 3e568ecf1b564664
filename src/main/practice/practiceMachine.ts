import type { CommandReply } from '../../core/practice/commandReply.ts';
import { runPracticeCommand } from '../../core/practice/runPracticeCommand.ts';
import type { PracticeWorld } from '../../core/practice/world.ts';

/** A command on its way; ended early by a signal, by its run tag, or with the machine. */
export interface RunningCommand {
  readonly aborted: AbortController;
}

/** Keeps the world, and what is running in it. */
export class PracticeMachine {
  #world: PracticeWorld;
  readonly #now: () => number;
  readonly #running = new Map<RunningCommand, string | null>();

  constructor(world: PracticeWorld, now: () => number) {
    this.#world = world;
    this.#now = now;
  }

  run(argv: readonly string[], stdin: string): CommandReply {
    const { world, ...reply } = runPracticeCommand(this.#world, argv, this.#now(), stdin);
    this.#world = world;
    return reply;
  }

  enter(runTag: string | null): RunningCommand {
    const command = { aborted: new AbortController() };
    this.#running.set(command, runTag);
    return command;
  }

  leave(command: RunningCommand): void {
    this.#running.delete(command);
  }

  /** Ends every command with this tag; answers how many are left, which is none. */
  endRun(runTag: string): number {
    for (const [command, tag] of this.#running) if (tag === runTag) command.aborted.abort();
    return 0;
  }

  stop(): void {
    for (const command of this.#running.keys()) command.aborted.abort();
  }
}
