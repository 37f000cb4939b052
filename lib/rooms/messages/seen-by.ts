/** In rooms with more people, who has read what is not shown. */
export const MAX_SEEN_BY = 50;
