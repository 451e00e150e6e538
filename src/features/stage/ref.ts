import type { ObjectRef } from '../../state/selection';

/** The object that a spot of the page stands for, from the nearest `data-ref="Kind/[namespace/]name"`. */
export function readRef(element: Element): ObjectRef | undefined {
  const text = element.closest<HTMLElement>('[data-ref]')?.dataset.ref;
  const [kind, first, second] = text?.split('/') ?? [];
  if (!kind || !first) return undefined;
  return second === undefined ? { kind, name: first } : { kind, namespace: first, name: second };
}
