/** Other ways into small talk, for training only: by the name of the talk in `smalltalk-data.ts`. */
import { lines } from "./wording-lists.ts";

export const TALK_MORE = {
  hello: lines(`
    hello to you
    heya
    hiya
    howdy
    yo
    hi bot
    Hi model
    Good day to you
    Good afternoon
    good evening
    good morning to you
    Morning!
    Hello again
    hi again
    Hey, anyone there?
    anybody there?
    Hello, is anyone here?
    hello hello
    Hi everyone
    Hi all
    Nice to meet you
    Pleased to meet you
    Hello, nice to meet you
    hi, I am new here
    Hello, I am new
    Hey, first time here
    helloo
    heyy
    Hi :)
    hello :)
    sup
    what's up
    Hello from Berlin
    Hi, this is Tom
  `),
  thanks: lines(`
    thx
    ty
    tysm
    thank u
    thanks so much
    thanks a million
    thanks, you helped a lot
    Thank you for your help
    Thanks, you helped me
    Thank you for the answer
    Thanks, it works now
    Thanks, perfect
    OK, thanks
    Thanks, all clear
    Alright, thanks
    Cheers
    much appreciated
    I appreciate it
    I appreciate your help
    How kind, thanks
    That's what I needed, thanks
    Got it, thanks
    Thanks, very nice
    Super, thanks
    Very kind of you
    Thanks again
    Thanks!!
    Oh great, thanks
    Thanks, wonderful answer
  `),
  bye: lines(`
    bye for now
    goodbye for now
    bye now
    see ya
    cya
    catch you later
    talk to you later
    until next time
    until tomorrow
    tomorrow then, bye
    take care
    have a nice day
    have a good one
    have a good evening
    I am leaving now
    I must go now
    gotta go
    I'm off
    I am done for today
    That is all for today
    That's all, bye
    OK, bye
    Thanks, bye
    Thank you and goodbye
    Good bye
    so long
    ciao
    adieu
    night night
    sleep well
    till next time
  `),
  howAreYou: lines(`
    how r u
    how are u
    how's it going
    How does life treat you?
    How's life?
    How goes it this morning?
    How do you feel?
    How do you feel today?
    How have you been?
    Everything OK?
    Is everything fine?
    All good?
    All well?
    you ok?
    You good?
    Everything all right with you?
    Feeling fine?
    Feeling happy?
    Feeling sad today?
    Do you feel good today?
    Do you have feelings?
    Do you feel anything?
    Can you feel something?
    Are you in a good mood?
    Feeling tired?
    A bit bored today?
    And you?
    I hope all is fine with you
    Hope everything goes well
    Hi, all good with you?
  `),
  whoAreYou: lines(`
    who r u
    who are u
    what r u
    Who am I chatting with?
    Who am I talking with?
    Whom do I talk to?
    With whom am I talking?
    your name?
    Do you have a name?
    What do they call you?
    How are you called?
    What should I call you?
    What are you called?
    What are you exactly?
    Which model is this?
    Which model are you?
    What model am I using?
    Which AI is this?
    What AI are you?
    Are you an AI?
    Are you an artificial intelligence?
    Are you a language model?
    Are you a chatbot?
    Are you a large language model?
    Describe yourself
    Describe yourself in a sentence
    Say who you are
    Can you introduce yourself?
    Could you present yourself?
    I want to know who you are
    May I know your name?
  `),
  abilities: lines(`
    what do you do
    What do you know?
    What are your skills?
    What are your features?
    What are your abilities?
    What is possible here?
    What are you for?
    What are you useful for?
    What is your purpose?
    What can this model do?
    What can I do here?
    What can I do with you?
    What can I use you for?
    What can I try?
    What shall I type?
    What do I type?
    What kind of questions can I ask?
    What sort of tasks do you do?
    Which tasks do you know?
    Which topics do you know?
    Which tasks can I give you?
    Which kinds of tasks are there?
    How can I use you?
    How do I use this?
    Give me some ideas
    Give me ideas what to ask
    Give me an overview
    Show me your skills
    Show what you know
    I do not know what to ask
    I don't know what to type
    I need help
    Could you help me, please?
    help me
    help please
    menu
    options
    capabilities?
    skills
  `),
  human: lines(`
    Are you a bot or a human?
    Are you alive?
    Are you a living being?
    Are you a real person?
    Do I chat with a real person?
    Is this a bot?
    Am I talking to a bot?
    Am I talking to a machine?
    Am I chatting with a robot?
    Am I chatting with a person?
    Do I talk to a person?
    Is somebody typing this?
    Is a human typing?
    Is someone there?
    Are you conscious?
    Are you self-aware?
    Do you have a body?
    Do you have a soul?
    Do you have a brain?
    human?
    bot?
    robot?
    bot or human?
    A human, right?
    You are a robot, right?
    Tell me if you are human.
    Are you made of flesh?
    Can you think?
  `),
  wrong: lines(`
    wrong
    incorrect
    not right
    Not correct
    That's wrong
    That's not right
    That's not true
    This is wrong
    This is false
    This is incorrect
    That is not what I asked
    That's not what I wanted
    That is nonsense
    Nonsense!
    This makes no sense
    That makes no sense
    You got it wrong
    You are mistaken
    You did not answer
    You misunderstood me
    The result is wrong
    The last answer was wrong
    I asked something else
    I meant something else
    Bad answer
    Terrible
    You are stupid
    You are dumb
    You are useless
    You suck
    stupid bot
    That cannot be right
    That can't be true
    Are you sure?
  `),
  praise: lines(`
    good
    very nice
    nice one
    excellent
    amazing
    brilliant
    fantastic
    wonderful
    superb
    cool
    wow
    impressive
    I am impressed
    That is impressive
    That is great
    That's great
    That is right
    Correct
    That is correct
    Right answer
    Exactly
    Exactly right
    You are right
    You are good
    You are smart
    You are great
    You are clever
    Well answered
    Good bot
    clever
    bravo
    Love it
    that helps
    That helps a lot
    This is good
    Very helpful
    10 out of 10
    thumbs up
  `),
  memory: lines(`
    Can you remember my name?
    Do you recognise me?
    Do you remember our last chat?
    Do you remember what I said?
    Do you remember this later?
    Do you keep my messages?
    Do you save my messages?
    Do you save this chat?
    Do you store my data?
    Do you train on my messages?
    Do you learn from this chat?
    Do you learn new things?
    Will you learn from this?
    Will you remember who I am?
    Are my messages stored?
    Is this chat saved?
    Is my data used for training?
    Can I teach you something?
    Can you save this?
    Can you keep this in mind for next time?
    Have we talked before?
    Did we talk yesterday?
    Do you have a long-term memory?
    Do you know what I asked last week?
    Do you know my name?
  `),
} as const satisfies Record<string, readonly string[]>;
