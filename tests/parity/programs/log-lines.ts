/** Lines of klog that speak of errors: "E1121 07:36:08.442467   14525 file.go:119] ...". */
const ERROR = /^[EF]\d{4} \S+\s+\d+ /;

/** What a real API server causes as well, with the reason. */
const EXPECTED: readonly { readonly text: RegExp; readonly why: string }[] = [
  { text: /options\.go:\d+\] The manifest file is empty, ignoring\./, why: 'said before any request, at every start without that file' },
  {
    text: /Operation cannot be fulfilled on .*the object has been modified/,
    why: 'optimistic concurrency: two writers met, the loser reads again',
  },
  {
    text: /read version: \d+ is not as new as written version: \d+/,
    why: "the controller asks for its own write before the watch has brought it, and tries again (1.36's consistency check)",
  },
  {
    text: /range_allocator\.go.*node updates may not change podCIDR except from/,
    why: 'the same race of node-ipam with a node whose status has just changed, but it has no check of this kind',
  },
];

export function unexpectedErrors(log: string): readonly string[] {
  return log.split('\n').filter((line) => ERROR.test(line) && !EXPECTED.some(({ text }) => text.test(line)));
}
