import type { ReplyLanguage } from "./phrases.ts";

type Replies = {
  hello: string;
  ask: string;
  welcome: string;
  goodbye: string;
  okay: string;
  /** Introduces the chatbot by its name. */
  name: string;
  automated: string;
  fromSources: string;
  examples: string;
  person: string;
  reach: string;
  noPerson: string;
  sorry: string;
  decline: string;
  /** Where there are no sources: what the chatbot can do follows. */
  beyond: string;
  topics: string;
  noModel: string;
  unsure: string;
  otherLanguage: string;
  /** Precedes quotes in another language than the question. */
  quotedFrom: string;
};

/** What the built-in model says in its own words. `{…}` is filled in. */
export const replies: Record<ReplyLanguage, Replies> = {
  en: {
    hello: "Hello!",
    ask: "What would you like to know?",
    welcome: "You're welcome! Let me know if you have another question.",
    goodbye: "Goodbye! Come back anytime.",
    okay: "Okay! Let me know if you have a question.",
    name: "I'm {name}.",
    automated: "I'm {name}, an automated assistant, not a person.",
    fromSources: "I answer questions from my sources and show you where each answer comes from.",
    examples: "You could ask me:",
    person: "I'm an automated assistant. Here's how to reach a person:",
    reach: "To reach a person:",
    noPerson:
      "I'm an automated assistant and can't connect you to a person. My sources don't say how to reach one.",
    sorry: "I'm sorry this isn't helping. Try rephrasing, or name the specific product or topic.",
    decline: "I don't have an answer to that in my sources.",
    beyond: "I can't answer that.",
    topics: "Closest topics:",
    noModel: "I can only answer from my sources because no AI model is connected.",
    unsure: "I'm not sure this answers your question. Here's the closest I found:",
    otherLanguage:
      "I couldn't find anything about that. My sources are in {language}, so try asking in {language}.",
    quotedFrom: "From my sources, which are in {language}:",
  },
  de: {
    hello: "Hallo!",
    ask: "Was möchten Sie wissen?",
    welcome: "Gern geschehen! Fragen Sie gern weiter.",
    goodbye: "Auf Wiedersehen!",
    okay: "In Ordnung! Fragen Sie gern weiter.",
    name: "Ich bin {name}.",
    automated: "Ich bin {name}, ein automatischer Assistent, kein Mensch.",
    fromSources: "Ich beantworte Fragen aus meinen Quellen und zeige, woher jede Antwort stammt.",
    examples: "Sie können mich zum Beispiel fragen:",
    person: "Ich bin ein automatischer Assistent. So erreichen Sie einen Menschen:",
    reach: "So erreichen Sie einen Menschen:",
    noPerson:
      "Ich bin ein automatischer Assistent und kann Sie nicht verbinden. Meine Quellen nennen keinen Kontakt.",
    sorry: "Es tut mir leid, dass ich nicht helfen konnte. Versuchen Sie es mit anderen Worten.",
    decline: "Dazu habe ich in meinen Quellen keine Antwort.",
    beyond: "Das kann ich nicht beantworten.",
    topics: "Am nächsten kommen:",
    noModel: "Ich kann nur aus meinen Dokumenten antworten, weil kein KI-Modell verbunden ist.",
    unsure: "Ich bin nicht sicher, ob das Ihre Frage beantwortet. Am nächsten kommt:",
    otherLanguage:
      "Dazu habe ich nichts gefunden. Meine Quellen sind auf {language}, bitte fragen Sie möglichst in dieser Sprache.",
    quotedFrom: "Aus meinen Quellen, die auf {language} sind:",
  },
  fr: {
    hello: "Bonjour !",
    ask: "Que souhaitez-vous savoir ?",
    welcome: "Avec plaisir ! N'hésitez pas si vous avez une autre question.",
    goodbye: "Au revoir !",
    okay: "Très bien ! N'hésitez pas si vous avez une question.",
    name: "Je suis {name}.",
    automated: "Je suis {name}, un assistant automatique, pas une personne.",
    fromSources: "Je réponds à partir de mes sources et j'indique d'où vient chaque réponse.",
    examples: "Vous pouvez me demander par exemple :",
    person: "Je suis un assistant automatique. Voici comment joindre une personne :",
    reach: "Pour joindre une personne :",
    noPerson:
      "Je suis un assistant automatique et je ne peux pas vous mettre en relation. Mes sources n'indiquent aucun contact.",
    sorry: "Je suis désolé de ne pas avoir aidé. Essayez avec d'autres mots.",
    decline: "Je n'ai pas de réponse à cela dans mes sources.",
    beyond: "Je ne peux pas répondre à cela.",
    topics: "Sujets les plus proches :",
    noModel: "Je ne peux répondre qu'à partir de mes documents, car aucun modèle d'IA n'est connecté.",
    unsure: "Je ne suis pas sûr que cela réponde à votre question. Le plus proche :",
    otherLanguage:
      "Je n'ai rien trouvé à ce sujet. Mes sources sont en {language} : essayez de poser la question dans cette langue.",
    quotedFrom: "D'après mes sources, qui sont en {language} :",
  },
  es: {
    hello: "¡Hola!",
    ask: "¿Qué le gustaría saber?",
    welcome: "¡De nada! Pregunte lo que quiera.",
    goodbye: "¡Hasta luego!",
    okay: "¡De acuerdo! Pregunte lo que quiera.",
    name: "Soy {name}.",
    automated: "Soy {name}, un asistente automático, no una persona.",
    fromSources: "Respondo a partir de mis fuentes y muestro de dónde viene cada respuesta.",
    examples: "Por ejemplo, puede preguntarme:",
    person: "Soy un asistente automático. Así puede contactar con una persona:",
    reach: "Para contactar con una persona:",
    noPerson:
      "Soy un asistente automático y no puedo ponerle en contacto con una persona. Mis fuentes no indican ningún contacto.",
    sorry: "Siento no haber ayudado. Pruebe con otras palabras.",
    decline: "No tengo una respuesta a eso en mis fuentes.",
    beyond: "No puedo responder a eso.",
    topics: "Temas más cercanos:",
    noModel: "Solo puedo responder a partir de mis documentos porque no hay ningún modelo de IA conectado.",
    unsure: "No estoy seguro de que esto responda a su pregunta. Lo más cercano:",
    otherLanguage:
      "No he encontrado nada sobre eso. Mis fuentes están en {language}: intente preguntar en ese idioma.",
    quotedFrom: "Según mis fuentes, que están en {language}:",
  },
  it: {
    hello: "Ciao!",
    ask: "Che cosa vuole sapere?",
    welcome: "Prego! Chieda pure altro.",
    goodbye: "Arrivederci!",
    okay: "Va bene! Chieda pure.",
    name: "Sono {name}.",
    automated: "Sono {name}, un assistente automatico, non una persona.",
    fromSources: "Rispondo in base alle mie fonti e mostro da dove viene ogni risposta.",
    examples: "Può chiedermi per esempio:",
    person: "Sono un assistente automatico. Ecco come raggiungere una persona:",
    reach: "Per raggiungere una persona:",
    noPerson:
      "Sono un assistente automatico e non posso metterla in contatto con una persona. Le mie fonti non indicano alcun contatto.",
    sorry: "Mi dispiace di non essere stato d'aiuto. Provi con altre parole.",
    decline: "Non ho una risposta a questo nelle mie fonti.",
    beyond: "Non posso rispondere a questo.",
    topics: "Argomenti più vicini:",
    noModel: "Posso rispondere solo dai miei documenti, perché nessun modello di IA è collegato.",
    unsure: "Non sono sicuro che questo risponda alla sua domanda. La cosa più vicina:",
    otherLanguage:
      "Non ho trovato nulla in merito. Le mie fonti sono in {language}: provi a chiedere in quella lingua.",
    quotedFrom: "Dalle mie fonti, che sono in {language}:",
  },
  pt: {
    hello: "Olá!",
    ask: "O que gostaria de saber?",
    welcome: "De nada! Pergunte quando quiser.",
    goodbye: "Até logo!",
    okay: "Certo! Pergunte quando quiser.",
    name: "Sou {name}.",
    automated: "Sou {name}, um assistente automático, não uma pessoa.",
    fromSources: "Respondo a partir das minhas fontes e mostro de onde vem cada resposta.",
    examples: "Pode perguntar-me, por exemplo:",
    person: "Sou um assistente automático. É assim que pode falar com uma pessoa:",
    reach: "Para falar com uma pessoa:",
    noPerson:
      "Sou um assistente automático e não posso ligá-lo a uma pessoa. As minhas fontes não indicam nenhum contacto.",
    sorry: "Lamento não ter ajudado. Tente com outras palavras.",
    decline: "Não tenho uma resposta para isso nas minhas fontes.",
    beyond: "Não posso responder a isso.",
    topics: "Temas mais próximos:",
    noModel: "Só posso responder a partir dos meus documentos, porque nenhum modelo de IA está ligado.",
    unsure: "Não tenho a certeza de que isto responda à sua pergunta. O mais próximo:",
    otherLanguage:
      "Não encontrei nada sobre isso. As minhas fontes estão em {language}: tente perguntar nessa língua.",
    quotedFrom: "Das minhas fontes, que estão em {language}:",
  },
};
