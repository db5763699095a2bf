// What a review note is made of, before it is known which of its questions are answered.

/** One sentence, list item or table row, with what stands over it. */
export interface Statement {
  readonly text: string;
  /** The nearest heading above it. */
  readonly heading: string;
  /** The line that ends in a colon and introduces the list that it is in. */
  readonly intro: string;
  /** Nothing but a command between code marks: what is typed says nothing of what was done. */
  readonly isCode?: true;
}

export interface TextBlock {
  /** A title row has a rule below it; a trailer is one that names or signs, as `Reviewed-by` does. */
  readonly kind: "paragraph" | "item" | "title-row" | "row" | "trailer";
  readonly statements: readonly Statement[];
  /** Columns before an item; a paragraph has none. */
  readonly indent: number;
  /** Of the heading above it; 0 without one. */
  readonly level: number;
  /** An item with a tick is answered by that. */
  readonly isTicked: boolean;
}

/** A paragraph, a list item, a row of a table, a heading, or a run of code. */
export type Block =
  | TextBlock
  | { readonly kind: "heading"; readonly level: number }
  /** Or a bare link or picture: it is shown, and has no words. */
  | { readonly kind: "code" };
