// The lines of a note that people see, code apart.

const FENCE = /^[\s>]*(?:[-*+]\s+)?(?<fence>`{3,}|~{3,})(?<info>.*)$/;

/** Stands for a line of code. */
export const CODE: unique symbol = Symbol("code");

/** The lines without fenced code and HTML comments; both end with the note where nothing ends them. */
export function visibleLines(text: string): readonly (string | typeof CODE)[] {
  let fence: string | null = null;
  let isComment = false;
  return text.split(/\r\n?|\n/).map((line) => {
    if (fence !== null) {
      const isEnd = closes(line, fence);
      if (isEnd) fence = null;
      return isEnd || line.trim() === "" ? "" : CODE;
    }
    const visible = withoutComments(line, isComment);
    isComment = visible.isOpen;
    const opening = FENCE.exec(visible.text)?.groups;
    if (opening?.["fence"] === undefined || opening["info"]?.includes("`") === true) {
      return visible.text;
    }
    fence = opening["fence"];
    return "";
  });
}

function closes(line: string, fence: string): boolean {
  const bare = line.replace(/^[\s>]*/, "").trimEnd();
  return bare.length >= fence.length && bare === (fence[0] ?? "").repeat(bare.length);
}

function withoutComments(line: string, isOpen: boolean): { text: string; isOpen: boolean } {
  let text = "";
  let rest = line;
  let open = isOpen;
  while (rest !== "") {
    const at = rest.indexOf(open ? "-->" : "<!--");
    if (at === -1) return { text: open ? text : text + rest, isOpen: open };
    if (!open) text += rest.slice(0, at);
    rest = rest.slice(at + (open ? 3 : 4));
    open = !open;
  }
  return { text, isOpen: open };
}
