import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** Presses Tab until the control has the focus, as somebody without a mouse would. */
export async function tabTo(page: Page, target: Locator, most = 90): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    if (
      (await target.count()) > 0 &&
      (await target.first().evaluate((element) => element === document.activeElement))
    )
      return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Not reached by Tab: ${String(target)}`);
}

export async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

interface Walk {
  /** Controls that Tab never came to. */
  readonly missed: readonly string[];
  /** Controls that look the same with the focus as without it. */
  readonly unseen: readonly string[];
  /** Controls that had the focus while they were covered, or outside of the window. */
  readonly covered: readonly string[];
}

/**
 * Walks through everything in `within` by Tab, from its beginning until the focus leaves it or is back at where it was, and
 * tells what nobody reaches, what does not show that it has the focus (WCAG 2.4.7), and what is hidden meanwhile (2.4.11).
 */
export async function walkByTab(page: Page, within: string): Promise<Walk> {
  // What has the focus already would look the same with it and without.
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await afterMotion(page);
  await page.evaluate((selector) => {
    const root = document.querySelector(selector);
    if (!(root instanceof HTMLElement)) throw new Error(`Nothing is called ${selector}`);
    const look = (element: Element): string => {
      const parts = [element, element.parentElement, element.nextElementSibling].flatMap((one) =>
        one === null
          ? []
          : [getComputedStyle(one), getComputedStyle(one, '::before'), getComputedStyle(one, '::after')],
      );
      return parts
        .map((style) =>
          [
            style.outlineStyle === 'none'
              ? ''
              : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`,
            style.boxShadow,
            style.borderColor,
            style.backgroundColor,
          ].join(' '),
        )
        .join('|');
    };
    const candidates = 'a[href], button, input, select, textarea, summary, [tabindex]';
    const controls = [...root.querySelectorAll<HTMLElement>(candidates)].filter((one) => {
      if (one.tabIndex < 0 || one.matches(':disabled') || !one.checkVisibility({ visibilityProperty: true }))
        return false;
      // Of a group of radio buttons one is a stop, the arrows lead to the others.
      if (!(one instanceof HTMLInputElement) || one.type !== 'radio') return true;
      return one.checked || root.querySelector(`input[name="${CSS.escape(one.name)}"]:checked`) === null;
    });
    const without = new Map(controls.map((one) => [one, look(one)] as const));
    const name = (one: Element): string => one.outerHTML.replace(/\s+/g, ' ').slice(0, 140);
    Object.assign(window, { walk: { root, controls, without, look, name, seen: new Set<Element>() } });
    const start = root.matches('dialog') ? null : root.querySelector<HTMLElement>('h1');
    if (start !== null) start.focus();
  }, within);
  const unseen: string[] = [];
  const covered: string[] = [];
  for (let presses = 0; presses < 250; presses += 1) {
    await page.keyboard.press('Tab');
    await afterMotion(page);
    const stop = await page.evaluate(() => {
      const { root, without, look, name, seen } = (window as unknown as { walk: WalkState }).walk;
      const active = document.activeElement;
      if (active === null || active === document.body) return seen.size === 0 ? 'go on' : 'end';
      if (!root.contains(active)) return seen.size === 0 ? 'go on' : 'end';
      // A field of a date is several stops.
      if (seen.has(active)) return [...seen].at(-1) === active ? 'go on' : 'end';
      seen.add(active);
      const before = without.get(active);
      const isUnseen = before !== undefined && before === look(active);
      const { left, top, width, height } = active.getBoundingClientRect();
      // A control as long as a page is seen where the window shows it.
      const x = left + width / 2;
      const y = Math.min(Math.max(top + height / 2, 1), window.innerHeight - 2);
      const at = document.elementFromPoint(x, y);
      const isCovered =
        width > 2 &&
        at !== null &&
        !active.contains(at) &&
        !at.contains(active) &&
        at.closest('label') === null;
      return { name: name(active), isUnseen, isCovered };
    });
    if (stop === 'end') break;
    if (stop === 'go on') continue;
    if (stop.isUnseen) unseen.push(stop.name);
    if (stop.isCovered) covered.push(stop.name);
  }
  const missed = await page.evaluate(() => {
    const { controls, seen, name } = (window as unknown as { walk: WalkState }).walk;
    return controls.filter((one) => one.isConnected && !seen.has(one)).map(name);
  });
  return { missed, unseen, covered };
}

/** A colour on its way is not the colour yet. */
const afterMotion = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const finite = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(finite.map((one) => one.finished));
  });

interface WalkState {
  readonly root: Element;
  readonly controls: readonly Element[];
  readonly without: ReadonlyMap<Element, string>;
  readonly look: (element: Element) => string;
  readonly name: (element: Element) => string;
  readonly seen: Set<Element>;
}

export const nothingWrong: Walk = { missed: [], unseen: [], covered: [] };

/** What a screen reader is told of a page or dialog: headings in order, and no control without a name. */
export async function expectGoodTree(page: Page, within = 'main'): Promise<void> {
  const root = page.locator(within);
  const levels = await root
    .locator('h1, h2, h3, h4, h5, h6')
    .evaluateAll((all) =>
      all.filter((one) => one.checkVisibility()).map((one) => Number(one.tagName.slice(1))),
    );
  const skipped = levels.flatMap((level, place) =>
    level > (levels[place - 1] ?? level) + 1 ? [levels.slice(0, place + 1)] : [],
  );
  expect.soft(skipped, 'a heading leaves out a level').toEqual([]);
  if (within === 'main') expect.soft(levels.filter((level) => level === 1)).toHaveLength(1);
  const tree = await root.ariaSnapshot();
  // A control without a name is a control nobody hears of, and a table without one is a riddle.
  const nameless = /^\s*- (button|link|textbox|combobox|checkbox|radio|table|dialog)(:| *$| \[)/;
  expect.soft(tree.split('\n').filter((line) => nameless.test(line))).toEqual([]);
  const untold = await root.locator('svg, img, [role="img"]').evaluateAll((all) =>
    all
      // Drawn for the eye only, or part of a picture that is told as a whole.
      .filter((one) => one.checkVisibility() && one.closest('[aria-hidden="true"], [aria-label]') === null)
      .map((one) => one.outerHTML.slice(0, 120)),
  );
  expect.soft(untold, 'a picture nobody is told of').toEqual([]);
}

/** The focus is somewhere, and what has it can be seen. */
export async function expectFocusKept(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => {
        const { activeElement } = document;
        return activeElement !== null && activeElement !== document.body && activeElement.checkVisibility();
      }),
    )
    .toBe(true);
}
