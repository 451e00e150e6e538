import { setClock, stepRound } from '../state/commands/clock';
import { openRaces } from '../state/races';
import { select, selectionStore } from '../state/selection';
import { speedIndex, speeds } from '../state/speeds';
import { timeStore } from '../state/time';
import { applyTool, arm, toolStore } from '../state/tool';
import { setUi, uiStore } from '../state/ui';

/** Single keys work anywhere but where one types. Returns stop. */
export function listenForShortcuts(onHelp: () => void): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    if (isTyping(target)) return;
    if (event.key === ' ' && isControl(target)) return;
    if (event.key.startsWith('Arrow') && target.matches('input[type=range]')) return;
    const action = actions[event.key === '?' ? '?' : event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action(onHelp);
  };
  addEventListener('keydown', listener);
  return () => removeEventListener('keydown', listener);
}

const actions: Readonly<Record<string, (onHelp: () => void) => void>> = {
  ' ': () => void setClock({ paused: !timeStore.getState().clock.paused }),
  arrowright: () => void stepRound(),
  '[': () => changeSpeed(-1),
  ']': () => changeSpeed(1),
  w: () => setUi({ rightOpen: true, inspectorTab: 'why' }),
  k: () => {
    const { selected } = selectionStore.getState();
    if (selected?.kind === 'Pod') void applyTool('DeletePod', selected);
  },
  b: () => document.querySelector<HTMLElement>('[data-tool]')?.focus(),
  m: () => setUi({ drawerOpen: !uiStore.getState().drawerOpen }),
  c: openRaces,
  escape: () => (toolStore.getState().armed ? arm(undefined) : select(undefined)),
  '/': () => {
    setUi({ leftOpen: true });
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-search]')?.focus());
  },
  '?': (onHelp) => onHelp(),
};

/** The speed asked for last, while the engine has not confirmed it: quick presses add up. */
let wanted: number | undefined;

function changeSpeed(step: number): void {
  const from = speedIndex(wanted ?? timeStore.getState().clock.speed);
  const next = speeds[Math.min(speeds.length - 1, Math.max(0, from + step))];
  if (next === undefined) return;
  wanted = next;
  void setClock({ speed: next }).then(() => {
    if (wanted === next) wanted = undefined;
  });
}

function isTyping(element: HTMLElement): boolean {
  return (
    element.isContentEditable || element.closest('input:not([type=range]), textarea, select, [role=menu], dialog, .monaco-editor') !== null
  );
}

/** A button keeps the space bar, except on the stage, where Enter picks and Space runs the clock. */
function isControl(element: HTMLElement): boolean {
  return element.closest('button, summary, a, [role=tab]') !== null && element.closest('[data-ref]') === null;
}
