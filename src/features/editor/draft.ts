/** The text under edit, kept over reloads in this browser. */
import { guestbook } from '../../examples/guestbook';

const storageKey = 'kubarium-manifests';

export function loadDraft(): string {
  try {
    return localStorage.getItem(storageKey) ?? guestbook;
  } catch {
    return guestbook;
  }
}

/** False where the browser has no room or no storage: the text then lives as long as the page. */
export function saveDraft(text: string): boolean {
  try {
    localStorage.setItem(storageKey, text);
    return true;
  } catch {
    return false;
  }
}
