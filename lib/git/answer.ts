// What git answers when it is asked for an object.

export type ObjectType = "blob" | "tree" | "commit" | "tag";

export interface ObjectFacts {
  readonly oid: string;
  readonly type: ObjectType;
  readonly size: number;
}

export type ObjectLookup =
  | ({ readonly state: "present" } & ObjectFacts)
  | { readonly state: "missing" };

export type ObjectContent =
  | {
      readonly state: "present";
      readonly oid: string;
      readonly type: ObjectType;
      readonly bytes: Buffer;
    }
  | { readonly state: "missing" }
  | ({ readonly state: "too-large" } & ObjectFacts);
