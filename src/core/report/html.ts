/** Markup that is already safe. Only this file makes it from text. */
export interface Html {
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Takes text as markup. For constants of ours and for what was escaped already. */
export function raw(text: string): Html {
  return { text };
}

/** A template whose values are escaped unless they are markup themselves: forgetting to escape is not possible. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  let text = parts[0] ?? '';
  values.forEach((value, index) => {
    text +=
      typeof value === 'string'
        ? escapeHtml(value)
        : 'text' in value
          ? value.text
          : value.map((item) => item.text).join('');
    text += parts[index + 1] ?? '';
  });
  return { text };
}
