/** One bound of a LimitRange against one set of resources; the text of what is wrong, or nothing. */
import { canonicalQuantity, compareQuantity, parseQuantity } from '../../../api/quantity';
import type { Quantity } from '../../../api/quantity';
import type { Resources } from './pod-resources';

const ZERO: Quantity = parseQuantity('0') as Quantity;

export function checkMin(type: string, name: string, bound: string, { requests, limits }: Resources): string | undefined {
  const text = `minimum ${name} usage per ${type} is ${canonicalQuantity(bound)}`;
  const [request, limit] = [requests?.[name], limits?.[name]];
  if (request === undefined) return `${text}.  No request is specified`;
  if (isLess(request, bound)) return `${text}, but request is ${canonicalQuantity(request)}`;
  return limit !== undefined && isLess(limit, bound) ? `${text}, but limit is ${canonicalQuantity(limit)}` : undefined;
}

export function checkMax(type: string, name: string, bound: string, { requests, limits }: Resources): string | undefined {
  const text = `maximum ${name} usage per ${type} is ${canonicalQuantity(bound)}`;
  const [request, limit] = [requests?.[name], limits?.[name]];
  if (limit === undefined) return `${text}.  No limit is specified`;
  if (isLess(bound, limit)) return `${text}, but limit is ${canonicalQuantity(limit)}`;
  return request !== undefined && isLess(bound, request) ? `${text}, but request is ${canonicalQuantity(request)}` : undefined;
}

/** For claims, which have no limits. */
export function checkMaxRequest(type: string, name: string, bound: string, { requests }: Resources): string | undefined {
  const text = `maximum ${name} usage per ${type} is ${canonicalQuantity(bound)}`;
  const request = requests?.[name];
  if (request === undefined) return `${text}.  No request is specified`;
  return isLess(bound, request) ? `${text}, but request is ${canonicalQuantity(request)}` : undefined;
}

export function checkRatio(type: string, name: string, bound: string, { requests, limits }: Resources): string | undefined {
  const text = `${name} max limit to request ratio per ${type} is ${canonicalQuantity(bound)}`;
  const [request, limit, most] = [requests?.[name], limits?.[name], bound].map((quantity) =>
    quantity === undefined ? ZERO : (parseQuantity(quantity) ?? ZERO),
  ) as [Quantity, Quantity, Quantity];
  if (compareQuantity(request, ZERO) === 0) return `${text}, but no request is specified or request is 0`;
  if (compareQuantity(limit, ZERO) === 0) return `${text}, but no limit is specified or limit is 0`;
  const ratio = Number(limit.nano) / Number(request.nano);
  return ratio > Number(most.nano) / 1e9 ? `${text}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}

function isLess(left: string, right: string): boolean {
  return compareQuantity(parseQuantity(left) ?? ZERO, parseQuantity(right) ?? ZERO) < 0;
}
