// How much of a document is read: everything that an audited commit holds is hostile.

/** In UTF-16 units of text, and in bytes where bytes are at hand: 16 MiB. */
export const MAX_DOCUMENT_SIZE: number = 16 * 1024 * 1024;

/** In bytes, of outs that DVC keeps, which are read for no other reason than to compare them as values: 1 MiB. */
export const MAX_COMPARED_SIZE: number = 1024 * 1024;

/** Mappings and sequences inside of each other, aliases followed. */
export const MAX_DEPTH = 100;

/** Nodes of a document once every alias is written out: a bomb of a few hundred bytes has billions. */
export const MAX_EXPANDED_NODES = 2_000_000;

/** Digits of a decimal integer: Python refuses longer ones too (`sys.set_int_max_str_digits`). */
export const MAX_INTEGER_DIGITS = 4300;
