/** "00:01:23.4", or "1d 02:03:04" after a day. */
export function virtualTimeText(nowMs: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const seconds = Math.floor(nowMs / 1000);
  const days = Math.floor(seconds / 86_400);
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return days > 0 ? `${days}d ${clock}` : `${clock}.${Math.floor(nowMs / 100) % 10}`;
}
