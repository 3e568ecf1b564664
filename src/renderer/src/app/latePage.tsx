import { lazy } from 'react';
import type { ComponentType } from 'react';

const loaders: (() => Promise<unknown>)[] = [];

/**
 * A page of its own chunk: the start of the app does not wait for it. Once it is there it is drawn at once, like any other
 * component, so that the focus goes to its heading without a pause.
 */
export function latePage(load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | null = null;
  const fetchPage = async (): Promise<{ readonly default: ComponentType }> => {
    loaded = await load();
    return { default: loaded };
  };
  loaders.push(fetchPage);
  const Pending = lazy(fetchPage);
  return function LatePage() {
    const Page = loaded ?? Pending;
    return <Page />;
  };
}

/** Fetches all pages: when Home is drawn and nothing else is to be done, and before tests. */
export async function fetchPages(): Promise<void> {
  for (const load of loaders) await load();
}
