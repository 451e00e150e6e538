/** Sets of tokens that rules of the grammar begin with or are followed by (source: cel-go parser/gen/CEL.g4). */
/** What an operand begins with. */
export const OPERAND = [
  ...["'['", "'{'", "'('", "'.'", "'-'", "'!'", "'true'", "'false'", "'null'"],
  ...['NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER'],
];
export const NAMES = ['IDENTIFIER', 'ESC_IDENTIFIER'];
export const RELATIONS = ["'<'", "'<='", "'>='", "'>'", "'=='", "'!='", "'in'"];
export const PRODUCTS = ["'*'", "'/'", "'%'"];
export const SUMS = ["'+'", "'-'"];
export const MEMBERS = ["'.'", "'['", ''];
export const NUMBERS = ['NUM_FLOAT', 'NUM_INT', 'NUM_UINT'];
export const RESERVED = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(' '),
);
