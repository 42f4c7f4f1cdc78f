/** Words that out-of-reach questions are put together from. None is asked for in the words of another family. */

const list = (text: string): readonly string[] => text.split("|");

/** What each `{slot}` of `refusal-questions.ts` may hold. */
export const REFUSAL_SLOTS = {
  person: list(
    "Albert Einstein|Napoleon|Cleopatra|Julius Caesar|Marie Curie|Isaac Newton|Charles Darwin|Galileo|Mozart|Beethoven|Bach|Shakespeare|Jane Austen|Charles Dickens|Tolstoy|Goethe|Picasso|Van Gogh|Rembrandt|Michelangelo|Leonardo da Vinci|Gandhi|Nelson Mandela|Martin Luther King|Abraham Lincoln|George Washington|Winston Churchill|Queen Victoria|Alexander the Great|Genghis Khan|Marco Polo|Columbus|Magellan|Plato|Socrates|Aristotle|Kant|Nietzsche|Confucius|Buddha|Alan Turing|Ada Lovelace|Nikola Tesla|Thomas Edison|Bill Gates|Steve Jobs|Elon Musk|Taylor Swift|Michael Jackson|Elvis Presley|the Beatles|Madonna|Usain Bolt|Messi|Ronaldo|Roger Federer|Muhammad Ali|Neil Armstrong|Joan of Arc|Sigmund Freud|Karl Marx|Stephen Hawking|Richard Feynman|Agatha Christie|Homer|Dante|Frida Kahlo|Salvador Dali|Charlie Chaplin|Alfred Hitchcock|Walt Disney|Anne Frank|Rosa Parks|Florence Nightingale|Hannibal|Spartacus|Tutankhamun|Robin Hood|King Arthur",
  ),
  role: list(
    "president|prime minister|king|queen|mayor|pope|world champion|richest man|fastest runner|best singer|chancellor|tallest person|oldest person|most famous actor|best football player|first astronaut|inventor|director|founder|owner|author|head coach|leader",
  ),
  place: list(
    "Zambia|Bolivia|Turkey|Indonesia|Malaysia|Iran|Texas|California|Hawaii|Florida|Bavaria|Scotland|Wales|Siberia|Alaska|Tibet|Antarctica|the Sahara|the Amazon|the Alps|Mars|Venus|the moon base|Hong Kong|Dubai|Singapore|New York|Los Angeles|San Francisco|Barcelona|Venice|Florence|Munich|Hamburg|Istanbul|Mumbai|Shanghai|Melbourne|Rio|my town|this village|the Pacific Ocean|the Nile|the Baltic Sea|Mount Everest|Niagara Falls|the Eiffel Tower|the Great Wall|Machu Picchu|Stonehenge|the Louvre|Disneyland|Hogwarts|Atlantis|Greenland|Madagascar|Sicily|Corsica|Russia|Bulgaria|Ecuador|Venezuela|Cambodia",
  ),
  event: list(
    "the French Revolution|World War One|World War Two|the Cold War|the moon landing|the fall of the Berlin Wall|the Renaissance|the Black Death|the Industrial Revolution|the American Civil War|the Olympic Games|the World Cup|the last election|the Great Depression|the Big Bang|the Ice Age|the sinking of the Titanic|the Battle of Waterloo|the fall of Rome|the discovery of America|the gold rush|the Boston Tea Party|the Vietnam War|the Chernobyl accident|the invention of the printing press|the Oscars|the Super Bowl|the earthquake|the last summit|the strike",
  ),
  work: list(
    "Hamlet|Macbeth|Romeo and Juliet|War and Peace|Moby Dick|Don Quixote|Faust|the Odyssey|the Bible|Harry Potter|The Lord of the Rings|Star Wars|Titanic|The Matrix|Pride and Prejudice|Frankenstein|Dracula|Alice in Wonderland|The Little Prince|Sherlock Holmes|Robinson Crusoe|Treasure Island|the Mona Lisa|Swan Lake|The Magic Flute|Carmen|Casablanca|The Godfather|Jurassic Park|Frozen|The Simpsons|Game of Thrones|Friends|Breaking Bad|Minecraft|Tetris|1984|Brave New World|The Great Gatsby|Les Miserables",
  ),
  science: list(
    "gravity|photosynthesis|evolution|black holes|dark matter|quantum mechanics|relativity|nuclear fusion|electricity|magnetism|DNA|the immune system|climate change|plate tectonics|volcanoes|earthquakes|tornadoes|rainbows|lightning|the ozone layer|vaccines|antibiotics|bacteria|viruses|stem cells|osmosis|entropy|radioactivity|lasers|superconductors|the big bang theory|string theory|neurons|memory|dreams|hormones|digestion|the heart|the liver|blood pressure|fossils|dinosaurs|comets|galaxies|neutron stars|tides|seasons|erosion|acid rain|fermentation|combustion|catalysts|polymers|semiconductors|radar|satellites|GPS|solar panels|wind turbines|batteries|hydrogen cars|steam engines|rockets|submarines|helicopters|bitcoin|blockchain|machine learning|neural networks|deep learning|the internet|5G|Wi-Fi|encryption|quantum computers|virtual reality|robots|drones|holograms|inflation|supply and demand|capitalism|democracy|communism|globalisation|game theory|chaos theory|prime numbers|pi|infinity|calculus|integrals|derivatives|matrices|topology|trigonometry|complex numbers",
  ),
  animal: list(
    "elephants|whales|dolphins|sharks|penguins|lions|tigers|wolves|bears|owls|eagles|parrots|snakes|lizards|frogs|turtles|crocodiles|ants|butterflies|mosquitoes|octopuses|jellyfish|kangaroos|koalas|pandas|giraffes|zebras|monkeys|gorillas|bats|rabbits|hamsters|squirrels|hedgehogs|foxes|deer|camels|goats|sheep|pigs|chickens|ducks|swans|flamingos|salmon|crabs|snails|worms|cheetahs|dragons|unicorns|mammoths",
  ),
  food: list(
    "pizza|lasagna|pancakes|sushi|chocolate cake|apple pie|tomato soup|chicken curry|fried rice|pasta|risotto|bread dough|cheese|ice cream|cookies|omelettes|a steak|roast beef|a salad|guacamole|hummus|tacos|burgers|french fries|dumplings|ramen|goulash|paella|tiramisu|muffins|jam|pickles|coffee|green tea|lemonade|beer|wine|a cocktail|smoothies|yogurt|tofu|vegan dinner|a birthday cake|breakfast|a quick lunch",
  ),
  activity: list(
    "play the guitar|learn Spanish|lose weight|quit smoking|run a marathon|swim faster|bake bread|grow tomatoes|paint a wall|fix a leaking tap|change a tyre|tie a tie|iron a shirt|clean an oven|train a puppy|raise a child|buy a house|rent a flat|sell my car|start a company|write a novel|make friends|ask for a raise|find a job|quit my job|save money|invest in stocks|file my taxes|get a visa|book a flight|pack a suitcase|plan a wedding|survive in the desert|build a tent|climb a mountain|ride a horse|drive a truck|fly a plane|sail a boat|sleep better|stop worrying|meditate|do yoga|build muscle|dance salsa|sing in tune|draw a portrait|take better photos|edit a video|repair a phone|install Windows|set up a printer|reset my router|remove a stain|unclog a sink|plant a tree|make candles|knit a scarf|sew a button|win at chess|play poker|solve a Rubik's cube|juggle|do a handstand|meet new people|apologise to my friend|forgive someone|overcome stage fright|study for an exam|learn faster|read a contract|sue my landlord|adopt a dog|feed a baby|treat a burn|stop a nosebleed|cure a cold|get rid of ants|catch a fish|hack a website|become famous|become a pilot|move abroad|propose to my girlfriend",
  ),
  trouble: list(
    "my head hurts|my back hurts|I feel sad|I cannot sleep|my dog is sick|my cat does not eat|my car does not start|my laptop is slow|my phone is broken|my boss is rude|my neighbour is loud|my girlfriend left me|I lost my wallet|I missed my flight|I have a fever|I am always tired|I am bored|I am lonely|I failed my exam|my landlord wants more rent|my plants are dying|my tooth hurts|I have a rash|my knee clicks|I am in love|I am angry|I feel stressed|my screen is black|my printer jams|my Wi-Fi is gone|my child cries all night|my sister ignores me|I forgot my homework|I got a parking ticket|my heating is cold|there is a spider in my room|my soup is too salty|my hair is falling out",
  ),
  product: list(
    "phone|laptop|camera|car|bike|sofa|mattress|TV|headset|watch|printer|washing machine|vacuum cleaner|coffee machine|tent|backpack|guitar|piano|game console|credit card|insurance|bank|hotel|restaurant|airline|movie|book|podcast|album|video game|gym|school|university|dog breed|perfume|pair of running shoes|present for my mother|birthday gift|board game|holiday destination|diet|hobby|haircut|baby name|tattoo|wine",
  ),
  text: list(
    "a poem|a love letter|a short story|an essay|a song|a speech|a cover letter|a blog post|a joke|a riddle|a limerick|a haiku|a sonnet|a fairy tale|a horror story|a screenplay|a dialogue|a rap|a wedding toast|an obituary|a press release|a product description|a slogan|a tweet|a review|a complaint|an apology|a resignation letter|an invitation|a thank-you note|a newsletter|a business plan|a lesson plan|a book report|a summary|a diary entry|a bedtime story|a motivational quote|an advert|a tongue twister|an email to my boss|a birthday card|a crossword|a quiz",
  ),
  theme: list(
    "the sea|autumn|freedom|friendship|my grandmother|a lonely robot|a brave knight|two dragons|a lost child|the city at night|a haunted castle|space travel|pirates|winter|coffee|a broken heart|time travel|my cat|the stars|war|peace|hope|a talking tree|spring|the mountains|an old sailor|a detective|love|death|money|football|school|growing up|technology|the future|rain in April|a wizard|a witch|a train journey|summer camp|vampires|the desert|silence|music|a dog who saves the day|our team|a new shop|global warming|kindness",
  ),
  language: list(
    "French|German|Spanish|Italian|Portuguese|Dutch|Polish|Russian|Chinese|Japanese|Korean|Arabic|Hindi|Turkish|Swedish|Danish|Norwegian|Finnish|Greek|Latin|Hebrew|Czech|Hungarian|Vietnamese|Thai|Swahili|Esperanto|Welsh|Irish|Ukrainian",
  ),
  phrase: list(
    "good morning|thank you|I love you|where is the station|how much is it|see you tomorrow|happy birthday|my name is Tom|I am hungry|good luck|the dog is sleeping|help me please|what time is it|nice to meet you|one beer please|I do not understand|the house is red|butterfly|window seat|strawberry|freedom|we are friends|excuse me|cheers|bon appetit|good night|I am lost|call a doctor|never give up|the early bird catches the worm",
  ),
  code: list(
    "Python|Java|C|C++|C#|Rust|Go|Ruby|PHP|Swift|Kotlin|Perl|Haskell|Scala|Lua|R|Julia|Bash|PowerShell|Fortran|COBOL|Prolog|Erlang|Elixir|Clojure|Assembly|MATLAB|Dart|Pascal|Lisp",
  ),
  program: list(
    "reads a file|sorts a linked list|opens a socket|scrapes a website|draws a circle|plays chess|sends an email|parses XML|renames all my photos|checks a password|computes primes|finds the shortest path|counts words in a file|downloads a page|converts images|runs a web server|plays tic-tac-toe|solves mazes|reverses a string|merges two dictionaries|trains a classifier|prints hello world|makes a backup|watches a folder|encrypts a message|simulates traffic|draws a fractal|talks to a printer|reads a sensor|plays music",
  ),
  tool: list(
    "Docker|Kubernetes|Git|Linux|Ubuntu|Windows|macOS|Excel|Word|PowerPoint|Photoshop|Blender|React|Angular|Vue|Django|Flask|Spring Boot|Rails|Laravel|WordPress|AWS|Azure|Terraform|Ansible|Jenkins|nginx|Apache|Redis|MongoDB|Kafka|GraphQL|PyTorch|TensorFlow|pandas|NumPy|Unity|Unreal Engine|Arduino|Raspberry Pi|Vim|Emacs|VS Code|Figma|LaTeX|HTML|CSS|webpack|npm|Maven|Gradle|CMake|OpenGL|CUDA|Android|iOS",
  ),
  error: list(
    "segmentation fault|NullPointerException|permission denied|module not found|merge conflict|stack overflow|out of memory|connection refused|blue screen|kernel panic|syntax error near token|import error|undefined reference|timeout|disk full|access violation|certificate expired|dependency conflict|infinite loop|memory leak|deadlock|race condition|index out of bounds|key error",
  ),
  live: list(
    "the weather|the temperature outside|the score of the game|the stock market|the price of gold|the price of oil|the bitcoin price|the traffic|the news|the exchange rate right now|the train to Hamburg|my flight|the lottery numbers|the pollen count|the water level|the queue at the airport|the current time in Tokyo|the top song|the air quality|the tide|the snow report|the election result|the football table|the TV program|the cinema program|the lunch menu|gas prices|the moon tonight|the northern lights|my bank balance",
  ),
  when: list(
    "today|tomorrow|right now|this week|this weekend|next week|tonight|this morning|in July|next year|yesterday|at noon|in Berlin|near me|in my city|on Sunday",
  ),
  quality: list(
    "best|worst|cheapest|oldest|largest|fastest|most popular|most beautiful|safest|strangest|most dangerous|tallest|most famous|healthiest|deepest|smallest|longest|coldest|richest|easiest",
  ),
  thing: list(
    "mountain|ocean|lake|river in Africa|country|city|building|bridge|animal|bird|fish|plane|train|ship|car|language|religion|painting|song|band|football club|novel|film|restaurant|beach|island|castle|museum|university|company|planet|star|dinosaur|flower|tree|snake|spider|disease|job|sport|dance|board game|programming language|operating system|web browser|search engine|museum in Paris|airport|desert|volcano|waterfall|national park",
  ),
  opinion: list(
    "modern art|pineapple on pizza|the death penalty|free will|abortion|immigration|nuclear power|electric cars|social media|video games|homework|school uniforms|vegetarians|zoos|space tourism|tattoos|marriage|religion|astrology|ghosts|aliens|conspiracy theories|artificial intelligence|self-driving cars|remote work|the four-day week|taxes|capital punishment|gun control|the monarchy|royal families|fast food|reality TV|football|golf|jazz|opera|heavy metal|hip hop|cats and dogs|the new phone|your creator|the government|the opposition|my haircut|feminism|nationalism|the EU|privacy",
  ),
  word: list(
    "serendipity|ubiquitous|hypothesis|metaphor|irony|paradox|nostalgia|empathy|altruism|hubris|karma|zeitgeist|sovereignty|bureaucracy|austerity|mitochondria|chlorophyll|isotope|quasar|pulsar|alchemy|heresy|anarchy|oligarchy|plutocracy|amnesia|insomnia|anemia|diabetes|asthma|arthritis|migraine|pneumonia|cholesterol|insulin|adrenaline|ligament|cartilage|tsunami|monsoon|glacier|fjord|lagoon|peninsula|archipelago|savanna|tundra|dynasty|feudalism|crusade|samurai|gladiator|pharaoh|baroque|sonata|symphony|soprano|fresco|sculpture|mosaic|origami|croissant|espresso|saffron|truffle|mortgage|dividend|equity|leverage|arbitrage|tariff|embargo|inflation|recession|monopoly|patent|trademark|subpoena|felony|verdict|alibi|kernel|mutex|semaphore|polymorphism|closure|monad|lambda|thread|hypervisor|firewall|phishing|malware|latency|bandwidth|throughput|hash|blockchain|photon|neutrino|quark|boson|gluon|plasma|umbrella|whisper|velvet|gravel|lantern|anchor|compass|harbour|orchard|meadow|pasture|squirrel|badger|otter|walrus|tulip|daisy|maple|willow",
  ),
  country: list(
    "Zambia|Bolivia|Paraguay|Laos|Cambodia|Malaysia|Indonesia|Turkey|Senegal|Mali|Angola|Zimbabwe|Madagascar|Guatemala|Honduras|Panama|Ecuador|Venezuela|Haiti|Fiji|Malta|Cyprus|Bulgaria|Moldova|Georgia|Armenia|Kazakhstan|Texas|Ohio|Bavaria|Scotland|Wales|Quebec|Sicily|Rwanda|Botswana|Gabon|Oman|Qatar|Bhutan|Samoa|Tonga|Narnia|Wakanda|Mordor",
  ),
  attribute: list(
    "population|area|flag|anthem|president|prime minister|history|climate|highest mountain|longest river|largest city|official language|religion|phone code|time zone|national dish|king|army|economy|main export|independence day|national bird|gross domestic product|motto|coat of arms",
  ),
  element: list(
    "boron|beryllium|tungsten|uranium|platinum|radium|plutonium|cobalt|chromium|manganese|gallium|arsenic|selenium|bromine|krypton|xenon|cesium|barium|bismuth|polonium|radon|water|salt|sugar|ammonia|methane|caffeine|aspirin|steel|bronze|glass|plastic",
  ),
  job: list(
    "a lawyer|a doctor|a therapist|a travel agent|a chef|a financial adviser|a personal trainer|a pirate|a poet|a teacher of history|a fortune teller|a stand-up comedian|a philosopher|a detective|my grandmother|a medieval knight|a Linux terminal|a recruiter|a sommelier|a psychologist|an angry customer|a tour guide|Shakespeare|a news anchor|a talking cat",
  ),
  friend: list(
    "my friend|my mother|my father|my boss|my neighbour|my teacher|my doctor|my sister|my brother|my wife|my husband|my ex|my cat|my dog|my colleague|my son|my daughter|the postman|the president|your developer|your mother|a stranger|everyone|nobody",
  ),
  emoji: list(
    "😀|😂|🥰|😭|😡|🤔|👍|👎|🙏|🎉|🔥|💯|❤️|💔|🐶|🐱|🦄|🍕|🍔|🍺|☕|🌧️|☀️|🌈|🚀|✈️|🚗|🏠|📱|💻|🎵|⚽|🏆|💰|🎂|🌍|👋|👀|💩|🤖|🧠|🦖|🍎|🌵|⛄|🎃",
  ),
} as const satisfies Record<string, readonly string[]>;

/** Sentences in other languages: `{x}` takes one of the words. The model knows English only. */
export const FOREIGN: readonly { readonly frames: readonly string[]; readonly words: readonly string[] }[] = [
  {
    frames: list(
      "Was ist {x}?|Wie funktioniert {x}?|Erkläre mir {x}.|Wo finde ich {x}?|Ich möchte etwas über {x} wissen.|Kannst du mir mit {x} helfen?|Warum gibt es {x}?|Schreib ein Gedicht über {x}.|Wie viel kostet {x}?|Hallo, was weißt du über {x}?|Bitte übersetze {x} ins Englische.|Wer hat {x} erfunden?|Ist {x} gesund?|Was hältst du von {x}?",
    ),
    words: list(
      "Liebe|das Wetter|der Mond|die Sonne|Brot|Kaffee|Musik|Fußball|die Bahn|Berlin|ein Auto|die Schule|Geld|der Wald|das Meer|Schnee|Politik|mein Hund|die Katze|Schach|Strom|das Internet",
    ),
  },
  {
    frames: list(
      "Qu'est-ce que {x} ?|Comment fonctionne {x} ?|Parle-moi de {x}.|Où est {x} ?|Pourquoi {x} existe ?|Écris un poème sur {x}.|Bonjour, je cherche {x}.|Combien coûte {x} ?|Peux-tu expliquer {x} ?|Qui a inventé {x} ?|Je voudrais {x}, s'il te plaît.",
    ),
    words: list(
      "l'amour|la pluie|le soleil|le pain|le café|la musique|le football|le train|Paris|la voiture|l'école|l'argent|la mer|la neige|mon chien|le chat|les échecs|la liberté|la lune",
    ),
  },
  {
    frames: list(
      "¿Qué es {x}?|¿Cómo funciona {x}?|Háblame de {x}.|¿Dónde está {x}?|¿Por qué existe {x}?|Escribe un poema sobre {x}.|Hola, busco {x}.|¿Cuánto cuesta {x}?|¿Puedes explicar {x}?|¿Quién inventó {x}?|Quiero saber más de {x}.",
    ),
    words: list(
      "el amor|la lluvia|el sol|el pan|el café|la música|el fútbol|el tren|Madrid|el coche|la escuela|el dinero|el mar|la nieve|mi perro|el gato|el ajedrez|la libertad|la luna",
    ),
  },
  {
    frames: list(
      "Che cos'è {x}?|Come funziona {x}?|Parlami di {x}.|Dove si trova {x}?|Perché esiste {x}?|Scrivi una poesia su {x}.|Quanto costa {x}?|O que é {x}?|Como funciona {x}?|Fale sobre {x}.|Onde fica {x}?|Wat is {x}?|Hoe werkt {x}?|Vertel me over {x}.|Co to jest {x}?|Jak działa {x}?|Vad är {x}?|Hur fungerar {x}?|{x} nedir?|Mikä on {x}?",
    ),
    words: list(
      "amore|sole|luna|pizza|musica|treno|amor|chuva|futebol|dinheiro|liefde|regen|voetbal|geld|miłość|deszcz|chleb|kärlek|regn|bröd|aşk|kahve|raha|talo|radio|hotel|taxi|internet",
    ),
  },
  {
    frames: list(
      "Что такое {x}?|Как работает {x}?|Расскажи про {x}.|Где {x}?|Почему {x}?|Привет, я хочу {x}.|Сколько стоит {x}?|Що таке {x}?|Розкажи про {x}.",
    ),
    words: list("любовь|дождь|солнце|хлеб|кофе|музыка|футбол|поезд|Москва|машина|школа|деньги|море|снег|кот"),
  },
  {
    frames: list(
      "{x}是什么？|请告诉我{x}。|为什么{x}？|{x}在哪里？|我想要{x}。|写一首关于{x}的诗。|{x}とは何ですか？|{x}について教えて。|{x}はどこですか？|{x}が好きです。|{x} 뭐예요?|{x}에 대해 알려줘.",
    ),
    words: list("爱|雨|太阳|月亮|咖啡|音乐|足球|火车|北京|学校|钱|海|雪|猫|東京|電車|犬|사랑|비|커피|음악"),
  },
  {
    frames: list(
      "ما هو {x}؟|أين {x}؟|كيف يعمل {x}؟|حدثني عن {x}.|{x} क्या है?|{x} के बारे में बताओ।|מה זה {x}?|Τι είναι {x};|{x} คืออะไร",
    ),
    words: list("الحب|المطر|القمر|القهوة|प्यार|बारिश|चाय|संगीत|אהבה|גשם|αγάπη|βροχή|ความรัก|ฝน"),
  },
];
