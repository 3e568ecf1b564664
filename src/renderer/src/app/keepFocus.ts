/** Long enough for whoever made the focus vanish to put it where it belongs, too short to press a key. */
const PAUSE_MS = 60;

const canHaveFocus = (element: HTMLElement): boolean =>
  element.isConnected && element.checkVisibility?.() !== false && !element.matches(':disabled');

/**
 * What has the focus may go: a row is removed, a button has done its work. The browser then begins at the top of the
 * page, and who works by keyboard or hears the page is lost. Here the focus goes to what it stood in, as far as that is
 * still there (WCAG 2.4.3). The returned function ends that.
 */
export function keepFocus(): () => void {
  let last: HTMLElement | null = null;
  let around: readonly HTMLElement[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onFocus = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement) || target === document.body) return;
    last = target;
    around = ancestorsOf(target);
  };
  const mend = (): void => {
    if (document.activeElement !== document.body || last === null || canHaveFocus(last)) return;
    const place = around.find(canHaveFocus);
    last = null;
    if (place !== undefined) focusOnce(place);
  };
  const observer = new MutationObserver(() => {
    if (document.activeElement !== document.body || last === null || canHaveFocus(last)) return;
    clearTimeout(timer);
    timer = setTimeout(mend, PAUSE_MS);
  });
  document.addEventListener('focusin', onFocus);
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['hidden', 'disabled'],
  });
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    document.removeEventListener('focusin', onFocus);
  };
}

/** From the inside out, up to but without the body. */
function ancestorsOf(element: HTMLElement): readonly HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let one = element.parentElement; one !== null && one !== document.body; one = one.parentElement)
    found.push(one);
  return found;
}

/** Focuses what is no control; it is one stop for this once and never again. */
function focusOnce(place: HTMLElement): void {
  if (place.tabIndex < 0 && !place.hasAttribute('tabindex')) {
    place.setAttribute('tabindex', '-1');
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  }
  place.focus({ preventScroll: true });
}
