/** Further words for out-of-reach questions: daily life, school, sport, machines. */
import { COUNTRIES, ELEMENTS } from "./facts-data.ts";

const list = (text: string): readonly string[] => text.split("|");

export const MORE_SLOTS = {
  /** Countries and elements that the facts do know: what is asked about them is not there. */
  known: COUNTRIES.map(({ name }) => name),
  metal: ELEMENTS.map(({ name }) => name),
  trait: list(
    "population|area|flag|anthem|president|prime minister|climate|highest mountain|longest river|largest city|official language|religion|phone code|time zone|national dish|king|history|economy|national bird|motto",
  ),
  property: list(
    "melting point|boiling point|density|price|color|history|hardness|mass|half-life|discoverer|use|taste|smell|electric resistance|crystal structure",
  ),
  illness: list(
    "a cold|the flu|a fever|a headache|a sore throat|a cough|an allergy|hay fever|a stomach ache|diarrhea|a sunburn|an ear infection|a migraine|toothache|back pain|insomnia|measles|chickenpox|asthma|eczema|an ulcer|acne|anemia|gout|a sprained ankle|a broken toe|high blood pressure|food poisoning",
  ),
  medicine: list(
    "aspirin|paracetamol|penicillin|cough syrup|nose spray|eye drops|vitamin D|iron tablets|sleeping pills|melatonin|an antibiotic|insulin|cortisone|magnesium|zinc tablets|herbal tea",
  ),
  competition: list(
    "World Cup|European Championship|Champions League|Olympic final|Tour of Italy|US Open|Wimbledon|Davis Cup|Super Bowl|Stanley Cup|World Series|Boston Marathon|Grand Prix|Six Nations|Asian Games|Ryder Cup|chess championship|local derby",
  ),
  sport: list(
    "tennis|golf|rugby|cricket|hockey|baseball|volleyball|handball|boxing|fencing|judo|karate|skiing|snowboarding|surfing|sailing|rowing|swimming|diving|gymnastics|cycling|badminton|table tennis|archery|curling|bowling|darts|water polo|climbing|parkour",
  ),
  game: list(
    "chess|checkers|poker|bridge|hangman|tic-tac-toe|blackjack|Monopoly|Scrabble|Risk|backgammon|dominoes|hide and seek|charades|snake|pong|trivia|solitaire|Go|Battleship|twenty questions|memory cards",
  ),
  plant: list(
    "my roses|a cactus|an orchid|a bonsai|basil|tomatoes|strawberries|a lemon tree|my lawn|an apple tree|lavender|mint|a fern|tulips|sunflowers|a palm tree|ivy|my cucumbers",
  ),
  device: list(
    "washing machine|dishwasher|fridge|oven|kettle|toaster|phone|tablet|smart watch|router|printer|scanner|camera|drone|speaker|headset|TV|game console|vacuum cleaner|heating|boiler|e-bike|lawn mower|coffee machine|keyboard|monitor",
  ),
  site: list(
    "Facebook|Instagram|YouTube|TikTok|Twitter|WhatsApp|Gmail|Netflix|Spotify|Amazon|eBay|LinkedIn|Reddit|Wikipedia|Telegram|Snapchat|PayPal|Zoom|Discord|Google",
  ),
  noun: list(
    "house|tree|child|mouse|leaf|knife|wolf|city|baby|tooth|man|foot|box|party|shelf|hero|potato|sheep|fish|ox|bus|school|river|summer|orange|silver|month|love|heart|stone|table|letter|garden|window|mountain|winter|morning|candle|thunder|feather",
  ),
  verb: list(
    "go|see|take|write|swim|bring|think|fly|eat|sing|run|break|choose|forget|lie|lay|ring|drive|freeze|speak|teach|wear|begin|catch|steal",
  ),
  feeling: list(
    "sad|angry|happy|lonely|tired|nervous|anxious|proud|jealous|ashamed|bored|confused|stressed|hopeless|excited|homesick|lost|empty|hurt|guilty|afraid|restless|in love|overwhelmed",
  ),
  table: list(
    "users|orders|customers|products|invoices|employees|books|students|payments|messages|articles|rooms|flights|games",
  ),
  webtask: list(
    "fetches a page|opens a popup|plays a sound|draws on a canvas|sends a form|validates an email address|stores a cookie|shows a clock|hides a button|uploads a file|scrolls to the top|encrypts a password|reads a file|calls an API|logs in a user|animates a box|downloads an image|drags an element|debounces a click|parses a date|makes a chart|builds a calendar|checks a credit card number|translates a text|connects to a database|renders a menu",
  ),
  holiday: list(
    "Christmas|Easter|New Year|Halloween|Thanksgiving|Ramadan|Hanukkah|Diwali|Mother's Day|Valentine's Day|my birthday|the summer holidays|Carnival|Pentecost|the next full moon|the end of term",
  ),
  month: list("January|February|March|April|May|June|July|August|September|October|November|December"),
  belief: list(
    "Buddhists|Christians|Muslims|Hindus|Jews|Stoics|Epicureans|atheists|nihilists|utilitarians|Taoists|Sikhs|vegans|pacifists",
  ),
  idea: list(
    "justice|truth|beauty|happiness|consciousness|time|evil|courage|duty|wisdom|honor|luck|fate|friendship|freedom|the soul|good taste|common sense|progress|art",
  ),
} as const satisfies Record<string, readonly string[]>;
