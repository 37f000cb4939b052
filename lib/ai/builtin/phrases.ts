/** The languages that small talk is understood in. */
export const replyLanguages = ["en", "de", "fr", "es", "it", "pt"] as const;
export type ReplyLanguage = (typeof replyLanguages)[number];

export const smallTalkKinds = [
  "greeting",
  "thanks",
  "farewell",
  "acknowledgement",
  "identity",
  "isBot",
  "capability",
  "person",
  "frustration",
] as const;
export type SmallTalkKind = (typeof smallTalkKinds)[number];

/**
 * What people say that is no question to the sources: lower case, without accents and punctuation.
 * A phrase is the whole message, apart from a few words around it; `person` and `frustration` may be anywhere
 * in a short one.
 */
export const phrases: Record<ReplyLanguage, Record<SmallTalkKind, readonly string[]>> = {
  en: {
    greeting: list(
      "hi, hello, hey, hiya, howdy, greetings, good morning, good afternoon, good evening, good day, hi there, hello there, hey there",
    ),
    thanks: list(
      "thanks, thank you, thx, ty, cheers, much appreciated, thank u, many thanks, that helped, that was helpful, perfect thanks",
    ),
    farewell: list(
      "bye, bye bye, goodbye, see you, see you later, good night, have a nice day, have a good day",
    ),
    acknowledgement: list(
      "ok, okay, k, alright, all right, got it, i see, understood, fine, cool, great, nice, perfect, awesome, good, sure, yes, no, yep, nope, never mind, nevermind, hm, hmm, makes sense",
    ),
    identity: list(
      "who are you, what are you, who r u, what is your name, whats your name, who am i talking to, who am i speaking to, who am i chatting with, what is this, introduce yourself, tell me about yourself",
    ),
    isBot: list(
      "are you a bot, are you a robot, are you human, are you a human, are you real, are you a real person, are you a person, are you an ai, are you ai, are you a machine, are you a chatbot, am i talking to a bot, am i talking to a human, is this a bot",
    ),
    capability: list(
      "what can you do, what can you do for me, what can you help me with, what can you help with, what do you do, what do you know, what can i ask, what can i ask you, how can you help, how can you help me, how does this work, help, help me, can you help me, i need help, what questions can i ask, what topics do you know",
    ),
    person: list(
      "human, a human, agent, operator, representative, real person, live agent, live chat, customer service, customer support, talk to a human, talk to a person, talk to human, talk to agent, talk to an agent, talk to someone, talk to somebody, talk to support, talk to a real person, talk to your team, speak to a human, speak to a person, speak to someone, speak to somebody, speak to an agent, speak to agent, speak with a human, speak with a person, speak with someone, talk with a human, talk with a person, talk with someone, chat with a human, chat with a person, chat with someone, chat with an agent, connect me to a human, connect me to an agent, connect me to someone, connect me with a human, connect me with someone, transfer me to a human, transfer me to an agent, reach a human, reach a person, reach someone, contact a human, contact a person, contact someone, want a human, need a human, get a human",
    ),
    frustration: list(
      "useless, fuck, fuck you, fuck this, fuck off, wtf, shit, bullshit, crap, this sucks, you suck, stupid, stupid bot, idiot, dumb, terrible, not helpful, unhelpful, no help, does not help, doesnt help, did not help, didnt help, you dont understand, you do not understand, thats not what i asked, that is not what i asked, not what i asked, wrong answer, thats wrong, that is wrong, waste of time, are you kidding, hate this",
    ),
  },
  de: {
    greeting: list("hallo, guten tag, guten morgen, guten abend, moin, servus, gruss gott, gruezi"),
    thanks: list("danke, vielen dank, danke schon, dankeschon, besten dank, danke dir, herzlichen dank"),
    farewell: list("tschuss, auf wiedersehen, bis bald, ciao, gute nacht, schonen tag"),
    acknowledgement: list("alles klar, verstanden, gut, super, ja, nein, passt, aha"),
    identity: list("wer bist du, wer sind sie, was bist du, wie heisst du, mit wem spreche ich"),
    isBot: list(
      "bist du ein bot, bist du ein roboter, bist du ein mensch, bist du echt, sind sie ein bot, sind sie ein mensch",
    ),
    capability: list(
      "was kannst du, was konnen sie, wobei kannst du helfen, wobei kannst du mir helfen, wie kannst du mir helfen, was kann ich fragen, hilfe, kannst du mir helfen",
    ),
    person: list(
      "mensch, mitarbeiter, mitarbeiterin, berater, kundendienst, kundenservice, mit einem menschen sprechen, mit einem menschen reden, mit jemandem sprechen, mit jemandem reden, mit einer person sprechen, mit einem mitarbeiter sprechen, echte person, echter mensch",
    ),
    frustration: list(
      "nutzlos, scheisse, mist, so ein mist, blod, dumm, das hilft nicht, hilft mir nicht, du verstehst mich nicht, falsche antwort, das ist falsch",
    ),
  },
  fr: {
    greeting: list("bonjour, salut, bonsoir, coucou"),
    thanks: list("merci, merci beaucoup, merci bien, mille mercis"),
    farewell: list("au revoir, a bientot, bonne journee, bonne nuit, bonne soiree"),
    acknowledgement: list("daccord, compris, tres bien, parfait, oui, non"),
    identity: list(
      "qui es tu, qui etes vous, comment tu tappelles, comment vous appelez vous, tu es qui, vous etes qui",
    ),
    isBot: list("es tu un robot, etes vous un robot, es tu humain, etes vous humain, tu es un robot"),
    capability: list(
      "que peux tu faire, que pouvez vous faire, que sais tu faire, comment peux tu maider, comment pouvez vous maider, aide, aide moi, aidez moi",
    ),
    person: list(
      "humain, un humain, conseiller, conseillere, service client, parler a un humain, parler a une personne, parler a quelquun, parler a un conseiller, parler avec quelquun, vraie personne",
    ),
    frustration: list(
      "inutile, merde, nul, cest nul, ca naide pas, ca ne maide pas, tu ne comprends pas, vous ne comprenez pas, mauvaise reponse",
    ),
  },
  es: {
    greeting: list("hola, buenos dias, buenas tardes, buenas noches, buenas"),
    thanks: list("gracias, muchas gracias, mil gracias, te lo agradezco"),
    farewell: list("adios, hasta luego, hasta pronto, chao, que tengas un buen dia"),
    acknowledgement: list("vale, de acuerdo, entendido, perfecto, si, no, esta bien"),
    identity: list("quien eres, quien es usted, como te llamas, que eres"),
    isBot: list("eres un robot, eres un bot, eres humano, eres humana, eres una persona, es usted un robot"),
    capability: list(
      "que puedes hacer, que puede hacer, en que puedes ayudarme, en que me puedes ayudar, como puedes ayudarme, que puedo preguntar, ayuda, ayudame",
    ),
    person: list(
      "humano, un humano, agente, un agente, asesor, atencion al cliente, hablar con una persona, hablar con un humano, hablar con alguien, hablar con un agente, persona real",
    ),
    frustration: list(
      "inutil, mierda, no sirve, no sirves, no me ayuda, no ayuda, no entiendes, respuesta incorrecta",
    ),
  },
  it: {
    greeting: list("ciao, buongiorno, buonasera, salve, buon giorno"),
    thanks: list("grazie, grazie mille, molte grazie, ti ringrazio"),
    farewell: list("arrivederci, a presto, buona notte, buonanotte, buona giornata"),
    acknowledgement: list("va bene, capito, daccordo, perfetto, si, no"),
    identity: list("chi sei, chi e lei, come ti chiami, cosa sei"),
    isBot: list("sei un robot, sei un bot, sei umano, sei umana, sei una persona, sei reale"),
    capability: list(
      "cosa puoi fare, cosa sai fare, come puoi aiutarmi, cosa posso chiedere, aiuto, aiutami",
    ),
    person: list(
      "umano, un umano, operatore, un operatore, assistenza clienti, servizio clienti, parlare con una persona, parlare con un umano, parlare con qualcuno, parlare con un operatore, persona reale",
    ),
    frustration: list("inutile, merda, non serve, non aiuta, non mi aiuta, non capisci, risposta sbagliata"),
  },
  pt: {
    greeting: list("ola, oi, bom dia, boa tarde, boa noite"),
    thanks: list("obrigado, obrigada, muito obrigado, muito obrigada, valeu"),
    farewell: list("tchau, adeus, ate logo, ate breve, tenha um bom dia"),
    acknowledgement: list("esta bem, entendi, certo, perfeito, sim, nao, ta bom"),
    identity: list("quem e voce, quem es tu, qual e o seu nome, como voce se chama"),
    isBot: list("voce e um robo, voce e um bot, voce e humano, e um robo, voce e uma pessoa"),
    capability: list(
      "o que voce pode fazer, o que voce sabe fazer, como voce pode me ajudar, em que pode ajudar, o que posso perguntar, ajuda, me ajude, ajude me",
    ),
    person: list(
      "humano, um humano, atendente, um atendente, atendimento, falar com uma pessoa, falar com um humano, falar com alguem, falar com um atendente, pessoa real",
    ),
    frustration: list("inutil, merda, nao serve, nao ajuda, nao me ajuda, nao entende, resposta errada"),
  },
};

/** Words that carry the grammar of a language and by which a message in it is recognized. */
export const functionWords: Record<ReplyLanguage, ReadonlySet<string>> = {
  en: words(
    "the a an is are was what which who how where when why do does did can could my your i you we it to of for in on with and or not there this that have has will would about long much many",
  ),
  de: words(
    "der die das den dem des ein eine einen einem ist sind wie was wer wo wann warum welche welcher ich du wir ihr sie mein meine meinen mit auf fur und oder nicht habe hat haben kann konnen gibt es zu zum zur von bei lange viel kostet wird werden im am",
  ),
  fr: words(
    "le la les un une des du est sont comment quoi qui ou quand pourquoi quel quelle quels combien je tu nous vous il elle mon ma mes avec pour et pas ne dans sur de au aux puis peut peux que coute y a t",
  ),
  es: words(
    "el la los las un una es son como que quien donde cuando por cual cuanto cuanta cuantos yo tu mi mis con para y no en de del al puedo puede hay tengo tiene cuesta se lo",
  ),
  it: words(
    "il lo la i gli le un una e sono come che chi dove quando perche quale quanto quanta quanti io tu mio mia con per non in di del della al posso puo c ho ha costa si",
  ),
  pt: words(
    "o a os as um uma e sao como que quem onde quando qual quanto quanta quantos eu voce meu minha com para nao em de do da ao posso pode ha tenho tem custa se no na",
  ),
};

function list(text: string): string[] {
  return text.split(",").map((phrase) => phrase.trim());
}

function words(text: string): Set<string> {
  return new Set(text.split(" "));
}
