// Texts that nothing is measured with: pages for people, and what they are made with.

import { DOCUMENT_ENDINGS } from "../roles.ts";

const TEMPLATE = /\.(?:css|j2|jinja2?|mustache|tmpl|tpl)$/i;

export function isTemplate(path: string): boolean {
  return TEMPLATE.test(path);
}

/** A page for people. A directory of them may well be what a model is asked about. */
export function isPage(path: string): boolean {
  const name = path.toLowerCase();
  return DOCUMENT_ENDINGS.some((ending) => name.endsWith(ending));
}
