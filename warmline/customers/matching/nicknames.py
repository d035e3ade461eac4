"""Short forms of given names, brought back to one root so that Bob and Robert agree."""

from __future__ import annotations

_GROUPS = """
robert rob bob bobby robbie bert|william will bill billy willy liam
richard rick dick rich ricky richie|james jim jimmy jamie|john jack johnny jon
michael mike mick mickey mikey|joseph joe joey|thomas tom tommy|charles charlie chuck chas
edward ed eddie ted teddy ned|george georgie|henry harry hank|david dave davey|daniel dan danny
matthew matt matty|andrew andy drew|anthony tony ant|christopher chris kit topher|peter pete
stephen steve steven stevie|nicholas nick nicky|samuel sam sammy|benjamin ben benny benji
alexander alex alec sandy|frederick fred freddie freddy|gerald gerry jerry|gregory greg
jeffrey jeff geoff geoffrey|kenneth ken kenny|lawrence larry laurence|leonard len lenny leo
patrick pat paddy|philip phil phillip|raymond ray|ronald ron ronnie|timothy tim timmy
walter walt wally|zachary zach zack|jonathan jonny|joshua josh|nathaniel nathan nat nate
elizabeth liz beth lizzie betty eliza betsy libby lisa|margaret maggie meg peggy marge margie
katherine kate kathy|katie kathryn catherine cathy cath|mary molly polly mollie
patricia patty tricia trish|susan sue susie suzie|jennifer jen jenny|rebecca becky becca
deborah deb debbie debra|barbara barb babs|victoria vicky vicki tori|dorothy dot dottie
eleanor ellie nell nellie|frances fran francie|jacqueline jackie|judith judy|pamela pam
sandra sandy|christine chrissie tina christina|amanda mandy|abigail abby abbie
alexandra alexa lexi|annabelle belle|charlotte lottie charley|isabella bella izzy isabelle
josephine josie|madeline maddie|samantha sammie|theresa terry tess teresa|veronica ronnie
francisco paco pancho|jose pepe|guadalupe lupe|ignacio nacho|enrique quique|manuel manny manolo
rosario charo|dolores lola|concepcion concha|johannes hans|elisabeth lisl|katharina kathi
maximilian max|sebastian basti|friedrich fritz|aleksandr sasha|dmitri dima|mikhail misha
"""
_ROOT: dict[str, str] = {}
for _group in _GROUPS.replace("\n", "|").split("|"):
    for _word in _group.split():
        _ROOT.setdefault(_word, _group.split()[0])


def root_of(given_name: str | None) -> str | None:
    """The usual long form of a given name, or the name itself where no short form is known."""
    return None if given_name is None else _ROOT.get(given_name, given_name)


def is_known(given_name: str) -> bool:
    """Whether the name is among the common ones (a hint at what an unnamed column holds)."""
    return given_name in _ROOT
