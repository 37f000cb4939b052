/** Generous, so that the provider's own count ends an answer first where it counts only the answer. */
const CHARS_PER_TOKEN = 5;
/** Scripts whose characters are about a token each. */
const DENSE = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/g;

/** Measures shown text against the output limit, which the provider applies to thoughts as well. */
export class OutputMeter {
  readonly #maxTokens: number;
  #tokens = 0;

  constructor(maxTokens: number | undefined) {
    this.#maxTokens = maxTokens ?? Number.POSITIVE_INFINITY;
  }

  get isFull(): boolean {
    return this.#tokens > this.#maxTokens;
  }

  add(text: string): void {
    const dense = text.match(DENSE)?.length ?? 0;
    this.#tokens += dense + (text.length - dense) / CHARS_PER_TOKEN;
  }

  reset(): void {
    this.#tokens = 0;
  }
}
