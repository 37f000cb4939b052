/**
 * Translations of words that German, French and Spanish questions use, without accents:
 * "German | French | Spanish = English". A word that ends with a hyphen matches all words it begins.
 */
export const glossary = `
adresse- anschrift- | adresse- | direccion- = address
akku- batterie- | batterie- accu- | bateria- = battery
aktualisier- | mettre actualis- mise | actualiz- = update
alter alt | age vieux | edad anos = age
andern anderung- wechsel- | changer modif- changement- | cambi- modific- = change
anfang- beginn- starten start | commenc- debut- demarr- | empez- comenz- inici- = start
angebot- | offre- | oferta- = offer
angestellt- mitarbeiter- | employe- salarie- | emplead- = employee
anhang- | piece- jointe- | adjunt- archivo- = attachment
anleitung- handbuch | manuel- mode notice- | manual- instruccion- = manual
anmeld- registrier- beitreten | inscri- enregistr- connexion connecter | registr- inscri- = register
antwort- | repon- | respuesta- respond- = answer
anruf- telefon- hotline | telephon- appel- | telefon- llamar llamada- = phone
anzeig- bildschirm- display | ecran- affich- | pantalla- = display
app | appli application | app aplicacion = app
arbeit- | travail- | trabaj- = work
artikel- ware- produkt- | article- produit- | articulo- producto- = item
aufladen laden lade lad- | charg- recharg- | carg- recarg- = charge
ausfall- kaputt defekt- | casse- panne- defectu- | roto averi- defectuos- = defect
ausleih- leih- | emprunt- pret- | prest- = borrow
ausweis- | piece identite | identificacion dni = ID
auto- | voiture- auto- | coche- auto = car
bank- | banque- | banco- = bank
baby- kind- | bebe- enfant- | bebe- nino- nina- hijo- = child
bedeut- | signifi- | signific- = mean
benutzer- nutzer- | utilisateur- | usuario- = user
bestell- auftrag- | command- | pedid- encarg- = order
bezahl- zahl- | pay- paiement- | pag- = pay
bild- foto- | photo- image- | foto- imagen- = photo
brems- | frein- | freno- = brake
brief- post | lettre- courrier- poste | carta- correo = mail
buch- | livre- | libro- = book
dauer- | dur- | dur- = take
daten- | donnee- | dato- = data
deckt abdeck- | couvr- couvert- | cubr- cobertura- = cover
drucken drucker | imprim- | imprim- = print
druck- | pression- | presion- = pressure
computer- rechner- | ordinateur- | ordenador- computador- = computer
einladen einlad- | invit- | invit- = invite
einrichten einrichtung- | configur- | configur- = set up
einstell- | reglage- regl- parametre- | ajust- = settings
e-mail email mail | e-mail email mail courriel- | email e-mail = email
entfern- herausnehm- rausnehm- ausbau- | enlev- retir- | quit- sac- extra- = remove
entkalk- | detartr- | descal- = descale
erstatt- ruckerstattung- geld | rembours- argent | reembols- dinero = refund
ersatz- ersetz- tausch- umtausch- | remplac- echang- rechange | reemplaz- repuest- recambi- = replacement
fahrrad- fahrrader- rad bike | velo- | bici- bicicleta- = bike
fahren fahr- | roul- conduire | conduc- montar = ride
farbe- | couleur- | color- = color
fehler- storung- | erreur- | error- fallo- = error
feiertag- | ferie- | festivo- feriado- = holiday
film- | film- | pelicula- = movie
firma unternehmen- firmen- | entreprise- societe- | empresa- = company
fit passen passt kompatibel | compatible- | compatible- encaj- = fit
flugzeug- flug | avion- vol | avion- vuelo- = plane
frost- winter- kalt- kalte | hiver froid- gel | invierno frio- = cold
garantie- gewahrleistung- | garantie- | garantia- = warranty
gebuhr- | frais | tarifa- gasto- = fee
geoffnet offen offnungszeit- offnet | ouvert- ouvr- horaire- | abiert- abr- horario- = open hours
geschlossen schliess- | ferm- | cerrad- cierr- = closed
gewicht- wieg- schwer- | poids pese- lourd- | peso- pesa- = weight
gestohlen diebstahl klau- | vol- | robad- robo- robaron = stolen
geschwindigkeit- schnell- | vitesse- rapid- | velocidad- rapid- = speed
gross- grosse | taille- grand- dimension- | tamano- talla- grande- = size
gultig- | valable- valide- | valid- = valid
gutschein- rabatt- | remise- reduction- bon | descuento- cupon- = discount
haustier- hund- tier- | chien- animal- | perro- mascota- animal- = dog
heizen heiz- warm- | chauff- chaud- | calent- calient- = heat
herunterlad- download- | telecharg- | descarg- = download
helm- | casque- | casco- = helmet
hilfe helfen | aide- aider | ayud- = help
installier- | install- | instal- = install
internet- wlan wifi | internet wifi | internet wifi = wifi
jahr- | an ans annee- | ano- = year
karte- | carte- | tarjeta- carnet = card
kaufen kauf- | achet- achat- | compr- = buy
kette- | chaine- | cadena- = chain
kind- | enfant- | nino- = child
konto- | compte- | cuenta- = account
kontakt- erreich- | contact- joindre | contact- = contact
kosten kostet preis- teuer | cout- prix cher | cuest- cost- precio- = cost
kunde- | client- | client- = customer
kundigen kundigung- kundig- | resili- annul- | cancel- baja = cancel
licht- lampe- | lumiere- lampe- eclairage | luz luces lampara- = light
liefer- zustell- versand- versenden schick- | livr- expedi- envoy- | entreg- envi- = delivery
losch- | supprim- effac- | borr- elimin- = delete
losung- | solution- | solucion- = solution
maschine- gerat- | machine- appareil- | maquina- aparato- = machine
menge- anzahl | quantite- nombre- | cantidad- numero = number
miet- leasing | lou- location- | alquil- = rent
mitglied- | membre- abonn- | miembro- socio- abon- = member
mitnehm- | emport- prendre | llev- = take
minut- | minute- | minuto- = minute
mobil- handy- smartphone | portable- mobile- | movil- celular- = phone
monat- | mois | mes meses = month
motor- | moteur- | motor- = motor
musik- | musique- | musica- = music
nacht- nachts | nuit- | noche- = night
name- | nom | nombre = name
nummer- | numero- | numero- = number
offline | hors | sin = offline
ort- stelle | lieu- endroit- | lugar- sitio- = place
passwort- kennwort- | mot passe | contrasena- clave- = password
paket- | colis paquet- | paquete- = parcel
papier- dokument- | document- papier- | document- papel- = document
parken parkplatz- | parking stationn- | aparc- estacion- parking = parking
person- mensch- | personne- humain- | persona- human- = person
pflege- wartung- | entreti- | manten- = maintenance
plan- tarif- | forfait- abonnement- | plan- tarifa- = plan
probe- test- | essai- essay- | prueba- prob- = trial
rechnung- | facture- | factura- = invoice
regen- | pluie pleut | lluvi- = rain
reichweite- | autonomie- portee- | autonomia alcance = range
reifen- | pneu- | neumatico- rueda- = tyre
reinig- putzen wasch- | nettoy- lav- | limpi- lav- = clean
reise- | voyag- | viaj- = travel
reparatur- reparier- | repar- | repar- = repair
reservier- buchen buchung- | reserv- | reserv- = book
retoure- ruckgabe- zuruckgeb- zuruckschick- zuruckgegeben umtausch- | retour- rendre renvoy- | devol- devuelv- = return
schaden beschadig- | dommage- endommag- | dano- danad- = damage
schloss- | serrure- antivol- cadenas | cerradura- candado- = lock
schlussel- | cle cles clef- | llave- = key
schule- schuler- student- | ecole- etudiant- | escuela- estudiante- colegio- = student
seite- | page- | pagina- = page
sicher- | sur securit- | segur- = safe
speicher- gespeichert | enregistr- stock- sauvegard- | guard- almacen- = stored
sprache- | langue- | idioma- lengua- = language
standort- sitz filiale- | site agence- succursale- | sede- sucursal- ubicacion = address
strom- | courant electric- | corriente electric- = power
stunde- | heure- | hora- = hour
tag tage tagen | jour- | dia dias = day
teil teile ersatzteil- | piece- | pieza- parte- = part
teilen | partag- | compart- = share
termin- | rendez-vous rendezvous | cita- = appointment
toilette- | toilette- | bano- servicio- = toilet
transport- | transport- | transport- = transport
uberweis- | virement- | transferencia- = bank transfer
ubertrag- verkauf- weiterverkauf- | vend- transfer- revend- | vend- transfer- = sell transfer
unterschied- | difference- | diferencia- = difference
vergess- | oubli- | olvid- = forgot
vergleich- | compar- | compar- = compare
verlanger- | prolong- renouvel- | renov- prorrog- ampli- = renew
verlor- verlier- verloren | perd- perte- | perd- pierd- = lost
versicher- | assur- | segur- asegur- = insurance
vertrag- | contrat- | contrato- = contract
verwend- benutz- nutzen | utilis- | us- utiliz- = use
wasser- | eau eaux | agua- = water
werkzeug- | outil- | herramient- = tool
woche- | semaine- | semana- = week
wochenend- samstag- sonntag- | samedi- dimanche- week-end | sabado- domingo- = saturday sunday
zeit- | temps delai- | tiempo- plazo- = time
zubehor- | accessoire- | accesorio- = accessory
zug zuge bahn- | train- | tren- = train
zulass- erlaub- | autoris- permis- | permit- = allowed
`;

/** Phrases that give a question its form, longest first, with their English translations. */
export const questionPhrases: Record<"de" | "fr" | "es", [RegExp, string][]> = {
  de: [
    [/\bwie lange?\b/g, "how long"],
    [/\b(?:wie ?viel kostet|was kostet|was kosten|wie teuer (?:ist|sind))\b/g, "how much does cost"],
    [/\bwie ?viele?\b/g, "how many"],
    [/\bwie schwer\b/g, "how heavy"],
    [/\bwie weit\b/g, "how far"],
    [/\bwie oft\b/g, "how often"],
    [/\bwie hoch (?:ist|sind)\b/g, "what is"],
    [/\bwie gross\b/g, "how big"],
    [/\bwie schnell\b/g, "how fast"],
    [/\bwie alt\b/g, "how old"],
    [/\bwas (?:tun|mache ich|soll ich (?:tun|machen)|kann ich (?:tun|machen))\b/g, "what should I do"],
    [/\bwas (?:ist|sind)\b/g, "what is"],
    [/\bwas bedeutet\b/g, "what does mean"],
    [/\bwie (?:kann|muss|soll|darf) (?:ich|man)\b/g, "how do I"],
    [/\b(?:kann|darf) (?:ich|man)\b/g, "can I"],
    [/\b(?:gibt es|habt ihr|haben sie)\b/g, "is there"],
    [/\bwo (?:ist|sind|finde ich|kann ich)?\b/g, "where is"],
    [/\bwann\b/g, "when is"],
    [/\bwer\b/g, "who"],
    [/\b(?:warum|wieso|weshalb)\b/g, "why"],
    [/\bwelche[nrs]?\b/g, "which"],
    [/\bwie\b/g, "how do I"],
  ],
  fr: [
    [/\bcombien de temps\b/g, "how long"],
    [/\b(?:combien (?:ca )?coutent?|quel est le prix|combien vaut)\b/g, "how much does cost"],
    [/\b(?:quel est le poids|combien pese)\b/g, "how heavy"],
    [/\bcombien\b/g, "how many"],
    [/\ba quelle distance\b/g, "how far"],
    [/\b(?:a quelle frequence|tous les combien)\b/g, "how often"],
    [/\bque (?:dois|puis)[ -]je faire\b|\bque faire\b/g, "what should I do"],
    [/\bque signifie\b/g, "what does mean"],
    [/\bqu'?est[ -]ce que? (?:c'?est )?/g, "what is "],
    [/\b(?:comment (?:puis[ -]je|dois[ -]je|faire pour)?|comment)\b/g, "how do I"],
    [/\b(?:est[ -]ce que je peux|puis[ -]je|je peux|peut[ -]on|on peut)\b/g, "can I"],
    [/\b(?:y a[ -]t[ -]il|est[ -]ce qu'?il y a|avez[ -]vous)\b/g, "is there"],
    [/\bou (?:est|sont|se trouve|puis[ -]je)?\b/g, "where is"],
    [/\bquand\b/g, "when is"],
    [/\bqui\b/g, "who"],
    [/\bpourquoi\b/g, "why"],
    [/\bquel(?:le)?s?\b/g, "which"],
  ],
  es: [
    [/\b(?:cuanto tiempo|cuanto (?:dura|tarda)n?)\b/g, "how long"],
    [/\bcuanto (?:cuesta|vale|es)n?\b/g, "how much does cost"],
    [/\bcuanto pesan?\b/g, "how heavy"],
    [/\bcuant[oa]s?\b/g, "how many"],
    [/\bcada cuanto\b/g, "how often"],
    [/\bque (?:hago|debo hacer|puedo hacer|hay que hacer)\b/g, "what should I do"],
    [/\bque significa\b/g, "what does mean"],
    [/\bque es\b/g, "what is"],
    [/\bcomo (?:puedo|debo|se)?\b/g, "how do I"],
    [/\b(?:puedo|se puede)\b/g, "can I"],
    [/\b(?:hay|tienen|tienes)\b/g, "is there"],
    [/\bdonde (?:esta|estan)?\b/g, "where is"],
    [/\bcuando\b/g, "when is"],
    [/\bquien(?:es)?\b/g, "who"],
    [/\bpor que\b/g, "why"],
    [/\bcual(?:es)?\b/g, "which"],
  ],
};
