const ENDS_SENTENCE = /[.!?…]["'”»)*_]*$/;

/**
 * Adds the citation mark of a passage. After anything but a sentence, numbers in square brackets could belong
 * to the text ("the next page [2]"), so a form is used that is a mark everywhere.
 */
export function appendMark(text: string, number: number): string {
  return ENDS_SENTENCE.test(text) ? `${text} [${number}]` : `${text} 【${number}†】`;
}
