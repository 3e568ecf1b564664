import { randomUUID } from 'node:crypto';
import { caseSubject, caseVerdict, openCase, withEntry } from '../../core/case/case.ts';
import type { Case, CaseEntry } from '../../core/case/case.ts';
import type { Facts } from '../../core/playbook/facts.ts';
import type { CaseSummary } from '../../shared/ipc/contract.ts';
import type { CaseStore } from '../store/caseStore.ts';

/**
 * The cases, saved after every step. One that nothing was found out in yet is held in memory only, and so is what the disk
 * did not take: it is written with the next step.
 */
export class CaseBook {
  readonly #store: CaseStore;
  readonly #now: () => Date;
  readonly #unsaved = new Map<string, Case>();

  constructor(store: CaseStore, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  list(): readonly CaseSummary[] {
    // What was only begun is no case yet; what the disk did not take is one.
    const kept = [...this.#unsaved.values()].filter(
      ({ entries, notes }) => entries.length > 0 || notes !== '',
    );
    const unsaved = new Set(kept.map(({ id }) => id));
    return [...kept, ...this.#store.all.filter(({ id }) => !unsaved.has(id))].map(summaryOf);
  }

  find(id: string): Case | null {
    return this.#unsaved.get(id) ?? this.#store.find(id);
  }

  begin(): Case {
    const begun = openCase(randomUUID(), this.#now().toISOString());
    this.#unsaved.set(begun.id, begun);
    return begun;
  }

  /** Null when there is no such case (any more). Throws when the disk does. */
  note(id: string, notes: string): Case | null {
    const before = this.find(id);
    return before === null ? null : this.#save({ ...before, notes, changedAt: this.#now().toISOString() });
  }

  /** What a step answered, with the facts it was asked with and those it found. Throws when the disk does. */
  add(id: string, entry: Omit<CaseEntry, 'at'>, asked: Facts, learned: Facts): Case | null {
    const before = this.find(id);
    if (before === null) return null;
    return this.#save(
      withEntry(before, { ...entry, at: this.#now().toISOString() }, { ...asked, ...learned }),
    );
  }

  remove(id: string): void {
    this.#unsaved.delete(id);
    this.#store.remove(id);
  }

  #save(changed: Case): Case {
    this.#unsaved.set(changed.id, changed);
    this.#store.save(changed);
    this.#unsaved.delete(changed.id);
    return changed;
  }
}

function summaryOf(one: Case): CaseSummary {
  const verdict = caseVerdict(one);
  return {
    id: one.id,
    createdAt: one.createdAt,
    changedAt: one.changedAt,
    subject: caseSubject(one),
    verdict: verdict === null ? null : { level: verdict.level, because: verdict.because },
    steps: one.entries.length,
  };
}
