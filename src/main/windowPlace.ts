export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How much of a window's upper edge must be on a screen to take hold of it with the mouse. */
const GRIP = { width: 160, height: 40 } as const;

/**
 * Where a window has to go so that it can be reached: where it is when enough of its upper edge is on a screen, else the
 * middle of the first screen, no larger than that. Screens come and go with docks, projectors and remote sessions.
 */
export function reachablePlace(window: Rectangle, screens: readonly Rectangle[]): Rectangle {
  const [first] = screens;
  if (first === undefined || screens.some((screen) => isReachableOn(window, screen))) return window;
  const width = Math.min(window.width, first.width);
  const height = Math.min(window.height, first.height);
  return {
    x: Math.round(first.x + (first.width - width) / 2),
    y: Math.round(first.y + (first.height - height) / 2),
    width,
    height,
  };
}

function isReachableOn(window: Rectangle, screen: Rectangle): boolean {
  const left = Math.max(window.x, screen.x);
  const right = Math.min(window.x + window.width, screen.x + screen.width);
  const isUpperEdgeOn = window.y >= screen.y && window.y + GRIP.height <= screen.y + screen.height;
  return isUpperEdgeOn && right - left >= GRIP.width;
}
