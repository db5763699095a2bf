// The steps that an installer's plan is made of. Each may be done twice, and the list cut anywhere.

export type Step =
  | { readonly kind: "make-directory"; readonly path: string }
  | { readonly kind: "write"; readonly path: string; readonly text: string; readonly mode: number }
  /** A file of the working tree: its mode stays, its directories are made. */
  | { readonly kind: "edit"; readonly path: string; readonly text: string }
  | { readonly kind: "copy"; readonly from: string; readonly path: string; readonly mode: number }
  | { readonly kind: "remove"; readonly path: string }
  /** The same file under a second name, until the first one is replaced: never is there no hook. */
  | { readonly kind: "keep"; readonly path: string; readonly to: string }
  | { readonly kind: "restore"; readonly path: string; readonly from: string }
  /** Only where it is empty. */
  | { readonly kind: "remove-directory"; readonly path: string };

export type Plan =
  | {
      readonly kind: "steps";
      readonly steps: readonly Step[];
      readonly notices: readonly string[];
      /** How the hooks that were not wired can be, where another tool owns their files. */
      readonly byHand: readonly string[];
    }
  | { readonly kind: "refused"; readonly reason: string; readonly waysOut: readonly string[] };
