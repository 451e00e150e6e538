/** Values that are a number or a percentage (source: k8s.io/apimachinery/pkg/util/intstr/intstr.go, 1.36). */
export type IntOrString = number | string;

/** The whole number before "%", or undefined where the text is no percentage. */
export function percentOf(value: IntOrString | undefined): number | undefined {
  if (typeof value !== 'string' || !/^-?\d+%$/.test(value)) {
    return undefined;
  }
  return Number(value.slice(0, -1));
}

/** A percentage becomes its part of `total`, rounded up or down; a number stays. undefined for other texts. */
export function scaledValue(value: IntOrString | undefined, total: number, roundUp: boolean): number | undefined {
  if (typeof value === 'number') {
    return value;
  }
  const percent = percentOf(value);
  if (percent === undefined) {
    return undefined;
  }
  return roundUp ? Math.ceil((percent * total) / 100) : Math.floor((percent * total) / 100);
}
