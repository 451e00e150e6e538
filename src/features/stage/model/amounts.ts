/** Short forms for bars: "1.5" cores, "512Mi", "16Gi". */
export function amountOfCpu(milli: number): string {
  return trimmed(milli / 1000);
}

export function amountOfMemory(byteCount: number): string {
  const gibi = byteCount / 2 ** 30;
  return gibi >= 1 ? `${trimmed(gibi)}Gi` : `${Math.round(byteCount / 2 ** 20)}Mi`;
}

function trimmed(number: number): string {
  return String(Math.round(number * 100) / 100);
}
