"""What is held in the process: asked once in its time, and every time where nothing may be held."""

from careers.core.held import held


def counted(seconds: float):
    asked = []

    @held(seconds)
    def ask() -> int:
        asked.append(1)
        return len(asked)

    return ask


def test_held_answer_is_given_again(settings):
    settings.HOLDS_ANSWERS = True
    ask = counted(seconds=3600)
    assert [ask(), ask()] == [1, 1]


def test_held_answer_is_asked_for_anew_when_its_time_is_over(settings):
    settings.HOLDS_ANSWERS = True
    ask = counted(seconds=0)
    assert [ask(), ask()] == [1, 2]


def test_two_functions_hold_their_own_answers(settings):
    settings.HOLDS_ANSWERS = True
    one, other = counted(3600), counted(3600)
    one()
    one()
    assert (one(), other()) == (1, 1)


def test_nothing_is_held_where_it_may_not_be(settings):
    settings.HOLDS_ANSWERS = False
    ask = counted(seconds=3600)
    assert [ask(), ask()] == [1, 2]
