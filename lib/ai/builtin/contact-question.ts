/** What is searched for when somebody wants to reach a person. */
export const CONTACT_QUESTION = "How can I contact support or a person by phone, email or chat?";
