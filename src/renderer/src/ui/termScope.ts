import { createContext, useContext, useId, useLayoutEffect, useSyncExternalStore } from 'react';
import type { RefObject } from 'react';

/**
 * Which sentence of a page explains which word: the first that has it, for as long as it is shown, so that a page is not
 * full of dotted lines and the focus on a word is not lost when other sentences come.
 */
export class TermScope {
  /** Terms of each sentence, in the order they came. */
  readonly #claims = new Map<string, readonly string[]>();
  readonly #owners = new Map<string, string>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Terms the sentence explains, separated by spaces: a text, so that the same ones are the same value. */
  ownedBy(sentence: string): string {
    const terms = this.#claims.get(sentence) ?? [];
    return terms.filter((term) => this.#owners.get(term) === sentence).join(' ');
  }

  /** The returned function gives the terms to those that come next. */
  claim(sentence: string, terms: readonly string[]): () => void {
    this.#claims.set(sentence, terms);
    this.#share();
    return () => {
      this.#claims.delete(sentence);
      for (const term of terms) if (this.#owners.get(term) === sentence) this.#owners.delete(term);
      this.#share();
    };
  }

  #share(): void {
    for (const [sentence, terms] of this.#claims) {
      for (const term of terms) if (!this.#owners.has(term)) this.#owners.set(term, sentence);
    }
    for (const listener of this.#listeners) listener();
  }
}

interface TermPlace {
  readonly scope: TermScope;
  /** The dialog explanations belong into: outside of it nothing can be reached. */
  readonly dialog: RefObject<HTMLElement | null> | null;
}

export const TermPlaceContext = createContext<TermPlace>({ scope: new TermScope(), dialog: null });

export const useTermPlace = (): TermPlace => useContext(TermPlaceContext);

/** Which of the terms of a sentence are explained there and not elsewhere on the page. */
export function useTermClaims(terms: readonly string[]): ReadonlySet<string> {
  const { scope } = useTermPlace();
  const id = useId();
  const wanted = terms.join(' ');
  useLayoutEffect(
    () => (wanted === '' ? undefined : scope.claim(id, wanted.split(' '))),
    [scope, id, wanted],
  );
  return new Set(useSyncExternalStore(scope.subscribe, () => scope.ownedBy(id)).split(' '));
}
