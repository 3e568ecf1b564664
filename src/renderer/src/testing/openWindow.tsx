import { cleanup, configure, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach } from 'vitest';
import { App } from '../app/App.tsx';
import { fetchPages } from '../app/latePage.tsx';
import { prepare, usePreferences } from '../app/preferences.ts';
import { usePrompts } from '../features/prompts/promptStore.ts';
import { useServers } from '../features/servers/serverStore.ts';
import { useCase } from '../features/wizard/caseStore.ts';
import { FakeBridge } from './fakeBridge.ts';

/** jsdom draws nothing: what asks for sizes and media gets a quiet answer. */
function pretendToDraw(): void {
  window.matchMedia = (query) =>
    ({
      matches: false,
      media: query,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }) as unknown as MediaQueryList;
  window.ResizeObserver = class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  window.scrollTo = () => undefined;
  // jsdom knows the element but not how to open it.
  HTMLDialogElement.prototype.showModal = function show(this: HTMLDialogElement) {
    this.setAttribute('open', '');
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.removeAttribute('open');
  };
  // Lists that draw only what is visible need something visible.
  const size = (pixels: number) => ({ configurable: true, get: () => pixels });
  Object.defineProperties(HTMLElement.prototype, {
    clientHeight: size(400),
    clientWidth: size(800),
    offsetHeight: size(60),
    offsetWidth: size(800),
  });
}

// A busy computer takes its time; the usual second would be a test of its speed.
configure({ asyncUtilTimeout: 10_000 });

// What still answers after a test must find no window to draw in.
afterEach(cleanup);

const firstCase = useCase.getInitialState();
const firstServers = useServers.getInitialState();
const firstPrompts = usePrompts.getInitialState();
const firstPreferences = usePreferences.getInitialState();

/** Opens the whole window on a bridge with the real core behind it, at its first page or the one given. */
export async function openWindow(bridge: FakeBridge = new FakeBridge(), path = '/') {
  cleanup();
  pretendToDraw();
  useCase.setState(firstCase, true);
  useServers.setState(firstServers, true);
  usePrompts.setState(firstPrompts, true);
  usePreferences.setState(firstPreferences, true);
  window.location.hash = `#${path}`;
  Object.assign(window, { mailtriage: bridge });
  const user = userEvent.setup({ delay: null });
  await fetchPages();
  await prepare();
  render(<App />);
  await screen.findByRole('heading', { level: 1 });
  return { bridge, user };
}
