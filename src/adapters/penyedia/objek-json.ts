/** The JSON object in a body, as services of any make write one: a byte order mark or blanks may lead. Null for others. */
export function jsonObject(body: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    // TextDecoder takes the mark away; a body is never copied for it.
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    // HTML of a proxy, say
    return null;
  }
}
